"""The columns that every table of effects has, whichever verb made it.

A table may have further columns before these: a group of people, a plausible world, the values of
the other levers.
"""

from __future__ import annotations

EVERYONE = "everyone"
"""The group that holds everybody."""

EFFECT_COLUMNS = {
    "policy": "name of the policy",
    "baseline": "name of what it is compared with",
    "outcome": "name of the outcome",
    "policy_mean": "mean of the policy's arm over the pairs",
    "baseline_mean": "mean of the baseline's arm over the pairs",
    "difference": "mean paired difference, policy less baseline",
    "low": "lower end of its 95 % interval",
    "high": "upper end of its 95 % interval",
    "pairs": "pairs that have a value in both arms",
    "smallest_difference": "smallest difference that matters",
    "sign": "side of 0 on which the interval lies: more, less, none, uncertain, no value",
    "size": "whether the difference matters: matters, small, uncertain, no value",
    "verdict": "sign and size in words",
}
"""Each column of a table of effects, and what it holds."""
