"""The verb `worlds`: say how the shipped worlds were made, or make a set."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from heterophony.experiments.commands import options
from heterophony.experiments.commands.guard import INTERRUPTED, say
from heterophony.experiments.commands.printing import number, progress_bar, sentence, table

if TYPE_CHECKING:
    from heterophony.experiments.methods.worlds import Worlds
    from heterophony.experiments.methods.worlds.making import Made

_LARGEST = 10_000
_SHOWN = 12
_BELOW_ZERO = re.compile(r"-\d[\d.]*")


class _Worlds(TyperCommand):
    """The verb, to which a number below 0 is a wrong number of worlds, and no option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse such a number where worlds are named."""
        from heterophony.experiments.methods.worlds.files import not_allowed

        flags = [each for each in self.params if getattr(each, "is_flag", False)]
        alone = {name for each in flags for name in each.opts}
        for before, word in zip(("", *args), args, strict=False):
            named = before in alone or not before.startswith("-")
            if named and _BELOW_ZERO.fullmatch(word):
                raise typer.BadParameter(not_allowed(word), ctx=ctx, param_hint="[N|FILE]")
        return super().parse_args(ctx, args)


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "worlds",
        cls=_Worlds,
        short_help="Make plausible worlds, or say how a set was made.",
        epilog="Example: heterophony worlds --accept 100 --out worlds.parquet",
    )(worlds)


def worlds(
    which: Annotated[
        str | None,
        typer.Argument(metavar="[N|FILE]", help="Describe these worlds; the shipped set if none."),
    ] = None,
    accept: Annotated[
        int | None,
        typer.Option(
            parser=options.whole_number(1, _LARGEST),
            metavar="N",
            help=f"Make worlds until so many are accepted, 1 to {_LARGEST:,}.",
        ),
    ] = None,
    recheck: Annotated[
        str | None,
        typer.Option(metavar="N|FILE", help="Screen these worlds again under the present rules."),
    ] = None,
    inferred: Annotated[
        bool,
        typer.Option("--inferred", help="Check in these worlds what the design only infers."),
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The file to write, ending in .parquet.")
    ] = None,
    seed: options.SeedOption = 1,
    workers: options.WorkersOption = None,
    as_document: options.JsonOption = False,
) -> None:
    """Make plausible worlds: candidates from the declared ranges that no screen rules out.

    Stops and resumes with the same line. Without --accept, says how a set was made.
    """
    from heterophony.experiments.results.errors import RequestError

    if accept is not None and recheck is not None:
        raise RequestError("--accept makes new worlds and --recheck screens old ones: choose one")
    if (accept is not None or recheck is not None) != (out is not None):
        raise RequestError("--out FILE goes with --accept N or --recheck FILE, and they with it")
    if which is not None and out is not None:
        raise RequestError(
            f"{which!r} names worlds to describe; leave it out with --accept and --recheck"
        )
    if inferred and out is not None:
        raise RequestError("--inferred checks worlds and writes no file: leave out --out")
    if inferred:
        _inferred(which, workers, as_document)
    elif out is None:
        _describe(which, as_document)
    elif accept is not None:
        _make(accept, out, seed, workers, as_document)
    else:
        _recheck(str(recheck), out, workers, as_document)


def _make(accept: int, out: Path, seed: int, workers: int | None, as_document: bool) -> None:
    from heterophony.experiments.methods.worlds.making import make_worlds, rejected_beside

    with progress_bar("accepted worlds") as progress:
        made = make_worlds(accept, out, seed=seed, workers=workers, progress=progress, announce=say)
    if not made.finished:
        say(
            f"interrupted after {len(made.screened)} candidates, {made.accepted} of {accept} "
            "accepted: all are kept, the same line goes on"
        )
        raise typer.Exit(INTERRUPTED)
    say(f"wrote {out} and {rejected_beside(out)}")
    _counts(made, as_document)


def _recheck(which: str, out: Path, workers: int | None, as_document: bool) -> None:
    from heterophony.experiments.methods.worlds import load_worlds
    from heterophony.experiments.methods.worlds.rechecking import recheck_worlds

    before = load_worlds(which)
    with progress_bar("worlds", foretell=True) as progress:
        made = recheck_worlds(before, out, workers=workers, progress=progress)
    if not made.finished:
        say(f"interrupted after {len(made.screened)} of {len(before)} worlds: nothing was written")
        raise typer.Exit(INTERRUPTED)
    say(f"wrote {out}")
    _counts(made, as_document)


def _inferred(which: str | None, workers: int | None, as_document: bool) -> None:
    from heterophony.experiments.methods.worlds import load_worlds
    from heterophony.experiments.methods.worlds.files import SHIPPED
    from heterophony.experiments.methods.worlds.inferred import COLUMNS, inferred_readings
    from heterophony.experiments.results.codec import as_json

    chosen = load_worlds(which if which is not None else SHIPPED)
    if chosen.stale:
        say(chosen.staleness)
    with progress_bar("worlds", foretell=True) as progress:
        found = inferred_readings(chosen, workers=workers, progress=progress)
    if as_document:
        typer.echo(as_json({"readings": found.to_dict("records")}), nl=False)
        return
    rows = [tuple(map(str, row)) for row in found.itertuples(index=False)]
    heads = (*COLUMNS[:3], *(f">{each}" for each in COLUMNS[3:]))
    table(f"What the design only infers, in {len(chosen)} plausible worlds", heads, rows)


def _counts(made: Made, as_document: bool) -> None:
    """Print how many candidates each stage let through or ruled out, and the commonest reasons."""
    from collections import Counter

    from heterophony.experiments.results.codec import as_json

    stages = Counter(each.stage for each in made.screened)
    reasons = Counter(
        (each.stage, " ".join(filter(None, (each.check, each.reading))))
        for each in made.screened
        if not each.accepted
    )
    if as_document:
        document = {
            "candidates": len(made.screened),
            "stages": dict(stages),
            "reasons": [[*key, count] for key, count in reasons.most_common()],
            "seconds": made.seconds,
        }
        typer.echo(as_json(document), nl=False)
        return
    sentence(f"{len(made.screened)} candidates, {stages['accepted']} accepted")
    rows = [(stage, why, str(count)) for (stage, why), count in reasons.most_common(_SHOWN)]
    table("What ruled candidates out", ("stage", "by", ">candidates"), rows)


def _describe(which: str | None, as_document: bool) -> None:
    from heterophony.experiments.methods.worlds import load_worlds
    from heterophony.experiments.methods.worlds.files import SHIPPED
    from heterophony.experiments.results.codec import as_json

    found = load_worlds(which if which is not None else SHIPPED)
    if found.stale:
        say(found.staleness)
    if as_document:
        document = {
            "worlds": len(found),
            "stale": found.stale,
            "rules_sha256": found.rules_sha256,
            **found.provenance,
        }
        typer.echo(as_json(document), nl=False)
    else:
        _print(found)


def _print(found: Worlds) -> None:
    how = found.provenance
    sentence(f"{len(found)} plausible worlds, accepted under rules {found.rules_sha256}")
    for key in ("tried", "seed", "shape", "rule", "started", "seconds"):
        if key in how:
            sentence(f"{key}: {how[key]}")
    counts = how.get("counts", {})
    table("Candidates by stage", ("stage", ">candidates"), [(k, str(v)) for k, v in counts.items()])
    levels = how.get("levels", {}).get("levels", {})
    rows = [
        (name, number(each["level"]), number(each["tolerance"])) for name, each in levels.items()
    ]
    if rows:
        table("Levels", ("outcome", ">default", ">tolerance (sd)"), rows)
    for each in how.get("patterns", ()):
        sentence(f"{each['stage']}, {each['pairs']} pairs: {', '.join(each['readings'])}")
