"""How sure an answer is and what turns it: in plausible worlds, and under other conditions.

The work is cut into tasks with names, so that a page can do it step by step while others wait, and
a command can resume it. A task is a pure function of the question and its name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from heterophony.experiments.inputs.arms import arms_of
from heterophony.experiments.inputs.own_jobcentre import CASELOAD, FUNDING, OwnPlan
from heterophony.experiments.inputs.worlds import Worlds
from heterophony.experiments.methods.answers import BESIDE, figure, overall
from heterophony.experiments.methods.compare import compare
from heterophony.experiments.methods.discovery import Condition, Discovery, discover
from heterophony.experiments.methods.pairs import PairedSums
from heterophony.experiments.methods.policy_comparison import PolicyComparison
from heterophony.experiments.methods.world_runs import WorldPlan
from heterophony.experiments.results.codec import plain
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.notice import HEADLINE
from heterophony.experiments.results.over_worlds import Shares, Standing, counted, spread_of
from heterophony.scenarios import PARAMETERS, ScenarioError

SEED: Final = 1
PAIRS_IN_A_WORLD: Final = 4
PAIRS_OF_A_CONDITION: Final = 12
CASELOADS: Final = (35.0, 45.0, 60.0, 80.0)
_SHOWN: Final = (HEADLINE, *BESIDE)
_HALF: Final = 0.5


@dataclass(frozen=True)
class Case:
    """One condition under which the question is asked again.

    Attributes
    ----------
    name, value
        The setting and its value.
    question
        The question under the condition; a page can open it.
    """

    name: str
    value: Any
    question: OwnPlan


def conditions(question: OwnPlan) -> list[Case]:
    """Return who else might pay for the hours, and other caseloads of the jobcentre.

    A caseload that the plan itself changes is no condition.
    """
    today, planned = question.arms
    other = "fixed" if planned.values[FUNDING] == "funded" else "funded"
    plan = {**question.plan, FUNDING: other}
    found = [Case(FUNDING, other, replace(question, plan=plan))]
    if planned.values[CASELOAD] != today.values[CASELOAD]:
        return found
    own = float(today.values[CASELOAD])
    for caseload in CASELOADS:
        if abs(caseload - own) > 0.1 * own:
            jobcentre = {**question.jobcentre, CASELOAD: caseload}
            found.append(Case(CASELOAD, caseload, replace(question, jobcentre=jobcentre)))
    return found


def run_condition(case: Case, pairs: int = PAIRS_OF_A_CONDITION) -> dict[str, Any]:
    """Return what happens to ownership under a condition."""
    today, planned = case.question.arms
    found = compare(today, [planned], seed=SEED, replicates=pairs, workers=1)
    note: dict[str, Any] = plain(figure(HEADLINE, found.policies[0].outcomes[HEADLINE]))
    return note


def run_world(questions: Sequence[OwnPlan], worlds: Worlds, place: int) -> list[dict[str, Any]]:
    """Return what happens in one world, for questions about one jobcentre, in their order.

    The jobcentre itself is run once for all of them.
    """
    today = questions[0].arms[0]
    planned = [
        replace(each.arms[1], name=f"plan {number}") for number, each in enumerate(questions)
    ]
    plan = WorldPlan(arms_of(today, planned, None), SEED, PAIRS_IN_A_WORLD)
    found = plan.run(worlds.worlds[place])
    sums = PairedSums(found.arms)
    for number, (seed, pair) in enumerate(zip(found.seeds, found.runs, strict=True)):
        sums.add(number, seed, pair)
    return [_noted(each) for each in sums.policies()]


def _noted(policy: PolicyComparison) -> dict[str, Any]:
    """Return the figures of the shown outcomes, of everybody and of ownership by group."""
    everyone = {n: figure(n, policy.outcomes[n]) for n in _SHOWN if n in policy.outcomes}
    groups = {
        group: figure(HEADLINE, each.outcomes[HEADLINE])["standing"]
        for group, each in policy.groups.items()
        if HEADLINE in each.outcomes
    }
    note: dict[str, Any] = plain({"everyone": everyone, "groups": groups})
    return note


def deepened(
    question: OwnPlan,
    worlds: Worlds,
    notes: Sequence[Mapping[str, Any]],
    found: Mapping[tuple[str, Any], Mapping[str, Any]],
    own: Mapping[str, Any],
) -> dict[str, Any]:
    """Return how sure the answer is and what turns it.

    Parameters
    ----------
    notes
        What `run_world` says of each world, in the order of the worlds.
    found
        What `run_condition` says, by name and value of the condition.
    own
        The figure of ownership in the answer itself.
    """
    outcomes = {name: _over(notes, name) for name in _SHOWN if name in notes[0]["everyone"]}
    shares = Shares(**outcomes[HEADLINE]["shares"])
    turning = [
        {
            "name": case.name,
            "value": case.value,
            "difference": found[case.name, case.value]["difference"],
            "standing": found[case.name, case.value]["standing"],
            "turns": _turns(own["standing"], found[case.name, case.value]["standing"]),
            "question": as_document(case.question),
        }
        for case in conditions(question)
        if (case.name, case.value) in found
    ]
    document: dict[str, Any] = plain(
        {
            "worlds": {"count": len(notes), "pairs": PAIRS_IN_A_WORLD, "stale": worlds.stale},
            "overall": overall(own, shares),
            "outcomes": outcomes,
            "groups": _of_groups(notes),
            "conditions": turning,
            "assumptions": _assumptions(question, worlds, notes),
        }
    )
    return document


def as_document(question: OwnPlan) -> dict[str, Any]:
    """Return a question as plain values."""
    parts = ("jobcentre", "plan", "assumptions")
    return {part: dict(getattr(question, part)) for part in parts}


def _turns(own: str, there: str) -> bool:
    """Return whether a word is another one, and both say something."""
    said = ("better", "worse", "none")
    return own != there and own in said and there in said


def _over(notes: Sequence[Mapping[str, Any]], name: str) -> dict[str, Any]:
    found = [note["everyone"][name] for note in notes]
    shares = counted(Standing[each["standing"].upper()] for each in found)
    differences = [np.nan if each["difference"] is None else each["difference"] for each in found]
    return {"shares": shares._asdict(), "spread": spread_of(differences)._asdict()}


def _of_groups(notes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return for each group in how many worlds its ownership is better and worse."""
    names = notes[0]["groups"]
    return {
        group: counted(
            Standing[note["groups"][group].upper()] for note in notes if group in note["groups"]
        )._asdict()
        for group in names
    }


