"""People side by side: a block holds the numbers of a few people, each number in a column.

A processor does the same arithmetic for several people at a time, if their numbers stand next to
each other. So what a rule reads is copied from rows into lanes of a block, the rule is worked out
for all lanes of it, and the results are taken back. A lane looks to a rule like the row it is of:
the rule is the same, and so is every bit of its result.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from heterophony.agents.columns import ColumnOf, Row
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.vocabulary import COURSE

LANES = 16  # people of a block; fewer, and the compiler writes each lane out by itself

_NUMBERS = (
    "autonomy",
    "meaning",
    "trust_mentor",
    "trust_caseworker",
    "consistency",
    "pressure",
    "change_fatigue",
    "ownership",
    "demand",
    "order_stands",
    "prior_dropouts",
    "education_readiness",
    "everyday_mastery",
    "in_crisis",
    "first_mastery",
    "first_readiness",
    "session_hours",
    "resources",
    "crisis_factor",
    "distress",
    "weeks_since_crisis",
    "strong_until",
    "knowledge_caseworker",
    "had_mentor",
)
LANE_COLUMNS = (
    ColumnOf("key", f"{LANES} key", "key of every draw about this person"),
    ColumnOf("life_week", f"{LANES} int", "weeks since the first arrival"),
    *(ColumnOf(name, f"{LANES} float", "as of the citizen") for name in _NUMBERS),
    ColumnOf("match", f"{LANES} float", "how far the plan fits the needs (mu), 0-1"),
    ColumnOf("basis", f"{LANES} float", "what ownership rests on (B), 0-1"),
    ColumnOf("noise", f"{LANES} float", "the week's draw from the standard normal"),
    ColumnOf("raw_ownership", f"{LANES} float", "ownership before it is cut off at 0 and 1"),
    ColumnOf("raw_mastery", f"{LANES} float", "everyday mastery before it is cut off"),
    ColumnOf("raw_readiness", f"{LANES} float", "education readiness before it is cut off"),
    ColumnOf("crisis_draw", f"{LANES} float", "the week's draw for a crisis"),
    ColumnOf("crisis_hazard", f"{LANES} float", "hazard of a crisis, for those in none"),
    ColumnOf("own_draw", f"{LANES} float", "the week's draw for a start of one's own"),
    ColumnOf("own_hazard", f"{LANES} float", "its hazard outside a crisis"),
    ColumnOf("job_draw", f"{LANES} float", "the week's draw for a job"),
    ColumnOf("job_hazard", f"{LANES} float", "its hazard"),
    ColumnOf("lost_draw", f"{LANES} float", "the week's draw for being lost"),
)


class Lane(NamedTuple):
    """A person on a course in a lane, to be read by rules like a row of citizens."""

    key: Any
    life_week: int
    autonomy: float
    meaning: float
    trust_mentor: float
    trust_caseworker: float
    consistency: float
    pressure: float
    change_fatigue: float
    ownership: float
    demand: float
    order_stands: float
    prior_dropouts: float
    education_readiness: float
    everyday_mastery: float
    in_crisis: float
    first_mastery: float
    first_readiness: float
    session_hours: float
    resources: float
    crisis_factor: float
    distress: float
    weeks_since_crisis: float
    strong_until: float
    knowledge_caseworker: float
    had_mentor: float
    status: int


def blocks_for(people: int) -> int:
    """Return how many blocks have a lane for each of so many people."""
    return -(-people // LANES)


@compiled_inside
def in_lane(block: Row, lane: int) -> Lane:
    """Return the person in a lane of a block, as the block stands now."""
    return Lane(
        block.key[lane],
        block.life_week[lane],
        block.autonomy[lane],
        block.meaning[lane],
        block.trust_mentor[lane],
        block.trust_caseworker[lane],
        block.consistency[lane],
        block.pressure[lane],
        block.change_fatigue[lane],
        block.ownership[lane],
        block.demand[lane],
        block.order_stands[lane],
        block.prior_dropouts[lane],
        block.education_readiness[lane],
        block.everyday_mastery[lane],
        block.in_crisis[lane],
        block.first_mastery[lane],
        block.first_readiness[lane],
        block.session_hours[lane],
        block.resources[lane],
        block.crisis_factor[lane],
        block.distress[lane],
        block.weeks_since_crisis[lane],
        block.strong_until[lane],
        block.knowledge_caseworker[lane],
        block.had_mentor[lane],
        COURSE,
    )


@compiled
def step_into_lane(block: Row, lane: int, citizen: Row) -> None:
    """Copy what rules read of a citizen into a lane of a block."""
    block.key[lane] = citizen.key
    block.life_week[lane] = citizen.life_week
    block.autonomy[lane] = citizen.autonomy
    block.meaning[lane] = citizen.meaning
    block.trust_mentor[lane] = citizen.trust_mentor
    block.trust_caseworker[lane] = citizen.trust_caseworker
    block.consistency[lane] = citizen.consistency
    block.pressure[lane] = citizen.pressure
    block.change_fatigue[lane] = citizen.change_fatigue
    block.ownership[lane] = citizen.ownership
    block.demand[lane] = citizen.demand
    block.order_stands[lane] = citizen.order_stands
    block.prior_dropouts[lane] = citizen.prior_dropouts
    block.education_readiness[lane] = citizen.education_readiness
    block.everyday_mastery[lane] = citizen.everyday_mastery
    block.in_crisis[lane] = citizen.in_crisis
    block.first_mastery[lane] = citizen.first_mastery
    block.first_readiness[lane] = citizen.first_readiness
    block.session_hours[lane] = citizen.session_hours
    block.resources[lane] = citizen.resources
    block.crisis_factor[lane] = citizen.crisis_factor
    block.distress[lane] = citizen.distress
    block.weeks_since_crisis[lane] = citizen.weeks_since_crisis
    block.strong_until[lane] = citizen.strong_until
    block.knowledge_caseworker[lane] = citizen.knowledge_caseworker
    block.had_mentor[lane] = citizen.had_mentor
