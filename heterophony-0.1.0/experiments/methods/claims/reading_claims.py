"""Read a file of claims, and refuse what is wrong in it before anything runs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from heterophony.experiments.methods.claims.claim import Claim, Direction
from heterophony.experiments.methods.readings import Reading, check_reading
from heterophony.experiments.results.errors import RequestError

_KEYS = (
    "name", "sentence", "baseline", "policy", "outcome", "group", "weeks", "direction", "size",
    "worlds", "needed", "set",
)  # fmt: skip
_MOST_WORLDS = 10_000


def load_claims(path: str | Path) -> list[Claim]:
    """Read the claims of a TOML file, headed `[[claim]]`.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If it cannot be read or holds anything that is not allowed; the message names the claim.
    """
    source = Path(path)
    try:
        table = tomllib.loads(source.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise RequestError(f"there is no file of claims {str(path)!r}") from None
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise RequestError(f"{path} is not valid TOML: {error}") from None
    if not table:
        raise RequestError(f"{path} is empty; at least one table headed [[claim]] is needed")
    return read_claims(table, str(path), source.parent)


def read_claims(table: Mapping[str, Any], source: str, folder: Path) -> list[Claim]:
    """Turn a table as TOML gives it into checked claims; paths are relative to `folder`."""
    unknown = sorted(set(table) - {"claim"})
    if unknown:
        raise RequestError(f"{source}: {unknown[0]!r} is not known here; allowed: [[claim]] tables")
    rows = table.get("claim", [])
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise RequestError(f"{source}: at least one table headed [[claim]] is needed")
    claims = [
        _claim(row, f"{source}, claim {row.get('name', number)}", folder)
        for number, row in enumerate(rows, start=1)
    ]
    names = [each.name for each in claims]
    for name in names:
        if names.count(name) > 1:
            raise RequestError(f"{source}: two claims are called {name!r}")
    return claims


def _claim(row: Mapping[str, Any], where: str, folder: Path) -> Claim:
    from heterophony.experiments.inputs.arms import arms_of
    from heterophony.scenarios import OUTCOMES
    from heterophony.scenarios.errors import nearest

    for key in row:
        if key not in _KEYS:
            near = nearest(key, _KEYS)
            raise RequestError(
                f"{where}: {key!r} is not known here; allowed: {', '.join(_KEYS)} (nearest: {near})"
            )
    outcome, policy = _text(row, "outcome", where), _text(row, "policy", where)
    reading = Reading(outcome, str(row.get("group", "")), _weeks(row.get("weeks"), where))
    claim = Claim(
        name=str(row.get("name", f"{policy} {outcome}")),
        sentence=_words(row.get("sentence"), where),
        baseline=_place(str(row.get("baseline", "baseline")), folder),
        policy=_place(policy, folder),
        reading=reading,
        direction=_direction(row, where),
        size=0.0,
        worlds=_worlds(row.get("worlds"), where),
        needed=_share(row.get("needed", 0.95), where),
        overrides=_overrides(row.get("set", {}), where),
    )
    arms = arms_of(claim.baseline, claim.policy, claim.overrides)
    check_reading(reading, int(arms[0].values["run.weeks"]), where)
    smallest = OUTCOMES[outcome].smallest_difference if outcome in OUTCOMES else 0.0
    size = row.get("size", smallest)
    if isinstance(size, bool) or not isinstance(size, int | float) or not size >= 0:
        raise RequestError(f"{where}: size = {size!r}; allowed: a number from 0")
    if claim.direction is Direction.NONE and size == 0:
        raise RequestError(
            f"{where}: size = 0 with no difference: no interval lies within nothing; give the "
            "band that is too small to matter"
        )
    from dataclasses import replace

    return replace(claim, size=float(size))


def _direction(row: Mapping[str, Any], where: str) -> Direction:
    given = row.get("direction")
    try:
        return Direction(str(given))
    except ValueError:
        allowed = ", ".join(each.value for each in Direction)
        raise RequestError(f"{where}: direction = {given!r}; allowed: {allowed}") from None


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise RequestError(f"{where}: {key} = {value!r}; needed: a text")
    return value


def _words(value: Any, where: str) -> dict[str, str]:
    if isinstance(value, str) and value.strip():
        return {"en": value, "da": value}
    if isinstance(value, Mapping) and value and set(value) <= {"en", "da"}:
        texts = {str(key): str(text) for key, text in value.items()}
        first = next(iter(texts.values()))
        return {language: texts.get(language, first) for language in ("en", "da")}
    raise RequestError(
        f'{where}: sentence = {value!r}; needed: a text, or {{ en = "...", da = "..." }}'
    )


def _place(reference: str, folder: Path) -> str:
    """Return a library name as it is, and a file's path from the folder of the claims."""
    if reference.endswith(".toml") and not Path(reference).is_absolute():
        return str(folder / reference)
    return reference


def _weeks(weeks: Any, where: str) -> tuple[int, int] | None:
    if weeks is None:
        return None
    if not (isinstance(weeks, list) and len(weeks) == 2 and all(type(w) is int for w in weeks)):
        raise RequestError(f"{where}: weeks = {weeks!r}; needed: [first week, last week]")
    return weeks[0], weeks[1]


def _worlds(worlds: Any, where: str) -> int | None:
    if worlds is None:
        return None
    if isinstance(worlds, bool) or not isinstance(worlds, int) or not 0 <= worlds <= _MOST_WORLDS:
        raise RequestError(f"{where}: worlds = {worlds!r}; allowed: 0 to {_MOST_WORLDS:,}")
    return worlds


def _share(share: Any, where: str) -> float:
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0.5 < share <= 1.0:
        raise RequestError(f"{where}: needed = {share!r}; allowed: a share above 0.5, at most 1")
    return float(share)


def _overrides(table: Any, where: str) -> dict[str, Any]:
    from heterophony.scenarios.errors import Problem
    from heterophony.scenarios.settings import read_settings

    if not isinstance(table, Mapping):
        raise RequestError(f"{where}: set = {table!r}; needed: a table of values")
    problems: list[Problem] = []
    settings = read_settings(table, f"{where}, set", problems)
    if problems:
        raise RequestError("\n".join(map(str, problems)))
    return {
        f"{each.name}.{each.component}" if each.component else each.name: each.value
        for each in settings
    }
