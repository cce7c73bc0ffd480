import pytest

from heterophony.scenarios import Scenario, ScenarioError, load_scenario, parse_assignment


@pytest.fixture
def load(tmp_path):
    def load(text, name="mine.toml", **overrides):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return load_scenario(path, overrides or None)

    return load


def test_a_child_says_only_what_differs_from_its_parent(load):
    load("extends = 'pre-meeting'\nmeeting.interval_weeks = 4", "parent.toml")
    child = load("extends = 'parent.toml'\nmeeting.pre_meeting_minutes = 5")
    assert child.values["meeting.interval_weeks"] == 4
    assert child.values["meeting.pre_meeting_minutes"] == 5


def test_a_parent_is_sought_beside_its_child(load, tmp_path, monkeypatch):
    (tmp_path / "inner").mkdir()
    load("meeting.minutes = 30", "parent.toml")
    (tmp_path / "inner" / "child.toml").write_text("extends = '../parent.toml'", "utf-8")
    monkeypatch.chdir("/")
    child = load_scenario(tmp_path / "inner" / "child.toml")
    assert child.values["meeting.minutes"] == 30


def test_texts_are_the_childs_own_and_have_sensible_defaults(load):
    scenario = load("extends = 'pre-meeting'", "longer-talk.toml")
    assert scenario.name == "longer-talk"
    assert scenario.title == {"en": "longer-talk", "da": "longer-talk"}
    scenario = load("title = { da = 'Længere samtale' }\nsummary = 'x'")
    assert scenario.title == {"en": "Længere samtale", "da": "Længere samtale"}
    assert scenario.summary == {"en": "x", "da": "x"}


def test_levers_wait_for_week_0_and_everything_else_holds_from_the_start(load):
    text = "extends = 'baseline'\nmeeting.interval_weeks = 4\nmeeting.minutes = 30"
    (first, burn_in), (second, policy) = load(text).premises()
    assert (first, second) == (-52, 0)
    assert (burn_in["meeting.interval_weeks"], policy["meeting.interval_weeks"]) == (8, 4)
    assert burn_in["meeting.minutes"] == policy["meeting.minutes"] == 30


def test_a_root_burns_in_with_its_own_levers_and_overrides_are_policy(load):
    scenario = load("meeting.interval_weeks = 4", **{"meeting.chair": "citizen"})
    assert scenario.root["meeting.interval_weeks"] == 4
    assert scenario.root["meeting.chair"] == "caseworker"
    assert scenario.values["meeting.chair"] == "citizen"
    assert scenario.baseline_values() == scenario.root


def test_policy_in_burn_in_makes_one_stretch(load):
    scenario = load("extends = 'pre-meeting'\nrun.policy_in_burn_in = true")
    assert scenario.premises() == [(-52, scenario.values)]
    scenario = load("extends = 'pre-meeting'\nrun.burn_in_weeks = 0")
    assert scenario.premises() == [(0, scenario.values)]


def test_burn_in_levers_can_be_said_outright(load):
    scenario = load("extends = 'baseline'\n[burn_in.refund]\nregime = 'flat'")
    assert scenario.root["refund.regime"] == "flat"
    assert scenario.values["refund.regime"] == "staircase_2016"
    child = load("extends = 'mine.toml'", "child.toml")
    assert child.root["refund.regime"] == "flat"


def test_changes_add_up_in_the_order_of_their_weeks(load):
    text = """
    [[change]]
    week = 30
    meeting.chair = "citizen"
    [[change]]
    week = 10
    meeting.interval_weeks = 4
    """
    scenario = load(text)
    assert [change.week for change in scenario.changes] == [10, 30]
    weeks = [week for week, _ in scenario.premises()]
    last = scenario.premises()[-1][1]
    assert weeks == [-52, 0, 10, 30]
    assert (last["meeting.interval_weeks"], last["meeting.chair"]) == (4, "citizen")
    assert scenario.changes[0].values == {"meeting.interval_weeks": 4}


def test_a_change_in_week_0_is_part_of_the_policy(load):
    scenario = load("[[change]]\nweek = 0\nmeeting.chair = 'citizen'")
    assert [week for week, _ in scenario.premises()] == [-52, 0]
    assert scenario.premises()[1][1]["meeting.chair"] == "citizen"


def test_a_child_inherits_changes_and_may_change_more_in_the_same_week(load):
    load("[[change]]\nweek = 5\nmeeting.chair = 'citizen'\nmeeting.minutes = 30", "parent.toml")
    child = load("extends = 'parent.toml'\n[[change]]\nweek = 5\nmeeting.minutes = 40")
    assert child.changes[0].values == {"meeting.minutes": 40, "meeting.chair": "citizen"}


