"""The package and the second implementation hold the same meetings, turn by turn."""

import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from heterophony.agents import vocabulary as words
from heterophony.scenarios import load_scenario

if not hasattr(words, "SHORT_RESPONSE"):
    pytest.skip("the package's talk is still the former one", allow_module_level=True)


def beside(name):
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name(f"{name}.py"))))


naive, counting = beside("naive_meeting"), beside("naive_counts")
after_talk, reacting = beside("naive_consequences"), beside("naive_reaction")
replaying = beside("replaying")

SMALL: dict[str, Any] = {
    "run.weeks": 20,
    "run.burn_in_weeks": 16,
    "population.first_fill_weeks": 2,
    "staffing.mentors": 1,
    "run.policy_in_burn_in": True,
    "staffing.caseworker_turnover": 1.0,
    "staffing.mentor_turnover": 0.8,
}
SAME = {"codes.caseworker_own": [0, 1, 1, 1], "codes.mentor_own": [0, 1, 1, 1]}
WORLDS: dict[str, dict[str, Any]] = {
    "default": {},
    "all coordination": {
        "staffing.funding": "unlimited",
        "coordination.fidelity": "full",
        "meeting.pre_meeting_minutes": 20.0,
        "meeting.debrief_minutes": 10.0,
        "meeting.shared_goals": True,
        "meeting.small_steps_weight": 0.6,
    },
    "the mentor chairs": {"meeting.chair": "mentor", "meeting.interval_weeks": 4},
    "the citizen chairs": {"meeting.chair": "citizen", "meeting.citizen_involvement": 0.8},
    "no mentor": {"mentor.enabled": False},
    "the same codes": SAME,
    "every code is seen by everybody": {
        "codes.caseworker_own": [1, 1, 1, 1],
        "codes.mentor_own": [1, 1, 1, 1],
    },
    "uptake is a coin": {"alternatives.uptake": "coin"},
    "everybody sees what is": {"alternatives.images": "truth"},
    "other numbers": {
        "talk.short": 0.2,
        "talk.ask_mentor": 0.5,
        "talk.own_uptake": 0.9,
        "talk.objection": 8.0,
        "elicit.measuring": 2.0,
        "team.support": 0.2,
        "team.front": 0.5,
        "slip.repair": 0.3,
        "meeting.leak": 0.9,
        "meeting.mentor_care_acts": [0.7, 0.2, 0.1],
        "learning.start": 0.1,
        "law.sanction_strictness": 1.0,
        "phase.middle_mentor": 3.0,
        "alternatives.measuring_demands": False,
    },
    "answers do not depend on the question": {"alternatives.elicitation": "none"},
    "many short talks": {"meeting.turns": 7, "meeting.interval_weeks": 2},
}
TURN = (
    "speaker", "code", "act", "phase", "slip", "taken_up", "translated", "after_other", "foreign",
    "answers", "told_taken_up", "settled_by", "said_from_front",
)  # fmt: skip
IMAGES = (
    "image_mastery_caseworker", "image_readiness_caseworker", "image_mastery_mentor",
    "image_readiness_mentor", "knowledge_caseworker", "knowledge_mentor",
)  # fmt: skip
POSITIONS = (
    "proposal_caseworker", "proposal_mentor", "mentor_weight", "citizen_weight", "heard",
    "decided_demand",
)  # fmt: skip
PROFESSIONALS = ("caseworker", "mentor")
DECISIONS = {
    "close": "closes", "order": "order_given", "sanction": "sanction", "ground": "ground",
}  # fmt: skip
REACTIONS = (
    "pressure", "distress", "consistency", "autonomy", "trust_caseworker", "trust_mentor",
    "openings_known",
)  # fmt: skip


@pytest.fixture(scope="module", params=WORLDS)
def world(request):
    scenario = load_scenario("baseline", SMALL | WORLDS[request.param])
    notes = replaying.meetings_held(scenario)
    assert len(notes) > 20
    return scenario.values, notes


def replay(v, note):
    """Hold a meeting of a real run anew: its inputs with opening positions, and its counts."""
    inputs = replaying.inputs_of(note)
    inputs |= after_talk.opening(v, inputs)
    return inputs, counting.counts(talk_again(v, note))


def talk_again(v, note):
    inputs = replaying.inputs_of(note)
    return naive.talk(v, inputs | after_talk.opening(v, inputs), replaying.draws_of(note))


