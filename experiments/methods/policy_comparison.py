"""One policy against the baseline: its differences, and the words for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from heterophony.experiments.inputs.checked import checked_outcome
from heterophony.experiments.methods.effect_rows import effect_row
from heterophony.experiments.methods.groups import GroupComparison
from heterophony.experiments.methods.verdicts import Verdict, verdict
from heterophony.experiments.results.differences import (
    Difference,
    Trajectory,
    difference_document,
    difference_documents,
    difference_of,
    differences_of,
)
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import OUTCOMES, Scenario

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class PolicyComparison:
    """One policy against the baseline.

    Attributes
    ----------
    outcomes
        The paired difference of every outcome of a run.
    weekly
        Both arms and the band of the paired difference of every weekly outcome, arrays `[weeks]`.
    hours
        The paired difference of staff hours per citizen-year, by activity.
    groups
        The same people by group (`heterophony.experiments.methods.groups.GROUPS`); empty where
        all citizens are made alike.
    """

    scenario: Scenario
    outcomes: dict[str, Difference]
    weekly: dict[str, Trajectory]
    hours: dict[str, Difference] = field(default_factory=dict)
    groups: dict[str, GroupComparison] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The policy's scenario name."""
        return self.scenario.name

    def verdict(self, outcome: str, group: str | None = None) -> Verdict:
        """Put the difference in one outcome into words, by the outcome's smallest difference.

        With `group`, the difference among the people of that group.

        Raises
        ------
        RequestError
            If there is no such outcome or group here.
        """
        if group is not None and group not in self.groups:
            there = ", ".join(self.groups) or "none"
            raise RequestError(f"verdict: no group {group!r}; there are: {there}")
        found = self.outcomes if group is None else self.groups[group].outcomes
        if checked_outcome(outcome, "verdict") not in found:
            raise RequestError(f"verdict: {outcome} is not compared here")
        return verdict(found[outcome], OUTCOMES[outcome].smallest_difference)

    def rows(self, baseline: str, group: str | None = None) -> Iterator[dict[str, Any]]:
        """Yield a row of a table of effects per outcome, against the baseline of this name."""
        found = self.outcomes if group is None else self.groups[group].outcomes
        for outcome, each in found.items():
            yield effect_row(self.name, baseline, outcome, each, group=group)

    def to_json_dict(self) -> dict[str, Any]:
        """Return outcomes, groups, hours and words, with None for what is undefined."""
        return {
            "name": self.name,
            "outcomes": difference_documents(self.outcomes),
            "groups": {
                group: {
                    "referrals": difference_document(found.referrals),
                    "outcomes": difference_documents(found.outcomes),
                }
                for group, found in self.groups.items()
            },
            "hours": difference_documents(self.hours),
            "verdicts": {outcome: self.verdict(outcome).value for outcome in self.outcomes},
        }

    @classmethod
    def from_json_dict(
        cls, document: Mapping[str, Any], scenario: Scenario, weekly: pd.DataFrame
    ) -> PolicyComparison:
        """Return what `to_json_dict` wrote, with its scenario and its rows by week."""
        trajectories = {
            str(outcome): Trajectory(*(rows[name].to_numpy() for name in Trajectory._fields))
            for outcome, rows in weekly.groupby("outcome", sort=False)
        }
        groups = {
            group: GroupComparison(
                difference_of(found["referrals"]), differences_of(found["outcomes"])
            )
            for group, found in document.get("groups", {}).items()
        }
        return cls(
            scenario=scenario,
            outcomes=differences_of(document["outcomes"]),
            weekly=trajectories,
            hours=differences_of(document["hours"]),
            groups=groups,
        )
