"""What is written as JSON: comparisons, summaries of runs, and how they came about."""

from __future__ import annotations

import json
import math
import platform
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

import heterophony
from heterophony.agents.compiled import SOURCE_DIGEST
from heterophony.experiments.methods.pairing import Difference, Numbers, Paired
from heterophony.experiments.methods.verdicts import HEADLINE, LIMITS, NOT_FOR_PERSONS

if TYPE_CHECKING:
    from heterophony.experiments.engine.replicates import RunSet
    from heterophony.experiments.methods.comparison import Comparison
    from heterophony.scenarios import Scenario

_LIBRARIES = ("mesa", "numpy", "numba", "scipy", "networkx", "pandas", "pyarrow")


def plain(value: Any) -> Any:
    """Return a value that JSON knows: None for NaN and infinity, lists for arrays."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, np.generic | np.ndarray):
        return plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def as_json(document: Any) -> str:
    """Write a document as JSON text that any reader takes: no NaN, one trailing newline."""
    text = json.dumps(plain(document), ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    # A path may hold bytes that are no text: what takes their place is JSON's own escape.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


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


def notice() -> str:
    """Return what every export says about its use."""
    return f"{LIMITS} {NOT_FOR_PERSONS}"


class Finished(Protocol):
    """What a manifest says of any work: how it was asked for, and what came out."""

    @property
    def seed(self) -> int:
        """The base seed."""

    @property
    def asked(self) -> int:
        """How many replicates were asked for."""

    @property
    def interrupted(self) -> bool:
        """Whether less was done than was asked for."""

    @property
    def executor(self) -> str:
        """Who walked the agents."""

    @property
    def digest(self) -> str:
        """A hash of all results."""

    @property
    def started(self) -> str:
        """When the work began (UTC, ISO 8601)."""

    @property
    def seconds(self) -> float:
        """How long it took."""


def manifest_document(work: Finished, kind: str, scenarios: Mapping[str, Any]) -> dict[str, Any]:
    """Return how results came about: all that is needed to make them again, and their hash."""
    return {
        "tool": "heterophony",
        "kind": kind,
        **scenarios,
        "seed": work.seed,
        "replicates": work.asked,
        "interrupted": work.interrupted,
        "executor": work.executor,
        "results_sha256": work.digest,
        "rules_sha256": SOURCE_DIGEST,
        "versions": versions(),
        "platform": {"system": platform.platform(), "machine": platform.machine()},
        "command": sys.argv,
        "started": work.started,
        "seconds": round(work.seconds, 3),
        "notice": notice(),
    }


def versions() -> dict[str, str | None]:
    """Return the versions of Python, this package and the libraries that results rest on."""
    found: dict[str, str | None] = {"python": platform.python_version()}
    found["heterophony"] = heterophony.__version__
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def scenario_document(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as resolved: every value, not only what it changes."""
    return {
        "name": scenario.name,
        "title": scenario.title,
        "summary": scenario.summary,
        "evidence": scenario.evidence,
        "path": str(scenario.path) if scenario.path else None,
        "values": scenario.values,
        "root": scenario.root,
        "changes": [{"week": each.week, "values": each.values} for each in scenario.changes],
    }


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
