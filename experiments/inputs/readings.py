"""One number of a run, as targets and claims name it, and what no run can give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import OUTCOMES
from heterophony.scenarios.errors import nearest
from heterophony.sim.counting import CASE_OUTCOMES

YEAR = 52

MEASURES: Mapping[str, str] = {"return_52w": "share"}
"""What is read from cases in addition to the declared outcomes, with its unit."""

GROUPS: Mapping[str, str] = {
    "lowest-third": "fewest resources",
    "middle-third": "middle resources",
    "highest-third": "most resources (stable-like)",
    "crisis-like": "crisis-like: fewest resources, in crisis near referral",
    "stable-like": "stable-like: most resources",
}
"""Every group of people with what it is, in English. `stable-like` are the highest third, by the
name that goes with `crisis-like`: the study's two profiles."""


@dataclass(frozen=True)
class RunReading:
    """One number of a run.

    Attributes
    ----------
    outcome
        A declared outcome, or `return_52w`.
    group
        A group of comparisons, such as `lowest-third`, or empty for everybody.
    weeks
        First and last week of a weekly outcome, both counted; None for the whole run.
    """

    outcome: str
    group: str = ""
    weeks: tuple[int, int] | None = None

    @property
    def unit(self) -> str:
        """The unit in which the outcome is counted."""
        return MEASURES.get(self.outcome) or OUTCOMES[self.outcome].unit

    def check(self, horizon: int | None, where: str) -> None:
        """Refuse a reading that no run of `horizon` weeks can give.

        Parameters
        ----------
        horizon
            The run's length in weeks; None where it is not known yet: weeks are not checked.

        Raises
        ------
        RequestError
            Naming the field, the value and what is allowed.
        """
        name = self.outcome
        if name not in OUTCOMES and name not in MEASURES:
            near = nearest(name, [*OUTCOMES, *MEASURES])
            raise RequestError(f"{where}: outcome = {name!r} is no outcome (nearest name: {near})")
        if self.group:
            self._check_group(where)
        if self.weeks is None or horizon is None:
            return
        first, last = self.weeks
        if name not in OUTCOMES or OUTCOMES[name].level != "weekly":
            raise RequestError(
                f"{where}: weeks are given, but {name} is counted over the whole run"
            )
        if not 0 <= first <= last < horizon:
            raise RequestError(
                f"{where}: weeks = [{first}, {last}]; allowed: first and last week, from 0 to "
                f"{horizon - 1} (run.weeks less one)"
            )

    def _check_group(self, where: str) -> None:
        if self.group not in GROUPS:
            near = nearest(self.group, list(GROUPS))
            raise RequestError(
                f"{where}: group = {self.group!r}; allowed: {', '.join(GROUPS)} (nearest: {near})"
            )
        if self.outcome not in group_outcomes():
            raise RequestError(
                f"{where}: {self.outcome} is not counted by group; by group there are: "
                f"{', '.join(group_outcomes())}"
            )


def group_outcomes() -> tuple[str, ...]:
    """Return the outcomes that come from citizens' cases and so exist for each group."""
    return CASE_OUTCOMES
