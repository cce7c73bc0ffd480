"""A structure-of-arrays batch: the numbers of a few people, each number in a column.

A processor does the same arithmetic for several people at a time if their numbers lie next to each
other. The numbers that rules read are therefore copied from rows into lanes of a batch, the rule is
computed for all lanes, and the results are copied back. A rule reads a lane as it reads the row of
a citizen, so it is the same rule and gives the same bits.

To let a batched rule read one more column of a citizen, add its name to `READ_OF_CITIZEN`; both
copies are generated from that table.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING, Any

from heterophony.agents.columns import ColumnOf
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.vocabulary import COURSE
from heterophony.agents.written_out import written_out

LANES = 16  # people of a batch; with fewer, the compiler unrolls the loop instead of vectorising

# Every column of a citizen that a batched rule reads. All but these two are floats in a lane.
_OTHER_TYPES = {"key": "key", "life_week": "int"}
READ_OF_CITIZEN = (
    "key",
    "life_week",
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
    "openings_known",
)
# Everybody in a batch is on a course.
CONSTANT_OF_CITIZEN = {"status": COURSE}

BATCH_COLUMNS = (
    *(
        ColumnOf(name, f"{LANES} {_OTHER_TYPES.get(name, 'float')}", "as of the citizen")
        for name in READ_OF_CITIZEN
    ),
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

# A person on a course in a lane, to be read by rules like a row of citizens.
if TYPE_CHECKING:
    Lane = Any
else:
    Lane = namedtuple("Lane", [*READ_OF_CITIZEN, *CONSTANT_OF_CITIZEN])


@compiled
def blocks_for(people: int) -> int:
    """Return how many batches have a lane for each of so many people."""
    return -(-people // LANES)


_read = [f"block.{name}[lane]" for name in READ_OF_CITIZEN]
_known = [repr(value) for value in CONSTANT_OF_CITIZEN.values()]
_fill = [f"block.{name}[lane] = citizen.{name}" for name in READ_OF_CITIZEN]

# in_lane(block, lane): the person in a lane of a batch, as the batch is now.
in_lane: Any = compiled_inside(
    written_out(globals(), "in_lane", "block, lane", [f"return Lane({', '.join(_read + _known)})"])
)
# step_into_lane(block, lane, citizen): copy the columns that rules read into a lane of a batch.
step_into_lane: Any = compiled(
    written_out(globals(), "step_into_lane", "block, lane, citizen", _fill)
)
