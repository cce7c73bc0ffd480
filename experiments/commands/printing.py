"""What people see on a terminal: tables, sentences, and how far the work has come."""

from __future__ import annotations

import math
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from rich.cells import cell_len

from heterophony.experiments.commands.guard import say
from heterophony.experiments.inputs.arms import same_premises
from heterophony.experiments.results.durations import about
from heterophony.experiments.results.errors import DEBUG

if TYPE_CHECKING:
    from heterophony.experiments.engine.workers import Progress, ProgressCallback
    from heterophony.scenarios import Scenario

_Result = TypeVar("_Result")

_GAP = "  "  # between two columns
# An estimate rests on some seconds of work, and on some tasks unless they are long ones.
MEASURED, LONG, FEWEST = 0.5, 5.0, 8
WORTH_SAYING = 1.0  # seconds


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; columns whose name begins with `>` are set to the right."""
    heads = [column.lstrip(">") for column in columns]
    right = [column.startswith(">") for column in columns]
    lines = _aligned([heads, *rows], right)
    width = max(map(cell_len, lines))
    needs_folding = sys.stdout.isatty() and width > shutil.get_terminal_size().columns
    if needs_folding or not all(text.isprintable() for text in (title, *lines)):
        # Rich takes a tenth of a second, and only these tables need it.
        from heterophony.experiments.commands.drawn import folded_table

        folded_table(title, heads, right, rows)
        return
    typer.echo(typer.style(title, italic=True))
    typer.echo(typer.style(lines[0], bold=True))
    letters = (sys.stdout.encoding or "").lower()
    typer.echo(("─" if letters.startswith("utf") else "-") * width)
    typer.echo("\n".join([*lines[1:], ""]))


def _aligned(rows: Sequence[Sequence[str]], to_the_right: Sequence[bool]) -> list[str]:
    """Return rows as lines whose columns begin, or to the right end, below each other."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return [_GAP.join(map(_padded, row, widths, to_the_right)).rstrip() for row in rows]


def _padded(cell: str, width: int, to_the_right: bool) -> str:
    blanks = " " * (width - cell_len(cell))
    return blanks + cell if to_the_right else cell + blanks


def sentence(text: str) -> None:
    """Print a line for people on standard output."""
    typer.echo(text)


def say_if_nothing_differs(baseline: Scenario, policies: Iterable[Scenario]) -> None:
    """Say which policies assume the same as the baseline, where a document only holds zeros."""
    for policy in policies:
        same = same_premises(baseline, policy)
        if same:
            say(same)


def counted(count: int, unit: str) -> str:
    """Write a number of things: "1 pair", "1,200 pairs"."""
    return f"{count:,} {unit}{'' if count == 1 else 's'}"


def left_out(what: str, failed: Mapping[int, str], left: int, unit: str) -> Iterator[str]:
    """Yield a sentence for each piece of work that failed, and one about what is left."""
    for place, reason in failed.items():
        yield f"{what} {place} failed and is left out of every number: {reason}"
    if failed:
        yield (
            f"the results are those of the {counted(left, unit)} that are left; for the traceback "
            f"of a failed run set {DEBUG}=1 and run the same command again"
        )


def number(value: float, *, sign: bool = False) -> str:
    """Write a number with as many digits as its size needs, and a dash where it is undefined."""
    if math.isnan(value):
        return "–"
    decimals = 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 3
    return f"{value:{'+' if sign else ''},.{decimals}f}"


class Eta:
    """Say once how long the rest of a job takes, as soon as its first tasks tell; in a pipe too.

    The tasks are the job's own: nothing is run for the estimate alone. The first one is not
    counted, since it also loads compiled code.

    Parameters
    ----------
    unit
        What is counted, such as `pairs`.
    """

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._first: Progress | None = None
        self._said = False

    def __call__(self, now: Progress) -> None:
        """Take in how far the work has come."""
        if self._said:
            return
        if self._first is None:
            self._first = now
            return
        seconds, done = now.seconds - self._first.seconds, now.done - self._first.done
        if not done or seconds < MEASURED or (done < FEWEST and seconds < LONG):
            return
        self._said = True
        left = (now.total - now.done) * seconds / done
        if left >= WORTH_SAYING:
            say(f"{now.total:,} {self._unit}: {about(left)} at this pace")


@contextmanager
def progress_bar(label: str, *, foretell: bool = False) -> Iterator[ProgressCallback | None]:
    """Yield a callback that draws progress with rate and time left; in a pipe nothing is drawn.

    With `foretell` it also says, once, how long the work takes, in a pipe too; `label` is then
    what is counted.
    """
    eta = Eta(label) if foretell else None
    if not sys.stderr.isatty():
        yield eta
        return

    # A twentieth of a second, and only a terminal needs it.
    from heterophony.experiments.commands.drawn import drawn_bar

    with drawn_bar(label, eta) as show:
        yield show


def watched(unit: str, work: Callable[..., _Result], **known: Any) -> Callable[[], _Result]:
    """Return work that shows how far it has come; it is called with `progress` and `known`."""

    def run() -> _Result:
        with progress_bar(unit, foretell=True) as shown:
            return work(progress=shown, **known)

    return run
