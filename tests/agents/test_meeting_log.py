"""Kept logs of a run: in words, of all kinds, and felt in what the meeting does."""

from collections import Counter

import numpy as np
import pytest

from heterophony.agents.doses import per_norm, pooled_uptake, remember_uptake
from heterophony.agents.reaction import impulse_of
from heterophony.agents.tally import tally
from heterophony.agents.vocabulary import ACT_NAMES, CODE_NAMES
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation

VALUES = {"run.weeks": 60, "run.burn_in_weeks": 26, "staffing.mentors": 2}


def held(seed=3, **overrides):
    named = {name.replace("__", "."): value for name, value in overrides.items()}
    scenario = load_scenario("baseline", VALUES | named)
    return Simulation(scenario, seed, "compiled", ("turns",)).run()


@pytest.fixture(scope="module")
def usual():
    return held()


@pytest.fixture(scope="module")
def logs(usual):
    return [usual.turns(number) for number in range(len(usual.meetings["week"]))]


def test_a_log_in_words_agrees_with_the_counts_of_its_meeting(usual, logs):
    for number, turns in enumerate(logs):
        acts = Counter((said.speaker, said.act) for said in turns)
        row = {name: values[number] for name, values in usual.meetings.items()}
        assert row["turns"] == len(turns)
        assert row["measuring_questions"] == acts["caseworker", "measuring_question"]
        assert row["small_steps"] == acts["mentor", "small_step"]
        assert row["openings"] == acts["caseworker", "opening"]
        assert row["demands_accepted"] == acts["citizen", "acceptance"]
        assert row["told_taken_up"] == sum(said.told_taken_up == 1 for said in turns)
        assert row["front_turns"] == sum(said.said_from_front for said in turns)
        assert row["connected"] == sum(s.taken_up == 1 and s.after_other for s in turns)


def test_every_act_and_code_appears(logs):
    acts = Counter(said.act for turns in logs for said in turns)
    assert set(ACT_NAMES) == set(acts)
    for speaker in ("caseworker", "mentor"):
        codes = {said.code for turns in logs for said in turns if said.speaker == speaker}
        assert codes == set(CODE_NAMES)


def test_a_turn_says_in_words_whether_it_connects(logs):
    words = {0: {"not taken up"}, 1: {"taken up", "translated"}, -1: {""}}
    for said in (said for turns in logs for said in turns):
        assert said.connected in words[said.taken_up]
        assert (said.connected == "translated") == said.translated


def test_professionals_speak_about_a_time_of_their_own(logs):
    times = Counter((said.speaker, said.orientation) for turns in logs for said in turns)
    assert times["caseworker", "future"] > times["caseworker", "present"] > 0
    assert times["mentor", "past"] > times["mentor", "present"] > 0
    assert set(times) - {("caseworker", ""), ("mentor", "")} == {
        ("caseworker", "future"), ("caseworker", "present"), ("mentor", "past"),
        ("mentor", "present"), ("citizen", ""),
    }  # fmt: skip


def test_uptake_agrees_with_the_code_in_every_kept_log(logs):
    agree, full = 0, 0
    for turns in logs:
        at_hand = None
        for said in turns:
            if said.taken_up >= 0:
                full += 1
                agree += (said.taken_up == 1) == (said.code == at_hand or said.translated)
            if said.speaker != "citizen" and said.act != "short_response":
                at_hand = said.code
    assert agree == full > 1000


def test_under_a_coin_it_does_not():
    result = held(alternatives__uptake="coin")
    agree, full = 0, 0
    for number in range(len(result.meetings["week"])):
        at_hand = None
        for said in result.turns(number):
            if said.taken_up >= 0:
                full += 1
                agree += (said.taken_up == 1) == (said.code == at_hand)
            if said.speaker != "citizen" and said.act != "short_response":
                at_hand = said.code
    assert 0.3 < agree / full < 0.7


def test_the_front_depends_on_the_question_unless_that_is_switched_off(usual):
    def fronts(result):
        sums = {name: values.sum() for name, values in result.meetings.items()
                if "after" in name}  # fmt: skip
        return [
            sums[f"front_after_{act}"] / sums[f"after_{act}"]
            for act in ("measuring", "demand", "empathic")
        ]

    measuring, demand, empathic = fronts(usual)
    assert measuring > empathic + 0.1
    assert demand > empathic + 0.1
    alike = fronts(held(alternatives__elicitation="none"))
    assert max(alike) - min(alike) < 0.08


def test_what_turns_moved_adds_up_in_a_kept_log(usual, logs):
    checked = 0
    for number, turns in enumerate(logs):
        after = usual.meetings["proposal_caseworker"][number]
        if 0.0 < after < 1.0:
            moved = after - usual.meetings["opening_proposal_caseworker"][number]
            assert sum(said.position_moved for said in turns) == pytest.approx(moved, abs=1e-9)
            checked += 1
    assert checked > 100
    assert any(said.image_moved_mentor != 0.0 for turns in logs for said in turns)


def test_most_slips_are_repaired(usual):
    assert 0.3 < usual.outcomes["slips"] < 2.0
    assert usual.outcomes["slips_repaired_share"] == pytest.approx(0.7, abs=0.1)


def test_unmarking_one_uptake_in_the_log_lowers_the_quality_of_the_meeting(usual, premises, row):
    state = usual._simulation.state
    number = next(n for n, c in enumerate(usual.meetings["foreign_connected"]) if c >= 2)
    log = state.turns[number].copy()
    before = quality_of(log, premises(), row)
    foreign = (log["foreign"] == 1) & (log["after_other"] == 1) & (log["taken_up"] == 1)
    marked = int(np.flatnonzero(foreign)[0])
    log["taken_up"][marked] = 0
    assert quality_of(log, premises(), row) < before
    assert state.turns[number]["taken_up"][marked] == 1


def quality_of(log, p, row):
    meeting, citizen = row("meeting"), row("citizen")
    tally(log.view(np.recarray), 30, meeting)
    remember_uptake(citizen, meeting)
    return pooled_uptake(citizen, p)


def test_counts_are_per_time_so_a_longer_meeting_is_not_more_threatening(premises, row):
    c = row("citizen", measuring_sensitivity=0.5, trust_caseworker=0.5)
    short = row("meeting", turns=30, measuring_questions=6, duties=2, demand_over=0.1)
    long = row("meeting", turns=60, measuring_questions=12, duties=4, demand_over=0.1)
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
    assert chaired["citizen"]["citizen_talk_share"] > usually["citizen_talk_share"] + 0.03
    shares = [each["mentor_turn_share_first_half"] for each in (chaired["mentor"], usually)]
    assert shares[0] > shares[1] + 0.1


def test_a_log_that_was_not_kept_is_refused(usual):
    with pytest.raises(LookupError, match="keep"):
        Simulation(load_scenario("baseline", VALUES)).run().turns(0)
    with pytest.raises(LookupError, match="is not among"):
        usual.turns(10_000)
