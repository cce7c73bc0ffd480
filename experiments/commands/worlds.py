"""The verb `worlds`: say how the shipped worlds were made, or make a set."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.deliver import deliver
from heterophony.experiments.commands.guard import INTERRUPTED, say
from heterophony.experiments.commands.plain_values import PlainCommand
from heterophony.experiments.commands.printing import progress_bar
from heterophony.experiments.commands.worlds_shown import (
    made_document,
    print_inferred,
    print_made,
    print_worlds,
)
from heterophony.experiments.inputs.worlds import SHIPPED, Worlds, load_worlds, not_allowed
from heterophony.experiments.methods.world_making import Made, make_worlds, rejected_beside
from heterophony.experiments.methods.world_rechecking import (
    inferred_readings,
    recheck_worlds,
    verify_worlds,
)
from heterophony.experiments.results.errors import RequestError

_LARGEST = 10_000
_BELOW_ZERO = re.compile(r"-\d[\d.]*")


WhichArgument = Annotated[
    str | None,
    typer.Argument(metavar="[N|FILE]", help="Describe these worlds; the shipped set if none."),
]
AcceptOption = Annotated[
    int | None,
    options.whole(
        f"Make worlds until so many are accepted, 1 to {_LARGEST:,}.",
        most=_LARGEST,
        metavar="N",
    ),
]
RecheckOption = Annotated[
    str | None,
    typer.Option(metavar="N|FILE", help="Screen these worlds again under the present model."),
]
VerifyOption = Annotated[
    bool,
    typer.Option(
        "--verify",
        help="Screen a sample of a file's candidates again; where all come out bit for bit, "
        "mark the file as of the present model.",
    ),
]
InferredOption = Annotated[
    bool, typer.Option("--inferred", help="Check in these worlds what the design only infers.")
]
FileOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The file to write, ending in .parquet.")
]


class _Worlds(PlainCommand):
    """The verb, to which a number below 0 is a wrong number of worlds, and no option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse such a number where worlds are named."""
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
    which: WhichArgument = None,
    accept: AcceptOption = None,
    recheck: RecheckOption = None,
    verify: VerifyOption = False,
    inferred: InferredOption = False,
    out: FileOption = None,
    seed: options.SeedOption = 1,
    workers: options.WorkersOption = None,
    as_document: options.JsonOption = False,
) -> None:
    """Make plausible worlds: candidates from the declared ranges that no screen rules out.

    Stops and resumes with the same command. Without --accept, says how a set was made.
    """
    _refuse_contradictions(which, accept, recheck, out, verify=verify, inferred=inferred)
    if verify:
        _verify(which, workers)
    elif accept is not None and out is not None:
        _show_made(_made(accept, out, seed, workers), as_document)
    elif recheck is not None and out is not None:
        _show_made(_rechecked(recheck, out, workers), as_document)
    else:
        _describe(load_worlds(which or SHIPPED), inferred, workers, as_document)


def _refuse_contradictions(
    which: str | None,
    accept: int | None,
    recheck: str | None,
    out: Path | None,
    *,
    verify: bool,
    inferred: bool,
) -> None:
    """Refuse options that ask for several things at once.

    Raises
    ------
    RequestError
        Naming the options and what goes together.
    """
    if accept is not None and recheck is not None:
        raise RequestError("--accept makes new worlds and --recheck screens old ones: choose one")
    if (accept is not None or recheck is not None) != (out is not None):
        raise RequestError("--out FILE goes with --accept N or --recheck FILE, and they with it")
    if which is not None and out is not None:
        raise RequestError(
            f"{which!r} names worlds to describe; leave it out with --accept and --recheck"
        )
    if (inferred or verify) and out is not None:
        option = "--inferred" if inferred else "--verify"
        raise RequestError(f"{option} checks worlds and writes no other file: leave out --out")


def _made(accept: int, out: Path, seed: int, workers: int | None) -> Made:
    with progress_bar("accepted worlds", foretell=True) as progress:
        made = make_worlds(accept, out, seed=seed, workers=workers, progress=progress, announce=say)
    if not made.finished:
        say(
            f"interrupted after {len(made.screened)} candidates, {made.accepted} of {accept} "
            "accepted: all are kept, and the same command resumes the work"
        )
        raise typer.Exit(INTERRUPTED)
    say(f"wrote {out} and {rejected_beside(out)}")
    return made


def _rechecked(which: str, out: Path, workers: int | None) -> Made:
    before = load_worlds(which)
    with progress_bar("worlds", foretell=True) as progress:
        made = recheck_worlds(before, out, workers=workers, progress=progress)
    if not made.finished:
        say(f"interrupted after {len(made.screened)} of {len(before)} worlds: nothing was written")
        raise typer.Exit(INTERRUPTED)
    say(f"wrote {out}")
    return made


def _show_made(made: Made, as_document: bool) -> None:
    deliver(
        document=lambda: made_document(made), show=lambda: print_made(made), as_document=as_document
    )


def _verify(which: str | None, workers: int | None) -> None:
    path = SHIPPED if which is None else Path(which)
    with progress_bar("candidates", foretell=True) as progress:
        screened = verify_worlds(path, workers=workers, progress=progress)
    say(f"{screened} candidates came out bit for bit: {path} now names the present model")


def _describe(found: Worlds, inferred: bool, workers: int | None, as_document: bool) -> None:
    """Say how a set was made, or try in it what the design only infers."""
    notes = [found.staleness] if found.stale else []
    if inferred:
        with progress_bar("worlds", foretell=True) as progress:
            readings = inferred_readings(found, workers=workers, progress=progress)
        deliver(
            document=lambda: {"readings": readings.to_dict("records")},
            show=lambda: print_inferred(readings, len(found)),
            as_document=as_document,
            notes=notes,
        )
        return
    about = {"worlds": len(found), "stale": found.stale, "model_sha256": found.model_sha256}
    deliver(
        document=lambda: about | dict(found.provenance),
        show=lambda: print_worlds(found),
        as_document=as_document,
        notes=notes,
    )
