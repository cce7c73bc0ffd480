from heterophony.scenarios import OUTCOMES

MONEY = ("benefit_cost", "refund_income", "municipal_net_cost", "staff_cost", "running_cost_refund")


def test_an_outcome_is_of_a_week_or_of_a_run():
    # tests/experiments/test_replicates.py holds that a run reports each of them at its level.
    assert {outcome.level for outcome in OUTCOMES.values()} == {"weekly", "run"}


def test_money_is_always_a_range():
    for name in MONEY:
        ends = [OUTCOMES[f"{name}{end}"] for end in ("_low", "", "_high")]
        assert {each.level for each in ends} == {"run"}, name


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
        "placement_pressure": (0, None),
    }


def test_headlines_never_show_an_absolute_sum_of_money():
    headlines = {name for name, outcome in OUTCOMES.items() if outcome.headline}
    assert "ownership_52w" in headlines
    assert not headlines & set(MONEY)
