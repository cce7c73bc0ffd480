"""Values of a parameter that a user lists after its name: `NAME=V1,V2`."""

from __future__ import annotations

import re
import tomllib

from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import PARAMETERS, parse_assignment


def listed_values(text: str, option: str, *, always_two: bool = False) -> tuple[str, list[object]]:
    """Read `name=v1,v2` as a name and a list; words need no quotes.

    Parameters
    ----------
    always_two
        Where two values are asked for, so that `60,45` cannot mean one number.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If it does not have this form, or looks like a number with a decimal comma.
    """
    name, equals, raw = (part.strip() for part in text.partition("="))
    if not always_two:
        _refuse_decimal_comma(name, raw, option)
    try:
        return name, tomllib.loads(f"values = [{raw}]")["values"] if equals and raw else []
    except (tomllib.TOMLDecodeError, RecursionError):
        words = raw.split(",")
        if name == "scenario":
            return name, [each.strip() for each in words]
        return name, [parse_assignment(f"{name}={each}")[1] for each in words]


def _refuse_decimal_comma(name: str, raw: str, option: str) -> None:
    """Refuse `2,5` as values of a parameter that is no whole number: it may mean 2.5."""
    declared = PARAMETERS.get(name) or PARAMETERS.get(name.rpartition(".")[0])
    if declared is not None and declared.type == "int":
        return
    if re.fullmatch(r"[-+]?\d+,\d+", raw):
        whole, _, part = raw.partition(",")
        raise RequestError(
            f"{option} {name}={raw} may be one number or two; write {whole}.{part} for one "
            f"number, or '{name}={whole}, {part}' for two"
        )
