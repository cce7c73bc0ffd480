import pytest

from heterophony.scenarios import PARAMETERS, list_scenarios, load_scenario
from heterophony.scenarios.consistency import unwise

NAMES = [summary.name for summary in list_scenarios()]

EXPECTED = """
meetings-every-2-weeks meetings-every-4-weeks meetings-every-13-weeks meetings-every-26-weeks
ten-minutes-together-first pre-meeting pre-and-debrief expectation-alignment shared-goals
small-steps-count four-interviews caseload-35 caseload-45 caseload-80 mentor-caseload-12
mentor-caseload-22 sessions-every-2-weeks dialogue-back-stage dialogue-front-stage
dialogue-mentors-only dialogue-small-mixed dialogue-caseworkers-leave-early it-support
it-support-with-consent it-support-without-consent handover fixed-pairs mentor-chairs
citizen-chairs citizen-involvement more-offers no-mentor free-space-26-weeks
mentor-lost-week-6-replaced mentor-lost-week-6-not-replaced mentor-lost-week-45-replaced
mentor-lost-week-45-not-replaced refund-2006 refund-2011 refund-staircase-2016
believed-all-or-nothing no-refund-steering measured-hard measured-softly measured-at-the-door
no-orders citizen-in-crisis citizen-stable the-study three-step-process full-recommendation
full-recommendation-funded reform-timeline
"""

DOSES = {
    "meetings-every-4-weeks": {"meeting.interval_weeks": 4},
    "ten-minutes-together-first": {"meeting.pre_meeting_minutes": 10},
    "pre-and-debrief": {"meeting.pre_meeting_minutes": 20, "meeting.debrief_minutes": 20},
    "citizen-involvement": {"meeting.citizen_involvement": 0.6},
    "small-steps-count": {"meeting.small_steps_weight": 0.6},
    "more-offers": {"referral.offers_available": 0.8},
    "four-interviews": {"referral.interviews": 4, "referral.deadline_weeks": 10},
    "dialogue-back-stage": {"dialogue.interval_weeks": 4},
    "it-support-without-consent": {"coordination.it_support": True, "coordination.consent": 0},
    "mentor-lost-week-45-not-replaced": {
        "mentor.interrupt_at_course_week": 45,
        "mentor.replace_after_interruption": False,
    },
    "measured-at-the-door": {
        "alternatives.measuring_demands": False,
        "measurement.reference_weight": 0,
    },
    "believed-all-or-nothing": {"refund.perceived_regime": "all_or_nothing"},
    "refund-2006": {
        "refund.regime": "active_passive_2006",
        "refund.perceived_regime": "active_passive_2006",
    },
    "the-study": {
        "dialogue.once_weeks": (18,),
        "dialogue.caseworkers_attending": 2,
        "dialogue.caseworker_time_share": 0.5,
        "dialogue.format": "small_mixed",
    },
}


def test_the_library_holds_what_was_asked_for_with_the_baseline_first():
    assert NAMES[0] == "baseline"
    assert set(EXPECTED.split()) <= set(NAMES)
    assert NAMES[1:] == sorted(NAMES[1:])


def test_the_baseline_is_the_declared_defaults():
    defaults = {name: parameter.default for name, parameter in PARAMETERS.items()}
    assert load_scenario("baseline").values == defaults


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_loads_with_words_and_evidence_and_without_warnings(name):
    scenario = load_scenario(name)
    assert scenario.name == name
    assert not scenario.warnings
    assert unwise(scenario.values) == []
    for language in ("en", "da"):
        assert scenario.title[language].strip()
        assert scenario.summary[language].strip().endswith(".")
    assert len(scenario.evidence) > 40
    assert scenario.values.keys() == PARAMETERS.keys() == scenario.root.keys()


@pytest.mark.parametrize("language", ["en", "da"])
def test_titles_are_distinct(language):
    titles = [summary.title[language] for summary in list_scenarios()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", NAMES[1:])
def test_every_scenario_differs_from_the_baseline_and_burns_in_with_its_levers(name):
    baseline, scenario = load_scenario("baseline"), load_scenario(name)
    assert scenario.differences(baseline)
    for parameter in PARAMETERS.values():
        if parameter.kind == "lever" and name != "reform-timeline":
            assert scenario.root[parameter.name] == baseline.values[parameter.name]
        if parameter.kind != "lever":
            assert scenario.root[parameter.name] == scenario.values[parameter.name]


@pytest.mark.parametrize(("name", "doses"), DOSES.items())
def test_doses_are_those_that_were_asked_for(name, doses):
    differences = load_scenario(name).differences(load_scenario("baseline"))
    assert {parameter: own for parameter, (own, _) in differences.items()} == doses


def test_the_funded_recommendation_adds_only_the_funding():
    plain, funded = (
        load_scenario("full-recommendation"),
        load_scenario("full-recommendation-funded"),
    )
    assert funded.differences(plain) == {"staffing.funding": ("funded", "fixed")}
    assert plain.values["dialogue.joint_leadership"]
    assert plain.values["process.held_weeks"] == (4, 12, 20)


def test_the_three_steps_change_premises_on_the_way():
    scenario = load_scenario("three-step-process")
    assert [change.week for change in scenario.changes] == [20]
    assert not scenario.premises()[1][1]["meeting.shared_goals"]
    assert scenario.premises()[-1][1]["meeting.shared_goals"]


def test_the_reform_timeline_runs_from_2003_to_2026_on_the_refund_of_each_time():
    scenario = load_scenario("reform-timeline")
    assert scenario.values["run.weeks"] == 24 * 52 <= 1400
    regimes = {week: values["refund.regime"] for week, values in scenario.premises()}
    assert regimes[-52] == regimes[0] == "flat"
    assert regimes[182] == "active_passive_2006"
    assert regimes[416] == "active_passive_2011"
    assert regimes[676] == "staircase_2016"
    believed = {week: values["refund.perceived_regime"] for week, values in scenario.premises()}
    assert believed[784] == "active_passive_2011"
    running = {week: values["refund.running_cost_share"] for week, values in scenario.premises()}
    assert (running[0], running[676], running[832]) == (0, 0.5, 0)
    assert not scenario.premises()[-1][1]["law.education_order"]


def test_a_shorter_reform_timeline_leaves_later_reforms_out_and_says_so():
    scenario = load_scenario("reform-timeline", {"run.weeks": 400})
    assert [change.week for change in scenario.changes] == [182, 312, 364]
    assert any("later change" in warning for warning in scenario.warnings)
