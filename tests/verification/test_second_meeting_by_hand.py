"""A talk of the second implementation, turn by turn and by hand, from scripted draws."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest


def beside(name):
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name(f"{name}.py"))))


naive, counting = beside("naive_meeting"), beside("naive_counts")
PARAMETERS = {
    "talk.short": 0.45, "talk.citizen": 1.9, "talk.ask_mentor": 0.14, "talk.own_uptake": 0.6,
    "talk.shared": 0.3, "talk.before": 0.4, "talk.objection": 2.5, "elicit.measuring": 1.35,
    "elicit.empathic": 0.6, "team.support": 0.6, "team.front": 0.15, "law.duty_share": 0.5,
    "stake.front_share": 0.4, "slip.repair": 0.7, "slip.mentor_acknowledges": 0.5,
    "speech.wish_base": 0.15, "speech.wish_involvement": 0.5, "speech.dependence": 0.5,
    "speech.dependence_weeks": 260, "speech.mentor_chair": 1.2, "speech.citizen_chair": 1.5,
    "meeting.measuring_rate": 0.6, "meeting.measuring_base": 0.4, "meeting.measuring_weight": 1.2,
    "meeting.measuring_shared": 0.4, "meeting.demand_share": 0.5, "meeting.leak": 0.15,
    "meeting.routine": 0.8, "meeting.care_unprepared": 0.4, "meeting.uptake_understanding": 0.7,
    "meeting.citizen_involvement": 0.2, "meeting.caseworker_care_acts": [1 / 3, 1 / 3, 1 / 3],
    "meeting.mentor_care_acts": [0.4, 0.3, 0.3], "meeting.chair": "caseworker",
    "measurement.placement_weight": 0.6, "negotiation.knowledge_unprepared": 0.35,
    "reaction.pre_mutes": 0.7, "agenda.caseworker_chair": [0.5, 0.17, 0.33],
    "agenda.involvement": [-0.2, -0.05, 0.25], "phase.opening_end": 1.0, "phase.middle_end": 1.0,
    "phase.opening_mentor": 0.4, "phase.middle_mentor": 1.6, "phase.closing_mentor": 1.3,
    "phase.closing_education": 1.5, "codes.mentor": [0.6, 0.08, 0.02, 0.3],
    "codes.caseworker_own": [0, 1, 1, 1], "codes.mentor_own": [1, 0, 0, 1],
    "alternatives.uptake": "code", "alternatives.elicitation": "question",
    "alternatives.measuring_demands": True,
}  # fmt: skip
AT_THE_TABLE = {
    "turns": 10, "three_party": 1, "deciding": 1, "preparation": 1.0, "pre": 0.0, "stake": 0.5,
    "shared_goals": 0, "small_steps_weight": 0.1, "understanding": 0.35, "in_crisis": 0,
    "horizon_caseworker": 0.35, "horizon_mentor": 0.35, "true_state": 0.4, "weeks_on_support": 0,
    "caseworker_weights": [0.2, 0.3, 0.25, 0.25], "front_share_without_leak": 0.4,
    "feasible": 0.3, "opening_proposal_caseworker": 0.5, "opening_proposal_mentor": 0.4,
    "mastery_image_rose": 0,
}  # fmt: skip
# Shares of the agenda are .46, .16, .38: so the mentor's part in the opening is .4 * .16/.62, the
# citizen comments and goes on with .722. What is not drawn here is drawn as .9.
SCRIPT = {
    (0, "code"): 0.6, (0, "act"): 0.1,  # the caseworker asks a measuring question
    (1, "act"): 0.5,  # the front: .4 * 1.35
    (2, "short"): 0.1, (2, "goes_on"): 0.1,  # mm, yes
    (3, "trouble"): 0.1,  # a slip, since the citizen's turn before was from the front
    (4, "speaker"): 0.05, (4, "repair"): 0.1, (4, "repair_kind"): 0.1,
    (5, "uptake"): 0.3,  # the caseworker names an opening
    (6, "speaker"): 0.1, (6, "act"): 0.5,  # plainly, since the front is down to .4 * .85
    (7, "uptake"): 0.3, (7, "asks_mentor"): 0.01,  # .14 * .4
    (8, "code"): 0.1, (8, "support"): 0.1,  # into care, supporting: .6 * 1.2
    (9, "uptake"): 0.4, (9, "code"): 0.5, (9, "act"): 0.1,  # heard with .51, and translated
}  # fmt: skip


def scripted(**changes):
    draw = SCRIPT | changes.pop("script", {})
    v, inputs = PARAMETERS | changes, AT_THE_TABLE
    return naive.talk(v, inputs, lambda turn, purpose: draw.get((turn, purpose), 0.9))


def test_a_talk_by_hand():
    economy, care, nobody = 2, 0, -1
    said = [(t["speaker"], t["act"], t["code"], t["taken_up"], t["answers"]) for t in scripted()]
    assert said == [
        ("caseworker", "measuring_question", economy, nobody, nobody),
        ("citizen", "front", economy, nobody, 0),
        ("caseworker", "short_response", economy, nobody, 1),
        ("citizen", "trouble", economy, nobody, 2),
        ("mentor", "repair_acknowledging", economy, 1, 3),
        ("caseworker", "opening", economy, 1, nobody),
        ("citizen", "progress", economy, nobody, nobody),
        ("caseworker", "asks_mentor", economy, 1, 6),
        ("mentor", "supports_front", care, 1, 7),
        ("caseworker", "measuring_question", economy, 1, nobody),
    ]
    factors = [turn["front_factor"] for turn in scripted()]
    assert factors[3:9] == pytest.approx([1.0, 0.85, 0.85, 0.85, 0.85, 0.85 * 1.15])


def test_its_counts_by_hand():
    expected = {
        "slips": 1, "slips_answered": 1, "repairs": 1, "acknowledged_by_mentor": 1, "told": 1,
        "told_taken_up": 1, "told_taken_up_caseworker": 0, "troubles_taken_up": 1,
        "adjacencies": 4, "connected": 4, "foreign_turns": 3, "foreign_connected": 3,
        "answered_by_caseworker": 2, "connected_by_caseworker": 2, "connected_by_mentor": 2,
        "openings": 1, "openings_taken_up": 1, "progress_taken_up": 1, "unprompted_claims": 1,
        "support_mastery_taken_up": 1, "translations_mentor": 1, "translations_caseworker": 1,
        "translations_mentor_taken_up": 1, "translations_caseworker_taken_up": 0,
        "after_measuring": 1, "front_after_measuring": 1, "economy_front": 1, "economy_trouble": 1,
        "economy_plain": 1, "caseworker_economy": 4, "caseworker_turns": 5, "mentor_care": 1,
        "mentor_turns_first_half": 1, "professional_turns_first_half": 3,
    }  # fmt: skip
    found = counting.counts(scripted())
    assert {name: found[name] for name in expected} == expected


def test_a_trouble_that_is_passed_over_raises_the_front():
    turns = scripted(script={(4, "repair"): 0.8, (4, "uptake"): 0.9, (4, "code"): 0.1})
    # nobody mends the slip; care is the mentor's own code, but not what was at hand
    assert (turns[4]["code"], turns[4]["taken_up"], turns[3]["told_taken_up"]) == (0, 0, 0)
    assert turns[4]["front_factor"] == pytest.approx(1.15)
    assert counting.counts(turns)["acknowledged_by_mentor"] == 0


def test_a_front_turn_covers_what_was_told():
    # the short response to the trouble is allowed where no slip waits: no front turn before
    script = {(1, "act"): 0.9, (1, "trouble"): 0.1, (3, "act"): 0.1}
    turns = scripted(script=script)
    assert [turn["act"] for turn in turns[1:4]] == ["trouble", "short_response", "front"]
    assert (turns[1]["told_taken_up"], turns[1]["settled_by"]) == (0, -1)
    assert turns[4]["front_factor"] == 1.0


def test_answers_that_do_not_depend_on_the_question():
    turns = scripted(**{"alternatives.elicitation": "none"})
    assert turns[1]["act"] == "progress"  # .5 is no longer below the front's .4
