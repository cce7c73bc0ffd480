"""The verb `claim`: sentences for a council, tried as tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.guard import FAILED, INTERRUPTED, say
from heterophony.experiments.commands.printing import number, progress_bar, sentence, table

if TYPE_CHECKING:
    from heterophony.experiments.methods.claims import Judgement


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "claim",
        short_help="Try sentences as tests: finding, artefact, depends on, or not yet.",
        epilog="Example: heterophony claim examples/council_claims.toml --worlds 50 --out results",
    )(claim)


def claim(
    claims: Annotated[
        Path, typer.Argument(metavar="CLAIMS.toml", help="A file of [[claim]] tables.")
    ],
    worlds: Annotated[
        str | None,
        typer.Option(
            metavar="N|FILE",
            help="So many plausible worlds of the set that ships, or a file; 0 for none.",
        ),
    ] = None,
    replicates: options.ReplicatesOption = 20,
    seed: options.SeedOption = 1,
    workers: options.WorkersOption = None,
    language: options.LanguageOption = options.Language.en,
    out: options.OutOption = None,
    as_document: options.JsonOption = False,
) -> None:
    """Try each sentence over seeds, choices of the implementation, and plausible worlds.

    Ends with 0 if every claim is a finding as it stands, with 1 if any is not, with 2 if the file
    is wrong.
    """
    from heterophony.experiments.methods.claims import Ruling, judge, load_claims
    from heterophony.experiments.results.errors import Interrupted
    from heterophony.experiments.results.folders import check_target

    asked = load_claims(claims)
    if out is not None:
        check_target(out, "claims")
    try:
        with progress_bar("pairs", foretell=True) as progress:
            found = judge(
                asked,
                worlds=worlds,
                replicates=replicates,
                seed=seed,
                workers=workers,
                progress=progress,
            )
    except Interrupted as interruption:
        say(str(interruption))
        if interruption.finished:
            finished = interruption.finished
            _deliver(finished, claims, out, as_document, (seed, replicates), language)
        raise typer.Exit(INTERRUPTED) from None
    _deliver(found, claims, out, as_document, (seed, replicates), language)
    if any(each.ruling is not Ruling.FINDING for each in found):
        raise typer.Exit(FAILED)


def _deliver(
    found: list[Judgement],
    source: Path,
    out: Path | None,
    as_document: bool,
    effort: tuple[int, int],
    language: options.Language,
) -> None:
    """Write, then print: whoever sees the output can rely on the files."""
    from heterophony.experiments.methods.claims.writing import claims_document, write_judgements
    from heterophony.experiments.results.codec import as_json

    seed, replicates = effort
    for note in sorted({each.note for each in found if each.note}):
        say(f"note: {note}")
    if out is not None:
        write_judgements(found, out, source=source, seed=seed, replicates=replicates)
        say(f"wrote {out}")
    if as_document:
        typer.echo(as_json(claims_document(found, seed, replicates)), nl=False)
    else:
        _print(found, language)


def _print(found: list[Judgement], language: options.Language) -> None:
    from heterophony.experiments.results.notice import LIMITS, NOT_FOR_PERSONS

    for each in found:
        sentence(f"{each.ruling.value.upper()}: {each.claim.sentence[language.value]}")
        sentence(f"  claimed: {each.claim.as_claimed()}")
        sentence(f"  why: {each.why}")
        table("", ("check", "", ">difference", "95 % interval", ""), _rows(each))
    if found:
        sentence(LIMITS)
        sentence(NOT_FOR_PERSONS)


def _rows(judgement: Judgement) -> list[tuple[str, ...]]:
    """Return one row per check; the worlds are counted in one."""
    from heterophony.experiments.methods.claims.checks import Kind

    rows: list[tuple[str, ...]] = []
    sound = [each for each in judgement.checks if each.kind is Kind.SOUND]
    wrong = "; ".join(f"{each.name}: {each.detail}" for each in sound if each.detail)
    if sound:
        word = "broken" if wrong else "hold"
        rows.append((f"{len(sound)} properties of the model", word, "", "", wrong))
    for each in judgement.checks:
        if each.kind in (Kind.WORLD, Kind.SOUND):
            continue
        found = each.difference
        change = number(found.difference, sign=True) if found else ""
        interval = (
            f"{number(found.low, sign=True)} to {number(found.high, sign=True)}" if found else ""
        )
        rows.append((each.name, each.state.value, change, interval, each.detail))
    there = [each for each in judgement.checks if each.kind is Kind.WORLD]
    if there:
        states = [each.state.value for each in there]
        counts = ", ".join(f"{word} in {states.count(word)}" for word in dict.fromkeys(states))
        rows.append((f"{len(there)} plausible worlds", counts, "", "", ""))
    return rows
