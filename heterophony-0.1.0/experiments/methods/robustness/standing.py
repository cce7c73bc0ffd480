"""How a policy stands in a world, and in how many of them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from heterophony.experiments.methods.verdicts import Size, Verdict, is_within, verdict
from heterophony.experiments.results.differences import Difference


class Standing(StrEnum):
    """A policy beside the baseline in one world, by one outcome."""

    BETTER = "better"
    WORSE = "worse"
    NONE = "no difference worth mentioning"
    UNSETTLED = "not settled"


_OPPOSITE = {Verdict.MORE: Standing.WORSE, Verdict.LESS: Standing.BETTER}
_ALIKE = {Verdict.MORE: Standing.BETTER, Verdict.LESS: Standing.WORSE}


def standing(difference: Difference, outcome: str) -> Standing:
    """Put a world's paired difference into a word, in the direction that serves the citizen.

    Where the outcome serves nobody in particular, `BETTER` stands for more and `WORSE` for less;
    `words_of` says it so.
    """
    from heterophony.scenarios import OUTCOMES

    declared = OUTCOMES[outcome]
    smallest = declared.smallest_difference or 0.0
    found = verdict(difference, smallest)
    if found.size is Size.SMALL and is_within(difference, smallest):
        return Standing.NONE
    if found.size is not Size.MATTERS:
        return Standing.UNSETTLED
    return (_OPPOSITE if declared.good == "less" else _ALIKE)[found]


def sense(outcome: str) -> float:
    """Return 1 where more of an outcome is better (or neither is), -1 where less is."""
    from heterophony.scenarios import OUTCOMES

    return -1.0 if OUTCOMES[outcome].good == "less" else 1.0


def words_of(outcome: str) -> tuple[str, str]:
    """Return the words for better and worse: more and less where an outcome serves nobody."""
    from heterophony.scenarios import OUTCOMES

    return ("more", "less") if OUTCOMES[outcome].good == "neither" else ("better", "worse")


def titled(outcome: str) -> str:
    """Return an outcome's title for a table of worlds, with what better and worse are in it."""
    from heterophony.scenarios import OUTCOMES

    title = OUTCOMES[outcome].title["en"]
    return title if OUTCOMES[outcome].good != "neither" else f"{title} (more, less)"


class Shares(NamedTuple):
    """In how many worlds a policy is better, worse, no different, and not settled."""

    better: int
    worse: int
    none: int
    unsettled: int

    @property
    def worlds(self) -> int:
        """All worlds."""
        return sum(self)

    @property
    def turns(self) -> bool:
        """Whether the policy is better in some worlds and worse in others."""
        return self.better > 0 and self.worse > 0

    def sentence(self, outcome: str) -> str:
        """Say it plainly: better in 83 of 100 plausible worlds, worse in 9, ..."""
        better, worse = words_of(outcome)
        parts = [
            f"{better} in {self.better} of {self.worlds} plausible worlds",
            f"{worse} in {self.worse}",
            f"no difference worth mentioning in {self.none}",
        ]
        if self.unsettled:
            parts.append(f"not settled with so few pairs in {self.unsettled}")
        return ", ".join(parts)


def counted(standings: Iterable[str]) -> Shares:
    """Count standings."""
    found = [Standing(each) for each in standings]
    kinds = (Standing.BETTER, Standing.WORSE, Standing.NONE, Standing.UNSETTLED)
    return Shares(*(found.count(each) for each in kinds))
