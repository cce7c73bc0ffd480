"""What Rich draws: tables that are wider than the terminal, and a bar of progress."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich import progress
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from heterophony.experiments.commands.compiling import CompilationWatch
from heterophony.experiments.commands.guard import say
from heterophony.experiments.results.durations import duration

if TYPE_CHECKING:
    from heterophony.experiments.engine.workers import Progress, ProgressCallback

_WIDTH_IN_A_PIPE = 1_000  # one line a row, for grep


def console() -> Console:
    """Return what writes tables to standard output, plain and wide where it is no terminal."""

    class Quiet(Console):
        """A console that leaves a closed pipe to the guard; Rich itself would end with 1."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    width = None if sys.stdout.isatty() else _WIDTH_IN_A_PIPE
    return Quiet(file=sys.stdout, width=width, highlight=False, markup=False)


def folded_table(
    title: str, heads: Sequence[str], right: Sequence[bool], rows: Sequence[Sequence[str]]
) -> None:
    """Print a table whose cells take several lines where the terminal is too narrow for one."""
    drawn = Table(title=title or None, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for place, (head, to_the_right) in enumerate(zip(heads, right, strict=True)):
        side: Any = "right" if to_the_right else "left"
        drawn.add_column(head, justify=side, overflow="fold", no_wrap=place == 0)
    for row in rows:
        drawn.add_row(*row)
    console().print(drawn)


@contextmanager
def drawn_bar(label: str, eta: ProgressCallback | None) -> Iterator[ProgressCallback]:
    """Yield a callback that draws progress with rate and time left, and calls `eta`."""
    watch = CompilationWatch()
    if watch.needed:
        say("the rules are compiled once, which takes about a minute")
    columns = (
        progress.SpinnerColumn(),
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.TextColumn("{task.fields[pace]}"),
    )
    with progress.Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(label, total=None, pace="")

        def show(now: Progress) -> None:
            watch.stop()
            if eta is not None:
                eta(now)
            bar.update(task, completed=now.done, total=now.total, pace=pace(now))

        def compiling(kept: int, in_all: int) -> None:
            told = f"{kept} of about {in_all} rules compiled"
            bar.update(task, completed=kept, total=in_all, pace=told)

        with watch.telling(compiling):
            yield show


def pace(now: Progress) -> str:
    """Write how far the work has come, how fast it goes and how long it still takes."""
    left = now.seconds_left
    remaining = "" if left is None else f", {duration(left)} left"
    rate = f"{now.rate:.1f}/s" if now.rate >= 1 else f"{60 * now.rate:.1f}/min"
    return f"{now.done:,}/{now.total:,}, {rate}{remaining}"
