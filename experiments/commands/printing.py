"""What people see on a terminal: tables, sentences, and how far the work has come."""

from __future__ import annotations

import math
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from rich import progress
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from heterophony.experiments.commands.guard import say
from heterophony.experiments.inputs.arms import same_premises
from heterophony.experiments.results.durations import about, duration
from heterophony.experiments.results.errors import DEBUG

if TYPE_CHECKING:
    from heterophony.experiments.engine.workers import Progress, ProgressCallback
    from heterophony.scenarios import Scenario

_Result = TypeVar("_Result")

_WIDTH_IN_A_PIPE = 1_000  # one line a row, for grep
# An estimate rests on some seconds of work, and on some tasks unless they are long ones.
MEASURED, LONG, FEWEST = 0.5, 5.0, 8
WORTH_SAYING = 1.0  # seconds
_EVERY = 0.3  # seconds between two looks at the folder of compiled rules


def console() -> Console:
    """Return what writes tables to standard output, plain and wide where it is no terminal."""

    class Quiet(Console):
        """A console that leaves a closed pipe to the guard; Rich itself would end with 1."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    width = None if sys.stdout.isatty() else _WIDTH_IN_A_PIPE
    return Quiet(file=sys.stdout, width=width, highlight=False, markup=False)


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; columns whose name begins with `>` are set to the right."""
    drawn = Table(title=title or None, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for place, column in enumerate(columns):
        side: Any = "right" if column.startswith(">") else "left"
        drawn.add_column(column.lstrip(">"), justify=side, overflow="fold", no_wrap=place == 0)
    for row in rows:
        drawn.add_row(*row)
    console().print(drawn)


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


def rules_compiled() -> tuple[int, int]:
    """Count the rules that are kept compiled, and all there are.

    A fresh installation has none; some rules are compiled only when Mesa's agents act.
    """
    from heterophony.agents.rule_folders import cache_folder
    from heterophony.agents.rule_sources import rule_sources

    lines = (line for file in rule_sources() for line in file.read_text("utf-8").splitlines())
    in_all = sum(line == "@compiled" for line in lines)
    kept = {file.name.rpartition("-")[0] for file in cache_folder().glob("*/*.nbi")}
    return min(len(kept), in_all), in_all


class CompilationWatch:
    """Watch the folder of compiled rules fill until the work itself has begun.

    Attributes
    ----------
    needed : bool
        Whether most rules were still to be compiled when the watch was made.
    """

    def __init__(self) -> None:
        from heterophony.agents.compiled import COMPILATION_OFF
        from heterophony.agents.prepared_rules import finding

        self.needed = False
        if not COMPILATION_OFF and (finding().library is None or finding().stale):
            kept, in_all = rules_compiled()
            self.needed = kept < in_all / 2
        self._begun = threading.Event()

    def stop(self) -> None:
        """Note that the work has begun: from now on nothing is reported."""
        self._begun.set()

    @contextmanager
    def telling(self, tell: Callable[[int, int], None]) -> Iterator[None]:
        """Call `tell` with the rules compiled and all rules, now and then, if it is needed."""
        if not self.needed:
            yield
            return
        watcher = threading.Thread(target=self._watch, args=(tell,), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            self.stop()
            watcher.join()

    def _watch(self, tell: Callable[[int, int], None]) -> None:
        while not self._begun.wait(_EVERY):
            tell(*rules_compiled())


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


def watched(unit: str, work: Callable[..., _Result], **known: Any) -> Callable[[], _Result]:
    """Return work that shows how far it has come; it is called with `progress` and `known`."""

    def run() -> _Result:
        with progress_bar(unit, foretell=True) as shown:
            return work(progress=shown, **known)

    return run


def pace(now: Progress) -> str:
    """Write how far the work has come, how fast it goes and how long it still takes."""
    left = now.seconds_left
    remaining = "" if left is None else f", {duration(left)} left"
    rate = f"{now.rate:.1f}/s" if now.rate >= 1 else f"{60 * now.rate:.1f}/min"
    return f"{now.done:,}/{now.total:,}, {rate}{remaining}"
