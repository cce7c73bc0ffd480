"""An answer for somebody who runs a jobcentre: gain, loss and price, for whom, and why.

It holds figures and the names of what is to be said about them; a page or a note puts them into
sentences. The same document comes from paired runs and, with fewer parts, from an emulator.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from heterophony.experiments.methods.comparison import Comparison
from heterophony.experiments.methods.groups import SHOWN
from heterophony.experiments.methods.own_hours import own_hours
from heterophony.experiments.methods.policy_comparison import PolicyComparison
from heterophony.experiments.methods.verdicts import verdict
from heterophony.experiments.methods.world_runs import standing
from heterophony.experiments.results.codec import plain
from heterophony.experiments.results.differences import Difference
from heterophony.experiments.results.notice import HEADLINE
from heterophony.experiments.results.over_worlds import Shares, Standing
from heterophony.scenarios import OUTCOMES
from heterophony.sim.agreement import OVERALL_WORDS, UNSETTLED, clear_word, overall_word

BESIDE: Final = ("education_start_52w", "strong_reactions", "pressure", "lost_52w")
"""What is looked at for a loss beside a gain, or a gain beside a loss, the first first."""

PRICE: Final = ("caseworker_hours", "mentor_hours", "caseworker_utilisation", "mentor_utilisation")
OF_GROUPS: Final = (HEADLINE, "education_start_52w")
CHAIN: Final = (
    ("caseworker_utilisation", "spare_contacts", "meetings_on_time", "session_attendance"),
    ("preparation", "understanding", "plan_match", "consistency", "measuring_questions"),
    ("pressure", "trust_caseworker", "trust_mentor", "meaning", "autonomy", "realism"),
)
"""From the staff's time over the meeting to the citizen: of each step, what changes most."""

COURSES: Final = ("ownership", "pressure")
EVERY: Final = 4  # weeks between the points of a course


def answer_of(comparison: Comparison) -> dict[str, Any]:
    """Return the answer that a comparison of one plan with today gives."""
    policy = comparison.policies[0]
    names = {HEADLINE, *BESIDE, *PRICE, *(each for step in CHAIN for each in step)}
    outcomes = {
        name: figure(name, found) for name, found in policy.outcomes.items() if name in names
    }
    document: dict[str, Any] = plain(
        {
            "basis": "runs",
            "pairs": comparison.replicates,
            "weeks": int(comparison.baseline.values["run.weeks"]),
            "headline": HEADLINE,
            "outcomes": outcomes,
            "against": against(outcomes),
            "hours": own_hours(policy.hours, comparison.baseline, policy.scenario),
            "groups": _groups(policy),
            "distance": _distance(policy),
            "chain": chain(outcomes),
            "courses": _courses(policy),
        }
    )
    return document


def figure(name: str, found: Difference) -> dict[str, Any]:
    """Return a paired difference with its interval, and the words for it."""
    smallest = OUTCOMES[name].smallest_difference
    numbers = {key: value for key, value in vars(found).items() if key != "pairs"}
    return {
        **numbers,
        "verdict": verdict(found, smallest).name.lower(),
        "standing": standing(found, name).name.lower(),
    }