def test_opening_positions_are_those_of_a_naive_reading(world):
    v, notes = world
    for note in notes:
        inputs, meeting = replaying.inputs_of(note), note["closed"]["meeting"]
        expected = after_talk.opening(v, inputs)
        found = {name: meeting[name] for name in expected}
        assert found == pytest.approx(expected)


def test_every_turn_is_the_one_that_a_naive_reading_says(world):
    v, notes = world
    for number, note in enumerate(notes):
        log = map(replaying.in_words, note["turns"])
        for turn, (logged, said) in enumerate(zip(log, talk_again(v, note), strict=True)):
            found = {name: logged[name] for name in TURN}
            assert found == {name: said[name] for name in TURN}, (number, turn)
            assert logged["front_factor"] == pytest.approx(said["front_factor"])


def test_every_count_is_the_one_of_a_naive_reading(world):
    v, notes = world
    for number, note in enumerate(notes):
        expected = replay(v, note)[1]
        found = {name: note["closed"]["meeting"][name] for name in expected}
        assert found == expected, number


def test_images_and_knowledge_move_as_in_a_naive_reading(world):
    v, notes = world
    for number, note in enumerate(notes):
        expected = after_talk.images(v, *replay(v, note))
        citizen = note["closed"]["citizen"]
        found = {name: citizen[name] for name in IMAGES}
        found |= {f"remembered_start_{w}": citizen[f"remembered_{w}"] for w in PROFESSIONALS}
        assert found == pytest.approx(expected), number


def test_positions_and_plans_are_those_of_a_naive_reading(world):
    v, notes = world
    for number, note in enumerate(notes):
        expected = after_talk.positions(v, *replay(v, note))
        found = {name: note["closed"]["meeting"][name] for name in POSITIONS}
        assert found == pytest.approx({name: expected[name] for name in POSITIONS}), number
        after = note["closed"]["citizen"]
        assert after["plan"] == pytest.approx(expected["plan"]), number
        assert after["demand"] == pytest.approx(expected["demand"]), number


def test_decisions_fall_as_in_a_naive_reading(world):
    v, notes = world
    for number, note in enumerate(notes):
        inputs, counts = replay(v, note)
        if not inputs["deciding"]:
            continue
        trust = note["reacted"]["citizen"]["trust_caseworker"]  # sanctions follow the reaction
        chances = reacting.decisions(
            v,
            inputs | {"trust_caseworker": trust},
            counts,
            after_talk.positions(v, inputs, counts),
            after_talk.images(v, inputs, counts),
        )
        draw, meeting = replaying.draws_of(note), note["closed"]["meeting"]
        expected = {name: draw(0, name) < chances[name] for name in chances}
        expected["order"] = expected["order"] and not inputs["order_stands"]
        found = {name: meeting[column] == 1 for name, column in DECISIONS.items()}
        assert found == expected, number


def test_slips_and_the_reaction_are_those_of_a_naive_reading(world):
    v, notes = world
    for number, note in enumerate(notes):
        inputs, counts = replay(v, note)
        found = after_talk.positions(v, inputs, counts)
        before = replaying.inputs_of(note, "heard")
        trust = reacting.slips_tell(v, inputs, counts)
        assert (before["trust_caseworker"], before["trust_mentor"]) == pytest.approx(trust)
        expected = reacting.reaction(v, before, counts, found)
        meeting, after = note["reacted"]["meeting"], note["reacted"]["citizen"]
        for name in ("impulse", "demand_over"):
            assert meeting[name] == pytest.approx(expected[name]), (number, name)
        if meeting["strong_reaction"]:  # a strong reaction adds to distress
            expected["distress"] = after["distress"]
        states = {name: expected[name] for name in REACTIONS}
        assert {name: after[name] for name in REACTIONS} == pytest.approx(states), number


def test_the_record_of_the_dyad_takes_what_a_naive_reading_takes(world):
    v, notes = world
    for number, note in enumerate(notes):
        inputs, counts = replay(v, note)
        before, after = note["opened"]["dyad"], note["closed"]["dyad"]
        if not inputs["three_party"]:
            assert after == before
            continue
        inputs["contact_hours"] = 0.0
        found = after_talk.positions(v, inputs, counts)
        images = after_talk.images(v, inputs, counts)
        expected = reacting.coordination(v, inputs, counts, found, images)
        del expected["frequency"]  # by the hours of the whole week
        expected["hours"] = reacting.contact_of(v, inputs)
        taken = {name: after[f"week_{name}"] - before[f"week_{name}"] for name in expected}
        assert taken == pytest.approx(expected), number