def test_a_child_with_a_shorter_run_leaves_its_parents_later_changes_out(load):
    load("[[change]]\nweek = 100\nmeeting.chair = 'citizen'", "parent.toml")
    child = load("extends = 'parent.toml'\nrun.weeks = 80")
    assert child.changes == ()
    assert "leaves out 1 later change" in child.warnings[0]


def test_one_component_changes_and_shares_are_normed(load):
    scenario = load("codes.caseworker.care = 0.6")
    assert scenario.values["codes.caseworker"] == pytest.approx((3 / 7, 3 / 14, 2.5 / 14, 2.5 / 14))
    scenario = load("[codes.caseworker]\ncare = 1\nlaw = 1\necon = 1\nedu = 1")
    assert scenario.values["codes.caseworker"] == (0.25, 0.25, 0.25, 0.25)
    changed = load("[[change]]\nweek = 4\ncodes.mentor.care = 0.3").changes[0].values
    assert sum(changed["codes.mentor"]) == pytest.approx(1)


def test_the_five_weights_of_ownership_are_normed_together(load):
    scenario = load("ownership.weight_autonomy = 1.0")
    names = ["autonomy", "meaning", "trust", "realism", "consistency"]
    weights = [scenario.values[f"ownership.weight_{name}"] for name in names]
    assert sum(weights) == pytest.approx(1)
    assert weights[0] / weights[1] == pytest.approx(1 / 0.26)


def test_one_row_of_the_refund_table_changes_alone(load):
    rates = load("refund.rates.flat = [0.4]").values["refund.rates"]
    assert rates["flat"] == (0.4,)
    assert rates["staircase_2016"] == (0.8, 0.4, 0.3, 0.2)


def test_plain_forms_are_numbers_of_the_declared_type(load):
    values = load("meeting.minutes = 30\nmeeting.interval_weeks = 4.0").values
    assert (type(values["meeting.minutes"]), type(values["meeting.interval_weeks"])) == (float, int)
    assert load("dialogue.once_weeks = [9, 3]").values["dialogue.once_weeks"] == (3, 9)
    assert load("meeting.turns = 40").values["meeting.turns"] == 40
    assert load("meeting.turns = 'unset'").values["meeting.turns"] is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a.b=4", 4),
        ("a.b = 4.5", 4.5),
        ("a.b=.5", 0.5),
        ("a.b=true", True),
        ("a.b=mentor", "mentor"),
        ('a.b="mentor"', "mentor"),
        ("a.b=[1, 2]", [1, 2]),
        ("a.b=x=y", "x=y"),
        ("a.b=1\nc = 2", "1\nc = 2"),
    ],
)
def test_assignments_are_read_as_a_file_would_be_and_words_need_no_quotes(text, value):
    assert parse_assignment(text) == ("a.b", value)


def test_more_interviews_than_the_deadline_leaves_room_for_is_a_warning(load):
    scenario = load("referral.interviews = 4")
    assert "leaves 1: about 1 will be held" in scenario.warnings[0]
    assert not load("referral.interviews = 4\nreferral.deadline_weeks = 9").warnings


def test_an_override_that_a_change_ends_is_a_warning():
    scenario = load_scenario("reform-timeline", {"refund.regime": "none"})
    assert "refund.regime holds until week 182" in scenario.warnings[0]


def test_a_policy_based_on_another_scenario_burns_in_with_its_levers():
    baseline = load_scenario("meetings-every-4-weeks", {"meeting.minutes": 40})
    policy = load_scenario("pre-meeting").based_on(baseline)
    assert policy.root["meeting.interval_weeks"] == 4
    assert policy.root["meeting.minutes"] == policy.values["meeting.minutes"] == 20
    assert policy.values["meeting.interval_weeks"] == 8


def test_replacing_values_checks_them_and_leaves_the_original_alone():
    baseline = load_scenario("baseline")
    changed = baseline.replaced({"meeting.interval_weeks": 4}, **{"meeting.chair": "citizen"})
    assert isinstance(changed, Scenario)
    assert changed.differences(baseline) == {
        "meeting.interval_weeks": (4, 8),
        "meeting.chair": ("citizen", "caseworker"),
    }
    assert baseline.values["meeting.interval_weeks"] == 8
    again = load_scenario(baseline, {"meeting.interval_weeks": 4})
    assert again.values["meeting.interval_weeks"] == 4
    with pytest.raises(ScenarioError, match=r"given values: meeting\.interval_weeks = 0"):
        baseline.replaced({"meeting.interval_weeks": 0})
