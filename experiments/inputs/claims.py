"""Claims as users hand them in: sentences for a council, written so that they can fail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from heterophony.experiments.inputs.arms import arms_of
from heterophony.experiments.inputs.checked import in_both_languages
from heterophony.experiments.inputs.reading import (
    read_struct,
    read_toml,
    read_values,
    refuse,
    rows_of,
    unknown_key,
)
from heterophony.experiments.inputs.readings import RunReading
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import OUTCOMES

_MOST_WORLDS = 10_000


class Direction(StrEnum):
    """What is claimed of a policy: more than the baseline, less, or no difference that matters."""

    MORE = "more"
    LESS = "less"
    NONE = "no difference"


@dataclass(frozen=True)
class Claim:
    """A sentence, written so that it can fail.

    Attributes
    ----------
    size
        `more` and `less`: the smallest difference claimed, from 0; the whole interval must lie
        beyond it. `no difference`: the band within which the whole interval must lie.
    worlds
        So many plausible worlds; 0 none; None as many as the judge takes.
    needed
        Share of the worlds in which it must hold.
    overrides
        Values that hold in both arms.
    """

    name: str
    sentence: Mapping[str, str]
    baseline: str
    policy: str
    reading: RunReading
    direction: Direction
    size: float
    worlds: int | None = None
    needed: float = 0.95
    overrides: Mapping[str, Any] = field(default_factory=dict)

    def as_claimed(self) -> str:
        """Return what is claimed, in a line."""
        group = f" of the {self.reading.group}" if self.reading.group else ""
        what = f"{self.reading.outcome}{group}, {self.policy} beside {self.baseline}"
        if self.direction is Direction.NONE:
            return f"{what}: no difference beyond {self.size:g}"
        least = f"by at least {self.size:g}" if self.size else "at all"
        return f"{what}: {self.direction.value} {least}"


_Text = Annotated[str, Meta(min_length=1, pattern=r"\S", description="a text")]
_Sentence = Annotated[
    str | dict[str, str], Meta(description='a text, or { en = "...", da = "..." }')
]
_Weeks = Annotated[tuple[int, int], Meta(description="[first week, last week]")]
_Size = Annotated[float, Meta(ge=0.0, description="a number from 0")]
_Worlds = Annotated[int, Meta(ge=0, le=_MOST_WORLDS, description=f"0 to {_MOST_WORLDS:,}")]
_Needed = Annotated[float, Meta(gt=0.5, le=1.0, description="a share above 0.5, at most 1")]
_Direction = Annotated[Direction, Meta(description=", ".join(each.value for each in Direction))]


class _Row(Struct, kw_only=True, rename={"overrides": "set"}):
    """The keys of a table headed `[[claim]]`."""

    name: _Text | UnsetType = UNSET
    sentence: _Sentence
    baseline: _Text = "baseline"
    policy: _Text
    outcome: _Text
    direction: _Direction
    group: Annotated[str, Meta(description="a group of people")] = ""
    weeks: _Weeks | None = None
    size: _Size | UnsetType = UNSET
    worlds: _Worlds | None = None
    needed: _Needed = 0.95
    overrides: Annotated[dict[str, Any], Meta(description="a table of values")] = {}


def load_claims(path: str | Path) -> list[Claim]:
    """Read the claims of a TOML file, headed `[[claim]]`.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If it cannot be read or holds anything that is not allowed; the message names the claim.
    """
    return read_claims(read_toml(Path(path), "file of claims"), str(path), Path(path).parent)


def read_claims(table: Mapping[str, Any], source: str, folder: Path) -> list[Claim]:
    """Turn a table as TOML gives it into checked claims; paths are relative to `folder`."""
    refuse((unknown_key(key, ["claim"]) for key in table if key != "claim"), source)
    claims = [_claim(row, where, folder) for row, where in rows_of(table, "claim", source)]
    counts = Counter(each.name for each in claims)
    refuse((f"two claims are called {n!r}" for n, times in counts.items() if times > 1), source)
    return claims


def _claim(table: Any, where: str, folder: Path) -> Claim:
    row = read_struct(_Row, table, where)
    claim = Claim(
        name=f"{row.policy} {row.outcome}" if row.name is UNSET else row.name,
        sentence=in_both_languages(row.sentence, f"{where}: sentence"),
        baseline=_located(row.baseline, folder),
        policy=_located(row.policy, folder),
        reading=RunReading(row.outcome, row.group, row.weeks),
        direction=row.direction,
        size=0.0,
        worlds=row.worlds,
        needed=row.needed,
        overrides=read_values(row.overrides, f"{where}, set"),
    )
    arms = arms_of(claim.baseline, claim.policy, claim.overrides)
    claim.reading.check(int(arms[0].values["run.weeks"]), where)
    size = row.size
    if size is UNSET:
        size = OUTCOMES[row.outcome].smallest_difference if row.outcome in OUTCOMES else 0.0
    if claim.direction is Direction.NONE and size == 0.0:
        raise RequestError(
            f"{where}: size = 0 with no difference: no interval lies within nothing; give the "
            "band that is too small to matter"
        )
    return replace(claim, size=float(size))


def _located(reference: str, folder: Path) -> str:
    """Return a library name as it is, and a file's path from the folder of the claims."""
    if reference.endswith(".toml") and not Path(reference).is_absolute():
        return str(folder / reference)
    return reference