def _assumptions(
    question: OwnPlan, worlds: Worlds, notes: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the simple rule that tells worlds apart, if there is one, with what tries it."""
    there = worlds.first(len(notes))
    table = pd.DataFrame(
        [
            {**note["everyone"][HEADLINE], "world": world.number}
            for world, note in zip(there, notes, strict=True)
        ]
    ).set_index("world")
    table["standing"] = [Standing[each.upper()].value for each in table["standing"]]
    table["difference"] = table["difference"].astype(float)
    rule = discover("plan", HEADLINE, there, table)
    return {**_rule(rule), "conditions": [_tried(question, each) for each in rule.conditions]}


def _rule(rule: Discovery) -> dict[str, Any]:
    numbers = {name: getattr(rule, name) for name in ("coverage", "density", "share")}
    target = Standing(rule.target).name.lower() if rule.target else ""
    return {"target": target, "found": rule.found, **numbers}


def _tried(question: OwnPlan, condition: Condition) -> dict[str, Any]:
    """Return a condition of the rule, and the question with a value at which it holds."""
    name, _, word = condition.assumption.partition(" = ")
    document = {"name": name, "above": condition.above, "bound": condition.bound, "word": word}
    parameter = PARAMETERS.get(name)
    if parameter is None or parameter.type not in ("float", "int", "choice", "bool"):
        return document
    value: Any = word or None
    if parameter.type in ("float", "int"):
        end = float(parameter.high if condition.above else parameter.low)
        value = condition.bound + _HALF * (end - condition.bound)
        value = round(value) if parameter.type == "int" else float(f"{value:.3g}")
    elif word and not condition.above:
        return document
    tried = replace(question, assumptions={**question.assumptions, name: value})
    try:
        _ = tried.arms
    except (RequestError, ScenarioError):
        return document
    return {**document, "value": value, "question": as_document(tried)}
