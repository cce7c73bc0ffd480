"""Model 2's meeting is the same conversation in C as by the project's rules, turn for turn."""

import numpy as np
import pytest

from heterophony.agents.conversation import converse
from heterophony.agents.state import State
from heterophony.agents.tally import tally
from heterophony.benchmarks.workload import model2_loop, model2_translation, numba_loop
from heterophony.benchmarks.workload.c_translation import compiler
from heterophony.benchmarks.workload.inputs import CITIZENS
from heterophony.benchmarks.workload.making import make_inputs
from heterophony.benchmarks.workload.model2_meeting import open_room

MEETINGS = 400
CHANCES = (
    "talk_short", "talk_own_uptake", "talk_ask_mentor", "talk_shared", "talk_before", "team_front",
    "team_support", "stake_front_share", "meeting_routine", "meeting_care_unprepared",
    "meeting_uptake_understanding", "meeting_demand_share", "meeting_measuring_rate",
    "meeting_leak", "law_duty_share", "slip_repair", "slip_mentor_acknowledges",
    "speech_wish_base", "speech_dependence", "reaction_pre_mutes", "measurement_placement_weight",
    "phase_opening_end", "phase_middle_end", "phase_closing_education", "phase_opening_mentor",
)  # fmt: skip
CONDITIONS = (
    "preparation", "pre", "shared_goals", "small_steps_weight", "understanding", "stake",
    "front_share_without_leak", "opening_proposal_caseworker", "opening_proposal_mentor",
)  # fmt: skip


def seat_at_random(room: State, luck: np.random.Generator) -> None:
    """Give a room other people, other parameters, another chair, at random."""
    params, meeting, person = room.premises[0], room.meetings[0], room.citizens[0]
    for name in CHANCES:
        params[name] = luck.random()
    for name in ("talk_citizen", "talk_objection", "elicit_measuring", "elicit_empathic"):
        params[name] = 3.0 * luck.random()
    for name in ("codes_caseworker_own", "codes_mentor_own"):
        params[name] = luck.integers(2, size=4)
    params.mentor_parts, params.agenda_with_mentor = luck.random(3), luck.dirichlet(np.ones(3))
    params.meeting_chair = luck.integers(3)
    params.alternatives_uptake = luck.random() < 0.1
    params.alternatives_elicitation = luck.random() < 0.1
    params.meeting_turns = luck.integers(31)
    room.meetings[:] = 0
    for name in CONDITIONS:
        meeting[name] = luck.random()
    for name in ("three_party", "deciding", "mastery_image_rose"):
        meeting[name] = luck.random() < 0.8
    for row in (room.mentors[0], room.caseworkers[0]):
        row.weights, row.horizon = luck.dirichlet(np.ones(4)), luck.random()
    person.in_crisis, person.order_stands = luck.integers(2, size=2)
    person.prior_dropouts, person.weeks_on_support = luck.integers(4), luck.integers(300)
    person.everyday_mastery, person.education_readiness = luck.random(2)


@pytest.mark.skipif(compiler() is None, reason="no C compiler here")
def test_the_translation_to_c_writes_the_same_log_and_counts_on_random_input():
    luck, room = np.random.default_rng(1), open_room()
    library = model2_translation.library_for(room, numba_loop.premises_of(make_inputs(1).numbers))
    log, acts = room.turns[0], set()
    for _ in range(MEETINGS):
        seat_at_random(room, luck)
        key, meeting = luck.integers(2**64, dtype=np.uint64), room.meetings[0]
        before = room.meetings.copy()
        rows = (room.citizens[0], room.mentors[0], room.caseworkers[0], room.premises[0])
        turns = converse(*rows, meeting, room.talk[0], key, log)
        tally(log, turns, meeting)
        expected, counted = log[:turns].copy(), room.meetings.copy()
        room.meetings[:], log[:] = before, 0
        assert model2_translation.converse_in(library, room, int(key)) == turns
        assert log[:turns].tolist() == expected.tolist()
        assert room.meetings.tolist() == counted.tolist()
        acts |= set(expected.act.tolist())
    assert acts == set(range(26)), "every act was tried"


@pytest.mark.skipif(compiler() is None, reason="no C compiler here")
@pytest.mark.parametrize("jobcentres", [1, 2])
def test_the_workload_with_the_meeting_has_the_same_bits_in_c(jobcentres):
    inputs = make_inputs(16, jobcentres=jobcentres, citizens=jobcentres * CITIZENS - 57)
    expected = model2_loop.ready(inputs)()
    assert np.array_equal(model2_translation.ready(inputs)(), expected)
    assert not np.array_equal(numba_loop.ready(inputs)(), expected), "another meeting"
