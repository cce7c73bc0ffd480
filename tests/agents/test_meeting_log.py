"""The meeting is a log of utterances, and what is counted of it can be counted by hand."""

from collections import Counter
from itertools import pairwise

import pytest

from heterophony.agents.reaction import impulse_of
from heterophony.agents.tally import per_norm, pooled_uptake, remember_uptake, tally
from heterophony.agents.vocabulary import (
    CARE,
    CASEWORKER,
    CITIZEN,
    CONNECTED_FOREIGN,
    CONNECTED_OWN,
    LAW,
    MENTOR,
    TROUBLE,
    UNCONNECTED,
)
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation

OWN = {"caseworker": {"law", "economy", "education"}, "mentor": {"care", "education"}}
QUESTIONS = {"measuring_question", "asks_for_wish", "empathic_question"}
BY_ACT = {
    "measuring_question": "measuring_questions",
    "demand": "demands",
    "recognition": "recognitions",
    "autonomy": "autonomy_acts",
    "translation": "translations",
    "front_claim": "front_claims",
    "trouble": "troubles",
    "wish": "wishes",
    "progress_claim": "progress_claims",
}
VALUES = {"run.weeks": 60, "run.burn_in_weeks": 26, "staffing.mentors": 2}


def held(seed=3, **overrides):
    named = {name.replace("__", "."): value for name, value in overrides.items()}
    scenario = load_scenario("baseline", VALUES | named)
    return Simulation(scenario, seed, "compiled", ("turns",)).run()


@pytest.fixture(scope="module")
def usual():
    return held()


def counted_by_hand(turns) -> Counter:
    """Count a log in plain Python, from its words alone."""
    found: Counter = Counter(turns=len(turns))
    slip_open = front_before = False
    for number, said in enumerate(turns):
        before = turns[number - 1] if number else None
        found[f"{said.speaker}_turns"] += 1
        found[BY_ACT.get(said.act, "other")] += 1
        if said.speaker == "citizen":
            found["authentic_turns"] += said.act in ("trouble", "wish", "progress_claim")
            slip = said.act == "leak" or (said.act == "trouble" and front_before)
            found["slips"] += slip
            asked = before is not None and before.act in QUESTIONS
            found["unprompted_claims"] += said.act == "progress_claim" and not asked
            front_before = said.act == "front_claim"
            slip_open = slip_open or slip
            continue
        code = said.code if said.code in ("care", "education") else "law_economy"
        found[f"{said.speaker}_{code}"] += 1
        first_half = number < len(turns) / 2
        found["professional_turns_first_half"] += first_half
        found["mentor_turns_first_half"] += first_half and said.speaker == "mentor"
        found["slips_answered"] += slip_open
        if said.act.startswith("repair"):
            found["repairs"] += 1
            assert slip_open
            if said.act == "repair_acknowledging":
                found[f"acknowledged_by_{said.speaker}"] += 1
        slip_open = False
        if before is not None and before.speaker not in ("citizen", said.speaker):
            found["adjacencies"] += 1
            found["connected"] += said.connected.startswith("taken up")
            if before.code not in OWN[said.speaker]:
                found["foreign_turns"] += 1
                found[f"foreign_heard_{said.speaker}"] += said.connected.startswith("taken up")
            else:
                assert said.connected == "taken up"
        else:
            assert said.connected == ""
    return found


def test_the_counts_of_a_meeting_are_those_of_its_log(usual):
    names = [name for name in usual.meetings if name == "turns" or name in COUNTED]
    assert len(names) == 33
    for number in range(len(usual.meetings["week"])):
        expected = counted_by_hand(usual.turns(number))
        for name in names:
            assert usual.meetings[name][number] == expected[name], (number, name)


def test_who_is_asked_answers(usual):
    for number in range(60):
        turns = usual.turns(number)
        for said, next_said in pairwise(turns):
            if said.act in QUESTIONS:
                assert next_said.speaker == "citizen"


def test_a_citizen_keeps_the_code_at_hand(usual):
    for number in range(60):
        at_hand = "education"
        for said in usual.turns(number):
            if said.speaker == "citizen":
                assert said.code == at_hand
            at_hand = said.code


def test_a_meeting_has_an_opening_a_middle_and_a_closing(usual):
    phases = [said.phase for said in usual.turns(0)]
    assert phases == ["opening"] * 12 + ["middle"] * 11 + ["closing"] * 7


def test_slips_and_all_kinds_of_repair_appear(usual):
    acts = Counter(
        said.act for row in range(len(usual.meetings["week"])) for said in usual.turns(row)
    )
    for kind in ("acknowledging", "future", "medical", "reframing"):
        assert acts[f"repair_{kind}"] > 0
    assert acts["leak"] > 0
    assert 0.5 < usual.outcomes["slips"] < 2.0
    assert usual.outcomes["slips_repaired_share"] == pytest.approx(0.7, abs=0.1)


def test_unmarking_one_uptake_in_the_log_lowers_the_quality_of_the_meeting(usual, premises, row):
    world = usual._simulation.state
    number = next(n for n, c in enumerate(usual.meetings["connected"]) if c >= 2)
    log = world.turns[number].copy()
    before = quality_of(log, premises(), row)
    marked = next(turn for turn in range(30) if log[turn].connection >= CONNECTED_OWN)
    log[marked].connection = UNCONNECTED
    assert quality_of(log, premises(), row) < before
    assert world.turns[number][marked].connection >= CONNECTED_OWN


