"""The verb `claim`: sentences for a council, tried as tests."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.deliver import deliver, finish
from heterophony.experiments.commands.guard import FAILED
from heterophony.experiments.commands.printing import watched
from heterophony.experiments.commands.worlds_shown import print_judgements, resumable
from heterophony.experiments.inputs.claims import load_claims
from heterophony.experiments.methods.claim_judgement import Judgement, Ruling, claims_document
from heterophony.experiments.methods.claim_judging import (
    checkpoint_path,
    judge,
    write_judgements,
)

ClaimsArgument = Annotated[
    Path, typer.Argument(metavar="CLAIMS.toml", help="A file of [[claim]] tables.")
]
ClaimWorldsOption = Annotated[
    str | None,
    typer.Option(
        "--worlds",
        metavar="N|FILE",
        help="So many plausible worlds of the set that ships, or a file; 0 for none.",
    ),
]


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "claim",
        short_help="Try sentences as tests: finding, artefact, depends on, or not yet.",
        epilog="Example: heterophony claim examples/council_claims.toml --worlds 50 --out results",
    )(claim)


def claim(
    claims: ClaimsArgument,
    worlds: ClaimWorldsOption = None,
    replicates: options.ReplicatesOption = 20,
    seed: options.SeedOption = 1,
    workers: options.WorkersOption = None,
    language: options.LanguageOption = options.Language.en,
    out: options.OutOption = None,
    as_document: options.JsonOption = False,
) -> None:
    """Try each sentence over seeds, choices of the implementation, and plausible worlds.

    Ends with 0 if every claim is a finding as it is, with 1 if any is not, with 2 if the file is
    wrong. It can be interrupted: the same command resumes it.
    """
    asked = load_claims(claims)
    out = options.target_of(out, "claims")
    kept = checkpoint_path(out, claims, worlds=worlds, replicates=replicates, seed=seed)
    how: dict[str, Any] = {"replicates": replicates, "seed": seed}
    tried = watched(
        "pairs", judge, claims=asked, worlds=worlds, workers=workers, checkpoint=kept, **how
    )

    def work() -> list[Judgement]:
        with resumable(f"runs in {kept}"):
            return tried()

    def hand_over(found: Sequence[Judgement]) -> None:
        notes = [f"note: {each}" for each in sorted({each.note for each in found if each.note})]
        deliver(
            document=partial(claims_document, found, seed, replicates),
            show=partial(print_judgements, found, language.value),
            as_document=as_document,
            notes=notes,
            out=out,
            write=partial(write_judgements, found, source=claims, **how, worlds=worlds),
        )
        if len(found) == len(asked):
            kept.unlink(missing_ok=True)
            if any(each.ruling is not Ruling.FINDING for each in found):
                raise typer.Exit(FAILED)

    finish(work, hand_over)