def against(outcomes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return what goes the other way than ownership, or what goes the same way.

    Returns
    -------
    dict
        `way`: `other` where something gets clearly better while ownership gets worse, or clearly
        worse while it gets no worse; else `same` where something changes; else `none`. `outcome`:
        the first of `BESIDE` for which that is so.
    """
    own = outcomes[HEADLINE]["standing"] if HEADLINE in outcomes else "unsettled"
    other = "better" if own == "worse" else "worse"
    there = [name for name in BESIDE if name in outcomes]
    for way, wanted in (("other", (other,)), ("same", ("better", "worse"))):
        for name in there:
            if outcomes[name]["standing"] in wanted:
                return {"way": way, "outcome": name}
    return {"way": "none", "outcome": there[0] if there else ""}


def overall(own: Mapping[str, Any], shares: Shares | None) -> str:
    """Return in one word what happens to ownership.

    Parameters
    ----------
    own
        The figure of the headline outcome.
    shares
        In how many plausible worlds it is better, worse and no different; None if not looked at.

    Returns
    -------
    str
        `better`, `worse` or `none` where four fifths of the worlds say so, or the runs where there
        are no worlds; `depends` where a tenth or more say better and a tenth or more say worse;
        `mostly_better`, `mostly_worse` where most say so and fewer than a tenth the opposite;
        else `open`.
    """
    if shares is None or not shares.worlds:
        word = str(own["standing"])
        return "open" if word == "unsettled" else word
    return OVERALL_WORDS[overall_word(np.array(shares))]


def chain(outcomes: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return for each step of `CHAIN` the outcome that changes most, by its smallest difference.

    A step in which nothing changes by as much as its smallest difference is left out.
    """
    found = []
    for step in CHAIN:
        sizes = {
            name: abs(outcomes[name]["difference"]) / OUTCOMES[name].smallest_difference
            for name in step
            if name in outcomes and OUTCOMES[name].smallest_difference
        }
        known = {name: size for name, size in sizes.items() if math.isfinite(size)}
        most = max(known, key=lambda name: known[name], default="")
        if most and known[most] >= 1.0:
            found.append(most)
    return found


def word_of(shares: Shares) -> str:
    """Return the word of a tile of a map: `better`, `worse`, `none`, or empty where worlds differ.

    A word needs four fifths of the worlds, as in `overall`.
    """
    place = clear_word(np.array(shares))
    return "" if place == UNSETTLED else OVERALL_WORDS[place]


def _groups(policy: PolicyComparison) -> list[dict[str, Any]]:
    """Return for each group of people how ownership and education change."""
    if not policy.groups:
        return []
    return [
        {
            "group": group,
            "outcomes": {
                name: figure(name, policy.groups[group].outcomes[name])
                for name in OF_GROUPS
                if name in policy.groups[group].outcomes
            },
        }
        for group in SHOWN
    ]


def _distance(policy: PolicyComparison) -> dict[str, Any]:
    """Return how far the strongest third lies above the weakest, today and with the plan.

    `change` is `grows`, `shrinks` or `same`: it must reach the outcome's smallest difference.
    """
    found: dict[str, Any] = {}
    if not policy.groups:
        return found
    low, high = (policy.groups[each].outcomes for each in ("lowest-third", "highest-third"))
    for name in OF_GROUPS:
        if name not in low:
            continue
        today = high[name].baseline - low[name].baseline
        plan = high[name].policy - low[name].policy
        grows = abs(plan) - abs(today)
        smallest = OUTCOMES[name].smallest_difference or 0.0
        word = "same" if abs(grows) < smallest else "grows" if grows > 0.0 else "shrinks"
        found[name] = {"today": today, "plan": plan, "change": word}
    return found


def _courses(policy: PolicyComparison) -> dict[str, Any]:
    """Return some weekly outcomes of both arms, every fourth week."""
    return {
        name: {
            "weeks": list(range(0, len(each.baseline), EVERY)),
            "today": _rounded(each.baseline[::EVERY].tolist()),
            "plan": _rounded(each.policy[::EVERY].tolist()),
            "low": _rounded((each.baseline + each.low)[::EVERY].tolist()),
            "high": _rounded((each.baseline + each.high)[::EVERY].tolist()),
        }
        for name, each in policy.weekly.items()
        if name in COURSES
    }


def _rounded(values: Sequence[float]) -> list[float]:
    return [round(value, 4) for value in values]


def standings(found: Mapping[str, int]) -> Shares:
    """Return counts of worlds from a document that holds them by name."""
    return Shares(*(int(found.get(each.name.lower(), 0)) for each in Standing))