def quality_of(log, p, row):
    meeting, citizen = row("meeting"), row("citizen")
    tally(log, 30, meeting)
    remember_uptake(citizen, meeting)
    return pooled_uptake(citizen, p)


def test_quality_is_pooled_over_three_meetings(premises, row):
    c = row("citizen", consistency=0.44)
    assert pooled_uptake(c, premises()) == 0.44
    for connected, adjacencies in ((1, 4), (2, 2), (0, 2), (3, 4)):
        remember_uptake(c, row("meeting", connected=connected, adjacencies=adjacencies))
    expected = (3 + 0.5 * 0 + 0.25 * 2) / (4 + 0.5 * 2 + 0.25 * 2)
    assert pooled_uptake(c, premises()) == pytest.approx(expected)


def test_a_short_log_counted_turn_by_turn(written_log, row):
    log = written_log(
        [
            {"speaker": CASEWORKER, "code": LAW, "act": 0},  # a measuring question
            {"speaker": CITIZEN, "code": LAW, "act": 8},  # a front claim
            {"speaker": CITIZEN, "code": LAW, "act": TROUBLE, "slip": 1},
            {"speaker": MENTOR, "code": CARE, "act": 13},  # acknowledges it
            {"speaker": CASEWORKER, "code": LAW, "act": 1, "connection": UNCONNECTED},
            {"speaker": MENTOR, "code": CARE, "act": 6, "connection": CONNECTED_FOREIGN},
        ]
    )
    meeting = row("meeting")
    tally(log, 6, meeting)
    assert (meeting.turns, meeting.slips, meeting.repairs) == (6, 1, 1)
    assert (meeting.adjacencies, meeting.connected, meeting.foreign_turns) == (2, 1, 2)
    assert (meeting.acknowledged_by_mentor, meeting.foreign_heard_mentor) == (1, 1)
    assert (meeting.professional_turns_first_half, meeting.mentor_turns_first_half) == (1, 0)


def test_counts_are_per_time_so_a_longer_meeting_is_not_more_threatening(premises, row):
    c = row("citizen", measuring_sensitivity=0.5, trust_caseworker=0.5)
    short = row("meeting", turns=30, measuring_questions=6, demand_over=0.1)
    long = row("meeting", turns=60, measuring_questions=12, demand_over=0.1)
    assert per_norm(long, premises(), long.measuring_questions) == pytest.approx(6.0)
    assert impulse_of(c, premises(), long, 0.6) == impulse_of(c, premises(), short, 0.6)


def test_longer_meetings_press_no_more_in_runs():
    impulses = {
        turns: [held(seed, meeting__turns=turns).outcomes["meeting_impulse"] for seed in range(6)]
        for turns in (30, 60)
    }
    means = {turns: sum(found) / 6 for turns, found in impulses.items()}
    assert means[60] - means[30] < 0.01


def test_who_chairs_matters(usual):
    chaired = {chair: held(meeting__chair=chair).outcomes for chair in ("mentor", "citizen")}
    usually = usual.outcomes
    for outcomes in chaired.values():
        assert outcomes["caseworker_turn_share"] < usually["caseworker_turn_share"] - 0.1
    assert chaired["citizen"]["citizen_talk_share"] > usually["citizen_talk_share"] + 0.05
    shares = [each["mentor_turn_share_first_half"] for each in (chaired["mentor"], usually)]
    assert shares[0] > shares[1] + 0.1


def test_a_log_that_was_not_kept_is_refused(usual):
    with pytest.raises(LookupError, match="keep"):
        Simulation(load_scenario("baseline", VALUES)).run().turns(0)
    with pytest.raises(LookupError, match="is not among"):
        usual.turns(10_000)


COUNTED = (
    *(f"{who}_turns" for who in ("caseworker", "mentor", "citizen")),
    *(f"{who}_turns_first_half" for who in ("mentor", "professional")),
    *(f"{w}_{c}" for w in ("caseworker", "mentor") for c in ("care", "law_economy", "education")),
    *(BY_ACT.values()),
    *("authentic_turns", "unprompted_claims", "slips", "slips_answered", "repairs"),
    *("acknowledged_by_caseworker", "acknowledged_by_mentor", "adjacencies", "connected"),
    *("foreign_turns", "foreign_heard_caseworker", "foreign_heard_mentor"),
)


def test_each_side_hears_the_others_foreign_codes_whoever_spoke_in_between():
    from heterophony.agents.meeting import leave_traces

    simulation = Simulation(load_scenario("baseline", VALUES), 3)
    world = simulation.state
    citizen = world.citizens[0]
    citizen.mentor, citizen.caseworker = 0, 0
    meeting, p = world.meetings[0], world.premises[0]
    meeting.three_party = 1.0
    heard = []
    for care, law_economy in ((0.0, 0.0), (2.0, 0.0), (0.0, 3.0), (1.0, 1.0)):
        world.mentors["foreign_heard"] = 0
        world.caseworkers["foreign_heard"] = 0
        meeting.mentor_care, meeting.caseworker_law_economy = care, law_economy
        meeting.foreign_turns = 0.0  # nobody spoke directly after the other
        leave_traces(world, citizen, p, meeting, 4)
        heard.append((world.caseworkers[0].foreign_heard, world.mentors[0].foreign_heard))
    assert heard == [(0, 0), (1, 0), (0, 1), (1, 1)]
