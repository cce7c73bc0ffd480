from heterophony.scenarios import OUTCOMES

WEEKLY = """
demand feasible_demand case_knowledge_mentor session_attendance ownership autonomy meaning
trust_mentor trust_caseworker realism consistency pressure change_fatigue distress
everyday_mastery education_readiness in_crisis presented_state true_state presentation_gap
plan_match fiction_divergence understanding relational_coordination meaning_horizon_caseworkers
meaning_horizon_mentors preparation caseworker_utilisation mentor_utilisation
"""
PER_RUN = """
ownership_8w ownership_26w ownership_52w education_start_52w own_education_start_52w
ordered_education_start_52w education_dropout_52w education_persistence_26w in_education_52w
in_job_52w job_start_52w lost_52w strong_reactions meetings_on_time sanctions_per_100_no_shows
caseworker_change_52w caseworker_turn_share caseworker_law_economy_share mentor_care_share
measuring_questions plan_match_at_referral trust_caseworker_at_referral
presentation_gap_first_meeting residual_referral_share own_steps spare_contacts slips repairs
unprompted_claims slips_repaired_share practised_share mentor_turn_share_first_half
mentor_turn_share_second_half demand_over placement_push meetings_continuing_mentor
meetings_raising_education meeting_impulse presentation_gap_meeting presentation_gap_session
case_knowledge_caseworker citizen_talk_share uptake improved_true_39w
improved_in_mentor_view_39w improved_in_caseworker_view_39w caseworker_hours mentor_hours
practised_share_pre_meeting practised_share_debrief practised_share_alignment
practised_share_shared_goals practised_share_small_steps practised_share_it_support
"""
MONEY = "benefit_cost refund_income municipal_net_cost staff_cost running_cost_refund"
CASEWORKER_ACTIVITIES = """
background interviews meetings preparation coordination dialogue spare overtime funded
"""
MENTOR_ACTIVITIES = "sessions meetings coordination shielding dialogue consent funded"


def test_every_weekly_outcome_is_declared():
    weekly = [name for name, outcome in OUTCOMES.items() if outcome.level == "weekly"]
    assert weekly == WEEKLY.split()


def test_every_outcome_of_a_run_is_declared():
    expected = set(PER_RUN.split())
    expected |= {f"{name}{end}" for name in MONEY.split() for end in ("", "_low", "_high")}
    expected |= {f"caseworker_hours_{activity}" for activity in CASEWORKER_ACTIVITIES.split()}
    expected |= {f"mentor_hours_{activity}" for activity in MENTOR_ACTIVITIES.split()}
    assert {name for name, outcome in OUTCOMES.items() if outcome.level == "run"} == expected


def test_every_outcome_has_words_in_both_languages():
    for name, outcome in OUTCOMES.items():
        assert outcome.name == name
        for language in ("en", "da"):
            assert outcome.title[language].strip(), name
            assert outcome.help[language].strip().endswith("."), name


def test_titles_are_distinct_in_each_language():
    for language in ("en", "da"):
        titles = [outcome.title[language] for outcome in OUTCOMES.values()]
        assert len(set(titles)) == len(titles)


def test_smallest_differences_are_those_of_the_patterns():
    expected = {
        "ownership_52w": 0.02,
        "pressure": 0.02,
        "consistency": 0.03,
        "plan_match": 0.02,
        "relational_coordination": 0.15,
        "education_start_52w": 0.02,
        "education_persistence_26w": 0.05,
    }
    assert {name: OUTCOMES[name].smallest_difference for name in expected} == expected
    assert all(outcome.smallest_difference > 0 for outcome in OUTCOMES.values())


def test_only_relational_coordination_and_what_is_open_leaves_zero_to_one_among_weekly_outcomes():
    spans = {
        name: (outcome.minimum, outcome.maximum)
        for name, outcome in OUTCOMES.items()
        if outcome.level == "weekly" and (outcome.minimum, outcome.maximum) != (0, 1)
    }
    assert spans == {
        "relational_coordination": (1, 5),
        "caseworker_utilisation": (0, None),
        "mentor_utilisation": (0, None),
    }


def test_headlines_never_show_an_absolute_sum_of_money():
    headlines = {name for name, outcome in OUTCOMES.items() if outcome.headline}
    assert "ownership_52w" in headlines
    assert not headlines & set(MONEY.split())
