"""Outcomes of your own: added by a call, or from a file."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from heterophony.experiments.inputs.checked import in_both_languages
from heterophony.experiments.inputs.reading import read_struct, read_toml
from heterophony.experiments.inputs.readings import RunReading
from heterophony.experiments.methods.readings import read_run
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.own_outcomes import OWN_OUTCOMES
from heterophony.scenarios import OUTCOMES, PARAMETERS
from heterophony.scenarios.declarations import Outcome
from heterophony.sim import model_digest
from heterophony.sim.result import Result

Good = Literal["more", "less", "neither"]


def add_outcome(
    name: str,
    function: Callable[[Result], float] | RunReading,
    *,
    unit: str = "",
    title: str | Mapping[str, str] = "",
    smallest_difference: float = 0.0,
    good: Good = "neither",
) -> Outcome:
    """Add an outcome that every later run of an experiment in this process reports, by its name.

    Comparisons, sweeps, sensitivity analyses and patterns take it as any other outcome. A second
    call with the same name replaces the first.

    Parameters
    ----------
    name
        A word of letters, digits and underscores that no outcome of the package has.
    function
        A pure function of a run's `Result`, NaN where undefined; or a `RunReading`, such as
        `RunReading("pressure", weeks=(0, 12))`.
    unit
        Empty for an index from 0 to 1.
    title
        What tables and figures show; a text, or texts by language. The name by default.
    smallest_difference
        Differences below this are not worth mentioning; 0 or above, in `unit`.
    good
        Direction that serves the citizen; `neither` where more may be good or bad.

    Raises
    ------
    RequestError
        Naming what is not allowed.
    """
    smallest = _checked_smallest(name, smallest_difference, good)
    if isinstance(function, RunReading):
        _check_reading(function, f"outcome {name}")
        unit = unit or function.unit
        OWN_OUTCOMES[name] = _Read(function)
    elif callable(function):
        OWN_OUTCOMES[name] = function
    else:
        raise RequestError(f"function is {function!r}; allowed: a function of a Result")
    texts = in_both_languages(title or name, f"outcome {name}: title")
    outcome = Outcome(
        name=name,
        level="run",
        unit=unit,
        minimum=None,
        maximum=None,
        smallest_difference=smallest,
        good=good,
        headline=False,
        title=texts,
        help=texts,
    )
    model_digest()  # is kept from its first call: the digest is of the package's outcomes alone
    OUTCOMES[name] = outcome
    return outcome


class _Row(Struct):
    """The keys of a table headed by the name of an outcome."""

    reads: Annotated[str, Meta(description="the name of an outcome")]
    weeks: Annotated[tuple[int, int], Meta(description="[first week, last week]")] | None = None
    group: Annotated[str, Meta(description="a group of people")] = ""
    title: Annotated[
        str | dict[str, str], Meta(description='a text, or { en = "...", da = "..." }')
    ] = ""
    smallest_difference: Annotated[float, Meta(ge=0.0, description="a number from 0")] = 0.0
    good: Annotated[Good, Meta(description="more, less, neither")] = "neither"


def add_outcomes(file: str | Path) -> list[Outcome]:
    """Add the outcomes that a TOML file declares, each a table headed by its name.

    `reads` names the outcome that is read, `weeks` the first and last week of a weekly one, `group`
    a group of people; `title`, `smallest_difference` and `good` are those of `add_outcome`.

    Parameters
    ----------
    file
        The file.

    Raises
    ------
    RequestError
        If it cannot be read, or holds anything that is not allowed; then nothing is added.
    """
    path = Path(file).expanduser()
    rows = {
        name: (read_struct(_Row, table, f"{path}, {name}"), f"{path}, {name}")
        for name, table in read_toml(path, "file of outcomes").items()
    }
    readings = {
        name: RunReading(row.reads, row.group, row.weeks) for name, (row, _) in rows.items()
    }
    for name, (row, where) in rows.items():
        _check_reading(readings[name], where)
        _checked_smallest(name, row.smallest_difference, row.good)
        in_both_languages(row.title or name, f"{where}: title")
    return [
        add_outcome(
            name,
            readings[name],
            title=row.title,
            smallest_difference=row.smallest_difference,
            good=row.good,
        )
        for name, (row, _) in rows.items()
    ]


def _check_reading(reading: RunReading, where: str) -> None:
    """Refuse a reading that no run can give, however long it is."""
    reading.check(int(PARAMETERS["run.weeks"].maximum or 0), where)


def _checked_smallest(name: object, smallest_difference: float, good: str) -> float:
    """Return the smallest difference as a number; refuse what a declaration must not hold."""
    if not (isinstance(name, str) and name.isidentifier()):
        raise RequestError(f"name is {name!r}; allowed: a word of letters, digits and underscores")
    if name in OUTCOMES and name not in OWN_OUTCOMES:
        raise RequestError(f"name is {name!r}, which is an outcome of the package; choose another")
    if good not in ("more", "less", "neither"):
        raise RequestError(f"good is {good!r}; allowed: more, less, neither")
    smallest = float(smallest_difference)
    if not (0.0 <= smallest < math.inf):
        raise RequestError(
            f"smallest_difference is {smallest_difference!r}; allowed: a number from 0"
        )
    return smallest


def remove_outcome(name: str) -> None:
    """Remove an outcome of your own.

    Raises
    ------
    RequestError
        If no outcome of your own has this name.
    """
    if name not in OWN_OUTCOMES:
        raise RequestError(f"no outcome of your own is called {name!r}")
    del OWN_OUTCOMES[name], OUTCOMES[name]


@dataclass(frozen=True)
class _Read:
    """A reading as a function of a result; NaN if the run ends before the reading's last week."""

    reading: RunReading

    def __call__(self, result: Result) -> float:
        weeks, horizon = self.reading.weeks, int(result.scenario.values["run.weeks"])
        too_short = weeks is not None and weeks[1] >= horizon
        return math.nan if too_short else read_run(result, self.reading)
