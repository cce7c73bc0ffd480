"""What professionals learn of each other, and what they practise, worked by hand."""

import pytest

from heterophony.agents import learning
from heterophony.agents.columns import new_rows
from heterophony.agents.practice import practice_chance
from heterophony.agents.staff_columns import JOBCENTRE_COLUMNS
from heterophony.agents.turnover import newcomer_understanding


@pytest.mark.parametrize(
    ("heard", "horizon", "commitment", "expected"),
    [
        (0, 0.5, 1.0, 0.5),
        (1, 0.5, 1.0, 0.5 + 0.002 * 0.5),
        (2, 0.5, 0.5, None),
        (1, 1.0, 1.0, 1.0),
        (1, 0.0, 1.0, 0.0),
    ],
)
def test_a_foreign_code_heard_widens_the_horizon(
    heard, horizon, commitment, expected, premises, row
):
    worker = row("caseworker", foreign_heard=heard, horizon=horizon)
    learning.learn_in_meetings(worker, premises(), commitment)
    if expected is None:
        expected = horizon
        for _ in range(heard):
            expected += 0.002 * commitment * 4 * expected * (1 - expected) * (1 - expected)
    assert worker.horizon == pytest.approx(expected)


@pytest.mark.parametrize(
    ("values", "other_side", "factor"),
    [
        ({}, 1.0, 0.65),
        ({}, 0.0, 0.0),  # nobody learns from an absent department
        ({"dialogue.hours": 4.0}, 1.0, 1.3),
        ({"dialogue.format": "small_mixed"}, 1.0, 0.8),
        ({"dialogue.caseworker_time_share": 0.5}, 0.5, "early"),
    ],
)
def test_what_a_dialogue_meeting_teaches(values, other_side, factor, premises, row):
    p = premises(values)
    worker = row("caseworker", horizon=0.5, safety=0.65)
    learning.learn_in_dialogue(worker, p, 0.8, other_side)
    if factor == "early":
        factor = 0.65 * 0.5 * (1 - p.dialogue_safe_end * 0.5)
    dose = 0.2 * 0.8 * factor * 0.6
    assert worker.horizon == pytest.approx(0.5 + dose * 0.5)


@pytest.mark.parametrize(
    ("attends", "safety", "expected"),
    [(1, 0.65, 0.68), (1, 0.79, 0.8), (0, 0.7, 0.67), (0, 0.66, 0.65)],
)
def test_safety_grows_with_who_comes_and_falls_back_to_its_start(
    attends, safety, expected, premises, row
):
    worker = row("caseworker", attends_dialogue=attends, safety=safety)
    learning.feel_safer(worker, premises())
    assert worker.safety == pytest.approx(expected)


def test_commitment_grows_where_both_come_and_falls_where_one_is_absent(premises):
    p = premises()
    growth, fall = p.dialogue_commitment_growth * 0.6, p.dialogue_commitment_fall

    def led(values, caseworkers, mentors):
        jobcentre = new_rows(JOBCENTRE_COLUMNS, 1)[0]
        jobcentre.commitment_caseworkers, jobcentre.commitment_mentors = 0.3, 0.8
        learning.lead_jointly(jobcentre, premises(values), caseworkers, mentors)
        return jobcentre.commitment_caseworkers, jobcentre.commitment_mentors

    assert led({}, 0.5, 1.0) == pytest.approx((0.3 + growth * 0.5, 0.8 + growth))
    assert led({}, 0.0, 1.0) == pytest.approx((0.3 - fall, 0.8 - fall))
    early = {"dialogue.caseworker_time_share": 0.5}
    assert led(early, 1.0, 1.0) == pytest.approx((0.3, 0.8 + growth))


@pytest.mark.parametrize(("commitment", "expected"), [(0.0, None), (1.0, 1.0), (0.3, None)])
def test_what_is_decided_is_practised_as_far_as_it_means_something(commitment, expected, premises):
    p = premises()
    base = p.coordination_fidelity_base
    found = practice_chance(p, commitment)
    assert found == pytest.approx(expected or base + (1 - base) * commitment)
    assert practice_chance(premises({"coordination.fidelity": "full"}), commitment) == 1.0


def test_a_newcomer_begins_with_less_understanding(premises):
    assert newcomer_understanding(premises()) == pytest.approx(0.15)
    low = premises({"coordination.initial_understanding": 0.1})
    assert newcomer_understanding(low) == 0.0
