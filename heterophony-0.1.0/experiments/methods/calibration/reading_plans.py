"""Read a table of targets, and refuse what is wrong in it before anything runs."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from heterophony.experiments.methods.calibration.plan import OWN_ARM, CalibrationPlan, Prior, Target
from heterophony.experiments.methods.readings import Reading, unit_of
from heterophony.experiments.results.errors import RequestError

_TOP = ("title", "run", "arm", "fit", "target")
_FIT = ("parameter", "low", "high", "scale")
_TARGET = (
    "name", "outcome", "arm", "less", "group", "weeks", "value", "sd", "low", "high", "unit",
    "source", "people", "report_only",
)  # fmt: skip
# Words that head a row about one person. Only figures about many have a place here.
_PERSONAL = frozenset({
    "address", "birth", "birthday", "born", "citizen", "citizen_id", "client", "client_id", "cpr",
    "cpr_number", "date_of_birth", "diagnosis", "email", "employee", "first_name", "journal",
    "last_name", "patient", "person", "person_id", "phone", "postcode", "ssn", "staff_id",
    "surname",
})  # fmt: skip
_CPR = re.compile(r"\b\d{6}-?\d{4}\b")
FEWEST_PEOPLE = 5  # figures about fewer can point at somebody
_WIDTH_OF_95 = 2 * 1.96


def targets_folder() -> Path:
    """Return the folder of the tables of targets that come with the package."""
    import heterophony.scenarios

    return Path(heterophony.scenarios.__file__).parent / "targets"


def load_targets(reference: str | Path) -> CalibrationPlan:
    """Read a table of targets, by path or by the name of one that comes with the package.

    Raises
    ------
    RequestError
        If it cannot be read or holds anything that is not allowed; the message names the place.
    """
    path = Path(reference)
    shipped = targets_folder() / f"{reference}.toml"
    if not path.is_file() and shipped.is_file():
        path = shipped
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        names = ", ".join(sorted(each.stem for each in targets_folder().glob("*.toml")))
        raise RequestError(
            f"there is no table of targets {str(reference)!r}; there are the paths of files, and "
            f"of the library: {names}"
        ) from None
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise RequestError(f"{path} is not valid TOML: {error}") from None
    return read_plan(table, str(path))


def read_plan(table: Mapping[str, Any], source: str) -> CalibrationPlan:
    """Turn a table as TOML gives it into a checked plan.

    Raises
    ------
    RequestError
        Naming the place, the value and what is allowed.
    """
    _refuse_persons(table, source)
    _check_keys(table, _TOP, source)
    common = _settings(table.get("run", {}), f"{source}, run")
    arms: dict[str, dict[str, Any]] = {OWN_ARM: {}} | {
        name: _settings(values, f"{source}, arm.{name}")
        for name, values in _table(table.get("arm", {}), f"{source}, arm").items()
    }
    priors = tuple(_prior(each, where) for each, where in _rows(table, "fit", source))
    targets = tuple(_target(each, where, arms) for each, where in _rows(table, "target", source))
    for kind, names in (
        ("fit", [each.parameter for each in priors]),
        ("target", [each.name for each in targets]),
    ):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise RequestError(f"{source}: two [[{kind}]] tables name {twice[0]!r}")
    if not any(each.fitted for each in targets):
        raise RequestError(f"{source}: every target is report_only; at least one must be fitted to")
    title = str(table.get("title", Path(source).stem))
    return CalibrationPlan(title, priors, targets, arms, common, source)


def _rows(table: Mapping[str, Any], kind: str, source: str) -> Iterator[tuple[Any, str]]:
    rows = table.get(kind, [])
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise RequestError(f"{source}: at least one table headed [[{kind}]] is needed")
    for number, row in enumerate(rows, start=1):
        yield row, f"{source}, {kind} {row.get('name', row.get('parameter', number))}"


def _prior(row: Mapping[str, Any], where: str) -> Prior:
    from heterophony.scenarios import PARAMETERS
    from heterophony.scenarios.errors import nearest

    _check_keys(row, _FIT, where)
    name = row.get("parameter")
    if name not in PARAMETERS:
        near = nearest(str(name), list(PARAMETERS))
        raise RequestError(f"{where}: parameter = {name!r} is no parameter (nearest: {near})")
    declared = PARAMETERS[name]
    if declared.type != "float" or declared.simplex:
        raise RequestError(
            f"{where}: {name} is a {declared.type}; fitted are single numbers that may take any "
            "value in a range"
        )
    ends = [row.get(end, getattr(declared, end)) for end in ("low", "high")]
    if any(end is None for end in ends):
        raise RequestError(f"{where}: {name} has no declared plausible range; give low and high")
    low, high = (_number(end, where, side) for end, side in zip(ends, ("low", "high"), strict=True))
    least = -math.inf if declared.minimum is None else declared.minimum
    most = math.inf if declared.maximum is None else declared.maximum
    if not least <= low < high <= most:
        raise RequestError(
            f"{where}: low = {low}, high = {high}; allowed: low below high, both from "
            f"{least:g} to {most:g}"
        )
    scale = row.get("scale", "linear")
    if scale not in ("linear", "log") or (scale == "log" and low <= 0.0):
        raise RequestError(
            f"{where}: scale = {scale!r}; allowed: linear, or log where low is above 0"
        )
    return Prior(str(name), low, high, scale == "log")


def _target(row: Mapping[str, Any], where: str, arms: Mapping[str, Any]) -> Target:
    _check_keys(row, _TARGET, where)
    outcome = row.get("outcome")
    if not isinstance(outcome, str):
        raise RequestError(f"{where}: outcome = {outcome!r}; needed: the name of an outcome")
    arm, less = row.get("arm", OWN_ARM), row.get("less", "")
    for name in (arm, *([less] if less else [])):
        if name not in arms:
            raise RequestError(f"{where}: there is no arm {name!r}; declared: {', '.join(arms)}")
    if arm == less:
        raise RequestError(f"{where}: arm and less are both {arm!r}; a difference needs two arms")
    reading = Reading(outcome, str(row.get("group", "")), _weeks(row.get("weeks"), where))
    value, sd = _figure(row, where)
    source = row.get("source")
    if not isinstance(source, str) or not source.strip():
        raise RequestError(f"{where}: source is missing; say where the figure comes from")
    target = Target(
        name=str(row.get("name", f"{outcome} {arm}")),
        reading=reading,
        arm=arm,
        less=less,
        value=value,
        sd=sd,
        unit=str(row.get("unit", "")),
        source=source,
        fitted=not row.get("report_only", False),
    )
    _check_known(target, where)
    return target


def _check_known(target: Target, where: str) -> None:
    """Refuse an unknown outcome, group or unit; weeks are checked where the horizon is known."""
    from heterophony.experiments.methods.readings import check_reading

    reading = target.reading
    check_reading(Reading(reading.outcome, reading.group), 1, where)
    unit = unit_of(reading.outcome)
    if target.unit != unit:
        raise RequestError(
            f"{where}: unit = {target.unit!r}, but {reading.outcome} is counted in {unit!r}; "
            "give the figure in that unit"
        )


def _figure(row: Mapping[str, Any], where: str) -> tuple[float, float]:
    """Return the value and its standard deviation, given or taken from a 95 % interval."""
    value = _number(row.get("value"), where, "value")
    people = row.get("people")
    if people is not None and _number(people, where, "people") < FEWEST_PEOPLE:
        raise RequestError(
            f"{where}: people = {people}; a figure about fewer than {FEWEST_PEOPLE} people can "
            "point at one of them, and is not taken"
        )
    has_sd, has_interval = "sd" in row, "low" in row or "high" in row
    if has_sd == has_interval:
        raise RequestError(
            f"{where}: give either sd or low and high (the 95 % interval): a figure without its "
            "uncertainty would be believed to the last digit"
        )
    if has_sd:
        sd = _number(row["sd"], where, "sd")
    else:
        low = _number(row.get("low"), where, "low")
        high = _number(row.get("high"), where, "high")
        if not low < value < high:
            raise RequestError(f"{where}: value = {value} must lie between {low} and {high}")
        sd = (high - low) / _WIDTH_OF_95
    if sd <= 0.0:
        raise RequestError(f"{where}: sd = {sd}; allowed: above 0")
    return value, sd


def _weeks(weeks: Any, where: str) -> tuple[int, int] | None:
    if weeks is None:
        return None
    whole = isinstance(weeks, list) and len(weeks) == 2 and all(type(w) is int for w in weeks)
    if not whole:
        raise RequestError(f"{where}: weeks = {weeks!r}; needed: [first week, last week]")
    return weeks[0], weeks[1]


def _settings(table: Any, where: str) -> dict[str, Any]:
    """Return values by dotted name, checked against the declarations."""
    from heterophony.scenarios.errors import Problem
    from heterophony.scenarios.settings import read_settings

    problems: list[Problem] = []
    settings = read_settings(_table(table, where), where, problems)
    if problems:
        raise RequestError("\n".join(map(str, problems)))
    return {
        f"{each.name}.{each.component}" if each.component else each.name: each.value
        for each in settings
    }


def _table(table: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(table, Mapping):
        raise RequestError(f"{where} = {table!r}: must be a table")
    return table


def _number(value: Any, where: str, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise RequestError(f"{where}: {key} = {value!r}; needed: a number")
    return float(value)


def _check_keys(table: Mapping[str, Any], allowed: tuple[str, ...], where: str) -> None:
    from heterophony.scenarios.errors import nearest

    for key in table:
        if key not in allowed:
            raise RequestError(
                f"{where}: {key!r} is not known here; allowed: {', '.join(allowed)} "
                f"(nearest: {nearest(key, allowed)})"
            )


def _refuse_persons(value: Any, source: str, key: str = "") -> None:
    """Refuse whatever looks like a row about one person, wherever it stands."""
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
            _refuse_persons(each, source, str(name))
    elif isinstance(value, list):
        for each in value:
            _refuse_persons(each, source)
