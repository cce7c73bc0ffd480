"""Check values against each other: shares that sum to one, and impossible combinations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, reduce
from operator import add
from typing import Any

from heterophony.scenarios.declarations import load_parameters
from heterophony.scenarios.errors import Problem

__all__ = ["impossible", "norm_shares", "unwise"]

_SUM_TOLERANCE = 1e-9
_MOST_SLOTS = 1_000_000
_MOST_POSTS = 2_000
_MOST_TURNS = 1_000


@cache
def _share_groups() -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for name, parameter in load_parameters().items():
        if parameter.simplex:
            groups[parameter.simplex] = (*groups.get(parameter.simplex, ()), name)
    return groups


def norm_shares(values: dict[str, Any], source: str, problems: list[Problem]) -> set[str]:
    """Scale every group of shares to sum 1, in place, and return the names that changed.

    A group is a vector such as `plan.template`, or numbers of their own such as the five
    `ownership.weight_*`. Shares that already sum to 1 stay as they are, bit for bit.
    """
    moved: set[str] = set()
    for group, names in _share_groups().items():
        vector = group in names
        shares = list(values[group] if vector else (values[name] for name in names))
        total = reduce(add, shares)  # `sum` compensates from Python 3.12 on: other last bits
        if total <= 0:
            problems.append(Problem(source, f"{group}: shares cannot all be 0", group))
        elif abs(total - 1) > _SUM_TOLERANCE:
            normed = [share / total for share in shares]
            values.update({group: tuple(normed)} if vector else zip(names, normed, strict=True))
            moved.update(names)
    return moved


def impossible(values: dict[str, Any], source: str) -> list[Problem]:
    """Return the combinations of single values, each allowed alone, that contradict each other."""
    return [Problem(source, message, key) for key, message in _contradictions(values)]


def _contradictions(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _size_contradictions(values)
    for low, high in (
        ("phase.opening_end", "phase.middle_end"),
        ("education.cap_floor", "education.cap_ceiling"),
    ):
        if values[low] > values[high]:
            yield low, f"{low} = {values[low]:g} lies above {high} = {values[high]:g}"
    if not values["mentor.enabled"] and values["meeting.chair"] == "mentor":
        yield (
            "meeting.chair",
            'meeting.chair = "mentor" needs a mentor, but mentor.enabled = false; '
            'allowed then: "caseworker", "citizen"',
        )
    if values["dialogue.attendance"] == "mentors" and values["dialogue.caseworkers_attending"] > 0:
        yield (
            "dialogue.caseworkers_attending",
            f"dialogue.caseworkers_attending = {values['dialogue.caseworkers_attending']} "
            'contradicts dialogue.attendance = "mentors"; allowed then: -1 or 0',
        )
    both = sorted(set(values["process.held_weeks"]) & set(values["process.cancelled_weeks"]))
    if both:
        yield (
            "process.held_weeks",
            f"process.held_weeks and process.cancelled_weeks share the weeks {both}; "
            "a step is held or cancelled",
        )


def _size_contradictions(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    slots = values["staffing.mentors"] * values["staffing.mentor_caseload"]
    cases = values["staffing.caseworker_caseload"] * values["population.mentored_share"]
    posts = slots / cases
    turns = values["meeting.turns"]
    if turns is None:
        length = values["meeting.minutes"] / values["meeting.norm_minutes"]
        turns = values["meeting.norm_turns"] * length
    if slots * values["population.jobcentres"] > _MOST_SLOTS:
        yield (
            "population.jobcentres",
            f"population.jobcentres times staffing.mentors times staffing.mentor_caseload is "
            f"{slots * values['population.jobcentres']:,} citizens; at most {_MOST_SLOTS:,}",
        )
    if posts > _MOST_POSTS:
        yield (
            "staffing.caseworker_caseload",
            f"staffing.caseworker_caseload = {values['staffing.caseworker_caseload']:g} at "
            f"population.mentored_share = {values['population.mentored_share']:g} gives "
            f"{posts:,.0f} caseworker posts; at most {_MOST_POSTS:,}",
        )
    if turns > _MOST_TURNS:
        yield (
            "meeting.minutes",
            f"meeting.minutes = {values['meeting.minutes']:g} gives a meeting of {turns:,.0f} "
            f"turns; at most {_MOST_TURNS:,}",
        )


def unwise(values: dict[str, Any]) -> list[str]:
    """Return warnings about combinations that run, but not as their author may think."""
    needed = (values["referral.interviews"] - 1) * values["referral.interview_gap_weeks"]
    room = max(0, values["referral.deadline_weeks"] - values["referral.lead_weeks"])
    warnings = []
    if needed > room:
        fit = 1 + room // max(1, values["referral.interview_gap_weeks"])
        warnings.append(
            f"referral.interviews = {values['referral.interviews']} with "
            f"referral.interview_gap_weeks = {values['referral.interview_gap_weeks']} needs "
            f"{needed} weeks before referral, but referral.deadline_weeks = "
            f"{values['referral.deadline_weeks']} less referral.lead_weeks = "
            f"{values['referral.lead_weeks']} leaves {room}: about {fit} will be held"
        )
    if not values["mentor.enabled"] and values["mentor.interrupt_at_course_week"] > 0:
        warnings.append("mentor.interrupt_at_course_week has no effect without a mentor")
    return warnings
