"""The command verbs that compute; each loads what it needs when it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

    from heterophony.experiments.commands.meeting import AsText


def register(app: typer.Typer, meeting_as_text: AsText) -> None:
    """Join the verbs to the command, in the order in which its help shows them.

    `meeting_as_text` writes the turns of a meeting for people, in a language.
    """
    from heterophony.experiments.commands import (
        calibrate,
        claim,
        compare,
        doctor,
        evidence,
        expand,
        listing,
        meeting,
        new,
        replay,
        robustness,
        run,
        sensitivity,
        sweep,
        validate,
        worlds,
    )

    run.register(app)
    compare.register(app)
    sweep.register(app)
    expand.register(app)
    replay.register(app)
    sensitivity.register(app)
    robustness.register(app)
    claim.register(app)
    worlds.register(app)
    calibrate.register(app)
    validate.register(app)
    evidence.register(app)
    meeting.register(app, meeting_as_text)
    listing.register(app)
    new.register(app)
    doctor.register(app)
