"""What is written as JSON: comparisons, summaries of runs, and how they came about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

import heterophony
from heterophony.experiments.methods.pairing import Difference, Numbers, Paired
from heterophony.experiments.results.codec import as_json, plain
from heterophony.experiments.results.manifest import (
    manifest_document,
    scenario_document,
    versions,
)
from heterophony.experiments.results.notice import HEADLINE, notice

if TYPE_CHECKING:
    from heterophony.experiments.engine.replicates import RunSet
    from heterophony.experiments.methods.comparison import Comparison

__all__ = [  # those of codec and manifest until every module imports them from there
    "as_json",
    "comparison_document",
    "difference_document",
    "manifest_document",
    "notice",
    "plain",
    "run_document",
    "scenario_document",
    "versions",
]


def difference_document(difference: Difference) -> dict[str, Any]:
    """Return both arms, the paired difference, its interval and the number of pairs."""
    document: dict[str, Any] = plain(vars(difference))
    return document


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """Return all paired differences of a comparison, with None for what is undefined."""
    from heterophony.scenarios import OUTCOMES

    document: dict[str, Any] = {
        "baseline": comparison.baseline.name,
        "seed": comparison.seed,
        "replicates": comparison.replicates,
        "worlds": 1 if comparison.over is None else comparison.over.finished,
        "executor": comparison.executor,
        "version": comparison.version,
        "policies": [
            _policy_document(comparison, place) for place in range(len(comparison.policies))
        ],
        "smallest_differences": {k: v.smallest_difference for k, v in OUTCOMES.items()},
        "notice": notice(),
    }
    if comparison.failed:
        document["failed"] = {str(number): why for number, why in comparison.failed.items()}
    if comparison.over is not None:
        document["over_worlds"] = plain(comparison.over.to_json_dict())
    if comparison.stopped is not None:
        document["until_width"] = plain(comparison.stopped.to_json_dict())
    return document


def _policy_document(comparison: Comparison, place: int) -> dict[str, Any]:
    """Return what is said of one policy: outcomes, groups, hours, verdicts, what pairing gained."""
    policy = comparison.policies[place]
    ratio = comparison.variance_ratio(place, HEADLINE)
    return {
        "name": policy.name,
        "outcomes": _difference_documents(policy.outcomes),
        "groups": {
            group: {
                "referrals": difference_document(found.referrals),
                "outcomes": _difference_documents(found.outcomes),
            }
            for group, found in policy.groups.items()
        },
        "hours": _difference_documents(policy.hours),
        "verdicts": {outcome: policy.verdict(outcome).value for outcome in policy.outcomes},
        "pairing": plain({"outcome": HEADLINE, "variance_ratio": ratio}),
    }


def _difference_documents(differences: Mapping[str, Difference]) -> dict[str, dict[str, Any]]:
    return {name: difference_document(each) for name, each in differences.items()}


def run_document(runs: RunSet) -> dict[str, Any]:
    """Return the mean of every outcome over the replicates, with its spread and interval."""
    names = list(runs.results[0].outcomes) if runs.results else []
    hours = list(runs.results[0].hours) if runs.results else []
    document = {
        "scenario": runs.scenario.name,
        "seed": runs.seed,
        "replicates": len(runs.results),
        "executor": runs.executor,
        "version": heterophony.__version__,
        "outcomes": _spread(names, [each.outcomes for each in runs.results]),
        "hours": _spread(hours, [each.hours for each in runs.results]),
        "clipping": _largest([each.clipping for each in runs.results]),
        "notice": notice(),
    }
    if runs.failed:
        document["failed"] = {str(number): why for number, why in runs.failed.items()}
    return document


def _spread(names: list[str], rows: list[Mapping[str, float]]) -> dict[str, dict[str, Any]]:
    """Return mean, standard deviation, 95 % interval of the mean and count, without the NaN."""
    sums, nothing = Paired((len(names),)), np.zeros(len(names))
    for row in rows:
        sums.add(nothing, _numbers(row, names))
    return {
        name: {
            "mean": each.difference,
            "low": each.low,
            "high": each.high,
            "replicates": each.pairs,
        }
        for name, each in zip(names, sums.differences(), strict=True)
    }


def _numbers(row: Mapping[str, float], names: list[str]) -> Numbers:
    return np.array([row[name] for name in names], dtype=np.float64)


def _largest(rows: list[Mapping[str, float]]) -> dict[str, float]:
    """Return the largest value of each name."""
    return {name: max(row[name] for row in rows) for name in (rows[0] if rows else {})}
