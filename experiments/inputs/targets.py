"""Read a table of targets, and refuse what is wrong in it before anything runs."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

import heterophony.scenarios
from heterophony.experiments.inputs.calibration_plan import (
    OWN_ARM,
    CalibrationPlan,
    Prior,
    Target,
)
from heterophony.experiments.inputs.reading import (
    LONGEST_NAME,
    plain_value,
    read_struct,
    read_toml,
    read_values,
    rows_of,
)
from heterophony.experiments.inputs.readings import RunReading
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import PARAMETERS
from heterophony.scenarios.errors import nearest

FEWEST_PEOPLE = 5  # figures about fewer can point at somebody
_95 = 1.96  # standard deviations on either side of a 95 % interval
_SMALLEST_SD, _LARGEST = 1e-9, 1e9  # of figures, so that no square is 0 or infinite
# Words that head a row about one person. Only figures about many have a place here.
_PERSONAL = frozenset({
    "address", "birth", "birthday", "born", "citizen", "citizen_id", "client", "client_id", "cpr",
    "cpr_number", "date_of_birth", "diagnosis", "email", "employee", "first_name", "journal",
    "last_name", "patient", "person", "person_id", "phone", "postcode", "ssn", "staff_id",
    "surname",
})  # fmt: skip
_CPR = re.compile(r"\b\d{6}-?\d{4}\b")


def load_targets(reference: str | Path) -> CalibrationPlan:
    """Read a table of targets, by path or by the name of one that comes with the package.

    Raises
    ------
    RequestError
        If it cannot be read or holds anything that is not allowed; the message names the place.
    """
    path, shipped = Path(reference), targets_folder() / f"{reference}.toml"
    if not path.exists():
        if not shipped.is_file():
            names = ", ".join(sorted(each.stem for each in targets_folder().glob("*.toml")))
            raise RequestError(
                f"there is no table of targets {str(reference)!r}; give the path of a file, or a "
                f"name of the library: {names}"
            )
        path = shipped
    return read_targets(read_toml(path, "table of targets"), str(path))


def targets_folder() -> Path:
    """Return the folder of the tables of targets that come with the package."""
    return Path(heterophony.scenarios.__file__).parent / "targets"


def read_targets(table: Mapping[str, Any], source: str) -> CalibrationPlan:
    """Check a table of targets as TOML gives it, and return it as a plan.

    Parameters
    ----------
    table
        Tables `run`, `arm`, `fit` and `target`, as `docs/calibration.md` shows them.
    source
        Where it comes from, for messages and manifests.

    Raises
    ------
    RequestError
        With the place, the value and what is allowed.
    """
    try:
        table = plain_value(table)
    except ValueError as error:
        raise RequestError(f"{source}: {error}") from None
    refuse_persons(table, source)
    top = read_struct(_Table, table, source)
    arms: dict[str, dict[str, Any]] = {OWN_ARM: {}}
    for name, values in top.arm.items():
        if name == OWN_ARM:
            raise RequestError(f"{source}: arm.{OWN_ARM} is the scenario itself and sets nothing")
        arms[name] = read_values(values, f"{source}, arm.{name}")
    priors = tuple(_prior(each, where) for each, where in rows_of(table, "fit", source))
    targets = tuple(_target(each, where, arms) for each, where in rows_of(table, "target", source))
    _refuse_repeated("fit", [each.parameter for each in priors], source)
    _refuse_repeated("target", [each.name for each in targets], source)
    if not any(each.fitted for each in targets):
        raise RequestError(f"{source}: every target is report_only; at least one must be fitted to")
    common = read_values(top.run, f"{source}, run")
    return CalibrationPlan(top.title or Path(source).stem, priors, targets, arms, common, source)


_Number = Annotated[float | None, Meta(description="a number")]
_Name = Annotated[
    str, Meta(max_length=LONGEST_NAME, description=f"a text of at most {LONGEST_NAME} letters")
]


class _Table(Struct):
    """What a table of targets may hold."""

    title: Annotated[str, Meta(description="a text")] = ""
    run: Annotated[dict[str, Any], Meta(description="a table of parameters")] = {}
    arm: Annotated[
        dict[Annotated[str, Meta(max_length=LONGEST_NAME)], dict[str, Any]],
        Meta(description="tables of parameters, by the arm's name"),
    ] = {}
    fit: Annotated[list[Any], Meta(description="tables headed [[fit]]")] = []
    target: Annotated[list[Any], Meta(description="tables headed [[target]]")] = []


class _Fit(Struct):
    """What a [[fit]] may hold."""

    parameter: Annotated[str, Meta(max_length=LONGEST_NAME, description="the name of a parameter")]
    low: _Number = None
    high: _Number = None
    scale: Annotated[
        Literal["linear", "log"], Meta(description="linear, or log where low is above 0")
    ] = "linear"


class _Target(Struct):
    """What a [[target]] may hold."""

    outcome: Annotated[str, Meta(max_length=LONGEST_NAME, description="the name of an outcome")]
    value: Annotated[float, Meta(description="a number")]
    source: Annotated[str, Meta(pattern=r"\S", description="where the figure comes from")]
    name: _Name = ""
    arm: _Name = OWN_ARM
    less: _Name = ""
    group: _Name = ""
    weeks: Annotated[tuple[int, int] | None, Meta(description="[first week, last week]")] = None
    sd: Annotated[float | None, Meta(description="a number above 0")] = None
    low: _Number = None
    high: _Number = None
    unit: _Name = ""
    people: _Number = None
    report_only: Annotated[bool, Meta(description="true or false")] = False


def _prior(row: Mapping[str, Any], where: str) -> Prior:
    given = read_struct(_Fit, row, where)
    name = given.parameter
    declared = PARAMETERS.get(name)
    if declared is None:
        near = nearest(name, list(PARAMETERS))
        raise RequestError(f"{where}: parameter = {name!r} is no parameter (nearest: {near})")
    if declared.type != "float" or declared.simplex:
        raise RequestError(
            f"{where}: {name} is a {declared.type}; only single numbers that may take any value "
            "in a range can be fitted"
        )
    low = declared.low if given.low is None else given.low
    high = declared.high if given.high is None else given.high
    if low is None or high is None:
        raise RequestError(f"{where}: {name} has no declared plausible range; give low and high")
    least = -math.inf if declared.minimum is None else declared.minimum
    most = math.inf if declared.maximum is None else declared.maximum
    if not least <= low < high <= most or math.isinf(high - low):
        raise RequestError(
            f"{where}: low = {low}, high = {high}; allowed: low below high, both from "
            f"{least:g} to {most:g}"
        )
    if given.scale == "log" and low <= 0.0:
        raise RequestError(f"{where}: scale = 'log', but low = {low}; allowed: low above 0")
    return Prior(name, float(low), float(high), given.scale == "log")


def _target(row: Mapping[str, Any], where: str, arms: Mapping[str, Any]) -> Target:
    given = read_struct(_Target, row, where)
    for name in filter(None, (given.arm, given.less)):
        if name not in arms:
            raise RequestError(f"{where}: there is no arm {name!r}; declared: {', '.join(arms)}")
    if given.arm == given.less:
        raise RequestError(
            f"{where}: arm and less are both {given.arm!r}; a difference needs two arms"
        )
    reading = RunReading(given.outcome, given.group, given.weeks)
    reading.check(None, where)
    if given.unit != reading.unit:
        raise RequestError(
            f"{where}: unit = {given.unit!r}, but {reading.outcome} is counted in "
            f"{reading.unit!r}; give the figure in that unit"
        )
    return Target(
        name=given.name or f"{given.outcome} {given.arm}",
        reading=reading,
        arm=given.arm,
        less=given.less,
        value=given.value,
        sd=_deviation(given, where),
        unit=given.unit,
        source=given.source,
        fitted=not given.report_only,
    )


def _deviation(given: _Target, where: str) -> float:
    """Return the figure's standard deviation, given or taken from a 95 % interval."""
    if given.people is not None and given.people < FEWEST_PEOPLE:
        raise RequestError(
            f"{where}: people = {given.people:g}; a figure about fewer than {FEWEST_PEOPLE} people "
            "can point at one of them, and is not taken"
        )
    if (given.sd is None) == (given.low is None or given.high is None):
        raise RequestError(
            f"{where}: give either sd or low and high (the 95 % interval): a figure without its "
            "uncertainty would be believed to the last digit"
        )
    sd = given.sd
    if given.low is not None and given.high is not None:
        if not given.low < given.value < given.high:
            raise RequestError(
                f"{where}: value = {given.value} must lie between {given.low} and {given.high}"
            )
        sd = (given.high - given.low) / (2.0 * _95)
    # Squares of figure and deviation must stay finite and above 0.
    if sd is None or not _SMALLEST_SD <= sd <= _LARGEST or abs(given.value) > _LARGEST:
        raise RequestError(
            f"{where}: value = {given.value}, sd = {sd}; allowed: sd from {_SMALLEST_SD:g}, both "
            f"up to {_LARGEST:g}"
        )
    return sd


def _refuse_repeated(kind: str, names: Sequence[str], source: str) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise RequestError(f"{source}: two [[{kind}]] tables name {repeated[0]!r}")


def refuse_persons(value: Any, source: str, key: str = "") -> None:
    """Refuse everything that looks like a row about one person, at any depth."""
    if key.lower().replace("-", "_").replace(" ", "_") in _PERSONAL:
        found = f"a column {key!r}"
    elif isinstance(value, str) and _CPR.search(value):
        found = "what looks like a personal number"
    else:
        found = ""
    if found:
        raise RequestError(
            f"{source} holds {found}: targets are figures about many people, and personal data "
            "are neither needed nor taken; nothing was read"
        )
    if isinstance(value, Mapping):
        for name, each in value.items():
            refuse_persons(each, source, str(name))
    elif isinstance(value, list):
        for each in value:
            refuse_persons(each, source)
