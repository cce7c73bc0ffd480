"""A plausible world, and a set of them with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario


@dataclass(frozen=True)
class PlausibleWorld:
    """One joint setting of what nobody has measured.

    Attributes
    ----------
    number
        The world's number in its set, from 0.
    values
        Parameters of kind `behaviour` and structural alternatives, by dotted name.
    """

    number: int
    values: Mapping[str, object]

    def applied_to(self, scenario: Scenario) -> Scenario:
        """Return the scenario in this world.

        What the scenario itself sets, by its file or by hand, is part of the question and stays:
        only parameters that stand at their declared default take the world's value.

        Raises
        ------
        heterophony.scenarios.ScenarioError
            If the world's values are not allowed beside the scenario's.
        """
        from heterophony.scenarios import PARAMETERS

        asked = {
            name: value
            for name, value in self.values.items()
            if scenario.values[name] == PARAMETERS[name].default
        }
        return scenario.replaced(asked)


@dataclass(frozen=True)
class Worlds:
    """Plausible worlds, in the order in which they were accepted.

    Attributes
    ----------
    worlds
        At least one; the first N of a set are as good a sample as the whole.
    rules_sha256
        Hash of the sources of the rules under which they were accepted; empty if unknown.
    source
        The file they come from, or what made them.
    provenance
        How they were made: ranges, patterns, tolerances, seed, command, counts per stage.
    """

    worlds: tuple[PlausibleWorld, ...]
    rules_sha256: str
    source: str
    provenance: Mapping[str, Any] = field(default_factory=dict)

    @property
    def stale(self) -> bool:
        """Whether they were accepted under other rules than those that run here."""
        from heterophony.agents.compiled import SOURCE_DIGEST

        return self.rules_sha256 != SOURCE_DIGEST

    @property
    def staleness(self) -> str:
        """One sentence for people if the set is stale, else an empty string."""
        from heterophony.agents.compiled import SOURCE_DIGEST

        if not self.stale:
            return ""
        which = self.source if self.source.endswith(".parquet") else len(self)
        return (
            f"the {len(self)} worlds of {self.source} are stale: they were accepted under rules "
            f"{self.rules_sha256 or 'unknown'}, and these are {SOURCE_DIGEST}; screen them again "
            f"with: heterophony worlds --recheck {which} --out FILE.parquet"
        )

    def first(self, count: int) -> Worlds:
        """Return the first `count` of them, with the same provenance."""
        return Worlds(self.worlds[:count], self.rules_sha256, self.source, self.provenance)

    def __len__(self) -> int:
        return len(self.worlds)

    def __iter__(self) -> Iterator[PlausibleWorld]:
        return iter(self.worlds)
