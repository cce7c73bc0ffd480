"""A meeting as it can be staged turn by turn, and the same meeting under another policy.

Everything comes from a run's tables: what each turn moved is added up, nothing is made up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any, Final

import numpy as np

from heterophony.experiments.engine.replicates import run
from heterophony.experiments.methods.meeting_account import MeetingAccount, account_of
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import Change, Scenario
from heterophony.scenarios.scenario import finished
from heterophony.sim import Result, Turn

WEEKS: Final = 53  # a year, and the week after
_KEEP: Final = ("meetings", "turns", "panel", "events")
# What the views of one citizen are about: own state, then what each professional believes.
VIEWS: Final = {
    "citizen": ("everyday_mastery", "education_readiness"),
    "mentor": ("image_mastery_mentor", "image_readiness_mentor"),
    "caseworker": ("image_mastery_caseworker", "image_readiness_caseworker"),
}
STATES: Final = ("ownership", "pressure", "trust_mentor", "trust_caseworker")


def year_of_meetings(scenario: Scenario, seed: int, weeks: int = WEEKS) -> Result:
    """Simulate a year with all that the stage needs: logs, and each person's weeks and events.

    Raises
    ------
    RequestError
        If the scenario has no conversations turn by turn.
    """
    if scenario.values["alternatives.meeting"] != "turns":
        raise RequestError(
            f"{scenario.name}: alternatives.meeting = {scenario.values['alternatives.meeting']}; "
            "allowed for the stage: turns"
        )
    shorter = scenario.replaced({"run.weeks": weeks})
    return run(shorter, seed=seed, keep=_KEEP).results[0]


def policy_from_week(today: Scenario, policy: Scenario, week: int) -> Scenario:
    """Return `today` with the policy's values from one week on.

    Until then both are the same run, so that a meeting of that week has the same citizen with the
    same past, and the same luck.
    """
    values = {
        name: value
        for name, (value, _) in policy.differences(today).items()
        if not name.startswith("run.")
    }
    changed = replace(
        today,
        name=policy.name,
        title=policy.title,
        summary=policy.summary,
        changes=(*today.changes, Change(week, values)),
    )
    return finished(changed, today.root, f"{policy.name} from week {week}")


def row_of(result: Result, citizen: int, week: int) -> int | None:
    """Return the row of a citizen's meeting in a week, None if none was held."""
    held = result.meetings or {}
    found = np.flatnonzero((held["citizen"] == citizen) & (held["week"] == week))
    return int(found[0]) if found.size else None


def account(result: Result, row: int, seed: int, language: str) -> MeetingAccount:
    """Retell a meeting; `seed` is the base seed, as of `heterophony meeting`."""
    facts = {name: column[row].item() for name, column in (result.meetings or {}).items()}
    return account_of(result.scenario.name, seed, facts, result.turns(row), language)


def staged(result: Result, told: MeetingAccount) -> dict[str, Any]:
    """Return a meeting as a document: its facts, its turns with what they moved, its traces."""
    facts, week = told.facts, int(told.facts["week"])
    citizen = int(facts["citizen"])
    before = states_in_week(result, citizen, week - 1)
    after = states_in_week(result, citizen, week)
    return {
        "scenario": told.scenario,
        "week": week,
        "citizen": citizen,
        "number": int(facts["number"]),
        "three_party": bool(facts["three_party"]),
        **{name: facts[name] for name in ("gap", "feasible_before", "front_share", "impulse")},
        "decided": facts["decided_demand"],
        "mentor_demand": facts["proposal_mentor"],
        "turns": _turns(told),
        "before": before,
        "after": after,
    }


def states_in_week(result: Result, citizen: int, week: int) -> dict[str, float]:
    """Return a person's states at the end of a week; empty where the person is not there."""
    panel = result.panel or {}
    found = np.flatnonzero((panel["citizen"] == citizen) & (panel["week"] == week))
    if not found.size:
        return {}
    names = (*STATES, *(name for view in VIEWS.values() for name in view))
    return {name: float(panel[name][found[0]]) for name in names}


