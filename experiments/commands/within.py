"""The option `compare --within`: whether policies repair the harm of a change, or add elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from heterophony.experiments.commands.csv_option import CsvWriter
from heterophony.experiments.commands.deliver import deliver, interruptible
from heterophony.experiments.commands.effects_shown import asked_effect, print_effects
from heterophony.experiments.commands.printing import progress_bar, sentence
from heterophony.experiments.methods.lever_effects import LeverEffects
from heterophony.experiments.methods.within import PAIRS, compare_within
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.notice import LIMITS, NOT_FOR_PERSONS
from heterophony.scenarios import OUTCOMES


def show_within(
    change: str,
    request: Mapping[str, Any],
    *,
    everything: bool,
    out: Path | None,
    write_csv: CsvWriter,
    as_document: bool,
) -> None:
    """Compare, and hand over the effects of the change in every arm.

    Parameters
    ----------
    request
        Baseline, policies and how they run: parameters of `compare_within`.
    """
    asked = asked_effect(change, "--within")
    if asked.start is None:
        raise RequestError(
            f"--within {change} must have the form NAME=FROM,TO, as in meeting.interval_weeks=8,4"
        )
    request = {**request, "replicates": request["replicates"] or PAIRS, **asked._asdict()}
    kept = "" if out is None else "the same command resumes"
    with interruptible(kept), progress_bar("runs", foretell=True) as progress:
        found = compare_within(**request, out=out, progress=progress)
    write_csv(found.to_frame)
    deliver(
        document=found.to_json_dict,
        show=lambda: _print(found, everything),
        as_document=as_document,
        notes=[] if out is None else [f"wrote {out}"],
    )


def _print(found: LeverEffects, everything: bool) -> None:
    headline = [name for name in found.outcomes if OUTCOMES[name].headline]
    print_effects(found, found.outcomes if everything else headline)
    sentence(LIMITS)
    sentence(NOT_FOR_PERSONS)