def _turns(told: MeetingAccount) -> list[dict[str, Any]]:
    """Return the turns with the running sums of what they moved."""
    demand = float(told.facts["opening_proposal_caseworker"])
    images = {"caseworker": 0.0, "mentor": 0.0}
    found = []
    for turn, spoken in zip(told.turns, told.spoken, strict=True):
        demand += turn.position_moved
        for side in images:
            images[side] += getattr(turn, f"image_moved_{side}")
        found.append(
            {
                **{name: getattr(turn, name) for name in ("speaker", "code", "act", "phase")},
                "text": spoken.text,
                "fate": fate_of(turn),
                "shows": shows(turn),
                "demand": demand,
                "front": turn.front_factor,
                "image_caseworker": images["caseworker"],
                "image_mentor": images["mentor"],
            }
        )
    return found


def fate_of(turn: Turn) -> str:
    """Return what a turn does with what was at hand, or becomes of what it tells; else empty."""
    if turn.told_taken_up >= 0:
        return "told_taken_up" if turn.told_taken_up else "told_missed"
    return {"": "", "taken up": "taken_up", "not taken up": "missed"}.get(
        turn.connected, turn.connected
    )


def shows(turn: Turn) -> str:
    """Return whether a citizen's turn is said from the front, plainly, or as a slip; else empty."""
    if turn.speaker != "citizen":
        return ""
    if turn.slip:
        return "slip"
    return "front" if turn.said_from_front else "plain"


def changed_turns(one: Sequence[Turn], other: Sequence[Turn]) -> tuple[list[bool], list[bool]]:
    """Tell for each turn of two meetings whether the other one has no such turn in its place.

    A turn is the same when speaker, code, act and what it takes up are.
    """
    first_keys, second_keys = ([_key(turn) for turn in turns] for turns in (one, other))
    changed = [True] * len(one), [True] * len(other)
    same = SequenceMatcher(None, first_keys, second_keys, autojunk=False).get_matching_blocks()
    for first, second, size in same:
        for each in range(size):
            changed[0][first + each] = changed[1][second + each] = False
    return changed


def _key(turn: Turn) -> tuple[str, str, str, int, bool]:
    return turn.speaker, turn.code, turn.act, turn.taken_up, turn.said_from_front


def citizens_year(result: Result, citizen: int) -> dict[str, Any]:
    """Return a person's weeks, events and meetings.

    Raises
    ------
    RequestError
        If there is no such person in the run.
    """
    panel, events, meetings = (result.panel or {}), (result.events or {}), (result.meetings or {})
    here = np.flatnonzero(panel["citizen"] == citizen)
    if not here.size:
        known = sorted(set(panel["citizen"].tolist()))[:6]
        raise RequestError(f"no citizen {citizen} in this run; there are, for example: {known}")
    names = (*STATES, *(name for view in VIEWS.values() for name in view))
    own = (events["citizen"] == citizen) & (events["week"] >= 0)
    return {
        "citizen": citizen,
        "weeks": [int(week) for week in panel["week"][here]],
        "states": {name: [float(value) for value in panel[name][here]] for name in names},
        "events": [
            {"week": int(week), "kind": str(kind)}
            for week, kind in zip(events["week"][own], events["kind"][own], strict=True)
        ],
        "meetings": [int(row) for row in np.flatnonzero(meetings["citizen"] == citizen)],
    }


def most_met(meetings: Mapping[str, Any], weeks: int = WEEKS) -> int:
    """Return the citizen with the most three-party meetings in a year; the first of several.

    Raises
    ------
    RequestError
        If none was held.
    """
    held = meetings["citizen"][(meetings["week"] < weeks) & (meetings["three_party"] == 1)]
    if not held.size:
        raise RequestError(
            f"no three-party meeting is held in the first {weeks} weeks of this scenario; "
            "needed: one where citizens have a mentor"
        )
    citizens, counts = np.unique(held, return_counts=True)
    return int(citizens[np.argmax(counts)])
