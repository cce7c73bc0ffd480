from pathlib import Path

import pytest

from heterophony.scenarios import ScenarioError, load_scenario, parse_assignment
from heterophony.scenarios.consistency import norm_shares


@pytest.fixture
def write(tmp_path):
    def write(text, name="mine.toml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def refusal(reference: str | Path, overrides: dict[str, object] | None = None) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(reference, overrides)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("meeting.intervall_weeks = 4", ["meeting.intervall_weeks = 4", "meeting.interval_weeks"]),
        ("[meetings]\ninterval_weeks = 4", ["no parameter", "meeting.interval_weeks"]),
        ("interval_weeks = 4", ["spare.interval_weeks or meeting.interval_weeks or"]),
        ("[meetings]", ["meetings = {}", "no parameter"]),
        ("titel = 'x'", ['titel = "x"', "nearest valid name: title"]),
        ("meeting = 4", ["meeting = 4", "no parameter"]),
        ("codes.caseworker.caer = 0.3", ["nearest valid name: codes.caseworker.care"]),
        ("refund.rates.stairs = [0.1]", ["no parameter", "refund.rates.staircase_2016"]),
        ("meeting.interval_weeks = 4000", ["4000", "whole number from 1 to 1400", "2 to 16"]),
        ("meeting.interval_weeks = 0", ["from 1 to 1400 (weeks)"]),
        ("meeting.interval_weeks = 4.5", ["4.5", "whole number"]),
        ("meeting.interval_weeks = true", ["true", "whole number"]),
        ("meeting.interval_weeks = '4'", ['"4"', "whole number"]),
        ("meeting.interval_weeks = [4]", ["[4]", "whole number"]),
        ("meeting.interval_weeks.x = 4", ["whole number"]),
        ("meeting.interval_weeks = 1979-05-27", ["1979-05-27", "whole number"]),
        ("coordination.consent = nan", ["NaN", "number from 0 to 1"]),
        ("coordination.consent = inf", ["Infinity", "number from 0 to 1"]),
        ("coordination.consent = -0.1", ["-0.1", "number from 0 to 1"]),
        ("meeting.minutes = 1" + "0" * 400, ["must be a number from 1 to 240"]),
        ("dialogue.caseworker_time_share = 0", ["from 0.01 to 1"]),
        ("mentor.enabled = 1", ["mentor.enabled = 1", "true or false"]),
        ("meeting.chair = 'mento'", ['"caseworker", "mentor", "citizen"', "name: mentor"]),
        ("meeting.chair = 2", ["must be one of"]),
        ("refund.regime = 'all_or_nothing'", ["must be one of", "staircase_2016"]),
        ("codes.caseworker = [0.5, 0.5]", ["list of 4 numbers", "care, law, econ, edu"]),
        ("codes.caseworker.care = 2", ["codes.caseworker.care = 2", "from 0 to 1"]),
        (
            "codes.mentor_own = [1, 0, 0.5, 1]",
            ["codes.mentor_own = [1, 0, 0.5, 1]", "4 whole numbers from 0 to 1", "care, law, econ"],
        ),
        ("codes.mentor_own = [1, 0, 0, 2]", ["whole numbers from 0 to 1"]),
        ("codes.caseworker_own.care = 0.5", ["codes.caseworker_own.care = 0.5", "whole numbers"]),
        ("codes.caseworker_own.care = true", ["whole numbers from 0 to 1"]),
        ("plan.template = [0, 0, 0, 0, 0]", ["plan.template: shares cannot all be 0"]),
        ("dialogue.once_weeks = [3, 3]", ["different whole numbers"]),
        ("dialogue.once_weeks = 3", ["different whole numbers"]),
        ("dialogue.once_weeks = [1.5]", ["different whole numbers"]),
        ("refund.rates.staircase_2016 = [0.8]", ["staircase_2016 (4)"]),
        ("refund.rates = 0.5", ["table of lists"]),
        ("name = 4", ["name = 4", "text in quotes"]),
        ("name = ''", ["text in quotes"]),
        ("title = { dk = 'x' }", ["title", 'en = "...", da = "..."']),
        ("summary = 4", ["summary = 4"]),
        ("extends = 4", ["extends = 4", "text in quotes"]),
        ("evidence = []", ["evidence = []"]),
        ("burn_in = 4", ["burn_in = 4", "table of levers"]),
        ("burn_in.mentor.enabled = false", ["mentor.enabled", "context", "allowed here: levers"]),
        ("burn_in.meeting.interval_week = 4", ["burn_in", "meeting.interval_weeks"]),
    ],
)
def test_a_wrong_entry_is_named_with_file_key_value_and_what_is_allowed(write, text, parts):
    path = write(text)
    message = refusal(path)
    assert message.startswith(f"{path}")
    for part in parts:
        assert part in message


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("change = 4", "change = 4: must be tables headed [[change]]"),
        ("[[change]]\nmeeting.interval_weeks = 4", "change without week"),
        ("[[change]]\nweek = -1", "change.week = -1: must be a whole number from 0"),
        ("[[change]]\nweek = 2.5", "change.week = 2.5: must be a whole number from 0"),
        ("[[change]]\nweek = true", "change.week = true: must be a whole number from 0"),
        ("[[change]]\nweek = 156", "change.week = 156: must be below run.weeks = 156"),
        ("[[change]]\nweek = 3\n[[change]]\nweek = 3", "already a change in this week"),
        ("[[change]]\nweek = 3\nrun.weeks = 60", "run.weeks holds for the whole run"),
        ("[[change]]\nweek = 3\npopulation.jobcentres = 2", "cannot change on the way"),
        ("[[change]]\nweek = 3\nmeeting.chair = 'x'", "change in week 3: meeting.chair"),
        ("[[change]]\nweek = 3\nweeks = 4", "nearest valid name: run.weeks"),
    ],
)
def test_a_wrong_change_is_refused(write, text, part):
    assert part in refusal(write(text))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("mentor.enabled = false\nmeeting.chair = 'mentor'", "needs a mentor"),
        ("phase.opening_end = 0.9", "phase.opening_end = 0.9 lies above phase.middle_end = 0.75"),
        ("education.cap_floor = 1\neducation.cap_ceiling = 0.5", "lies above"),
        (
            "dialogue.attendance = 'mentors'\ndialogue.caseworkers_attending = 2",
            "contradicts dialogue.attendance",
        ),
        ("process.held_weeks = [4, 8]\nprocess.cancelled_weeks = [8]", "share the weeks [8]"),
        ("meeting.minutes = 240\nmeeting.norm_minutes = 5", "1,440 turns; at most 1,000"),
        (
            "staffing.caseworker_caseload = 1\npopulation.mentored_share = 0.05",
            "2,560 caseworker posts",
        ),
        ("population.jobcentres = 10000", "1,280,000 citizens; at most 1,000,000"),
        (
            "meeting.chair = 'mentor'\n[[change]]\nweek = 8\nmentor.enabled = false",
            "from week 8: meeting.chair",
        ),
    ],
)
def test_impossible_combinations_are_refused(write, text, part):
    assert part in refusal(write(text))


def test_every_problem_of_a_file_is_named_at_once(write):
    path = write("a = 1\nmeeting.interval_weeks = 0\n[[change]]\nweek = -2")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    assert len(caught.value.problems) == 3
    assert str(caught.value).count(str(path)) == 3
    assert [problem.key for problem in caught.value.problems][1] == "meeting.interval_weeks"


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "is empty"),
        (b"# nothing but a remark\n", "is empty"),
        (b"[meeting\ninterval_weeks = 4", "not valid TOML"),
        (b"name = 'x'\nmeeting = = 4", "line 2"),
        (b"name = '\xe6'", "not UTF-8 text: byte 8 is 0xe6"),
        (b"x = " + b"[" * 5000, "not valid TOML"),
        (b"x = 1" + b"0" * 5000, "not valid TOML"),
        (b"\x00", "not valid TOML"),
    ],
)
def test_a_file_that_is_no_scenario_is_refused(write, content, part):
    path = write(content)
    message = refusal(path)
    assert part in message
    assert str(path) in message


def test_a_mark_of_byte_order_is_no_obstacle(write):
    assert load_scenario(write(b"\xef\xbb\xbfname = 'x'")).name == "x"


def test_missing_files_directories_and_unknown_names_are_told_apart(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    assert "there is no file" in refusal("nothing.toml")
    assert "nearest valid name: baseline" in refusal("basline.toml")
    assert "is a directory" in refusal("./folder")
    assert "is a directory" in refusal(tmp_path)
    assert "is a directory, not a scenario file" in refusal("folder")
    assert "nearest valid name: pre-meeting" in refusal("pre-meetings")
    assert "nearest valid name" not in refusal("nosuch")
    for odd in ("x\0y.toml", "long" * 200 + ".toml", "~nobody-of-this-name/x.toml"):
        assert odd[-6:] in refusal(odd) or odd[:4] in refusal(odd)
    assert "the name of a scenario is empty" in refusal("")


@pytest.mark.parametrize("odd", [None, 3, [], b"baseline"])
def test_what_is_neither_a_name_nor_a_path_is_refused(odd):
    assert "must be a name of the library or a path" in refusal(odd)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("staffing.mentor", "staffing.mentors"), ("run.week", "run.weeks")],
)
def test_a_slip_of_one_letter_leads_to_the_name_beside_it(written, meant):
    assert f"nearest valid name: {meant}" in refusal("baseline", {written: 2})


def test_a_circle_of_extends_is_shown(write):
    write("extends = 'b.toml'", "a.toml")
    write("extends = 'c.toml'", "b.toml")
    path = write("extends = 'a.toml'", "c.toml")
    message = refusal(path)
    assert "circular" in message
    chain = message.split("circular: ")[1]
    assert [part.rpartition("/")[2] for part in chain.split(" -> ")] == [
        "c.toml",
        "a.toml",
        "b.toml",
        "c.toml",
    ]
    assert "circular" in refusal(write("extends = 'self.toml'", "self.toml"))


def test_an_unknown_parent_is_refused_in_the_name_of_the_child(write):
    message = refusal(write("extends = 'basline'"))
    assert "mine.toml" in message
    assert "nearest valid name: baseline" in message


def test_an_override_is_refused_in_the_name_of_the_option():
    message = refusal("baseline", {"meeting.interval_weeks": 0})
    assert message.startswith("--set: meeting.interval_weeks = 0: must be")


@pytest.mark.parametrize("text", ["meeting.interval_weeks", "=4", "meeting.interval_weeks=", ""])
def test_an_assignment_without_name_or_value_is_refused(text):
    with pytest.raises(ScenarioError, match="name=value"):
        parse_assignment(text)


def test_a_refusal_survives_a_process_boundary():
    import pickle

    with pytest.raises(ScenarioError) as caught:
        load_scenario("basline")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert str(copy) == str(caught.value)
    assert copy.problems == caught.value.problems


def test_shares_are_added_from_left_to_right_under_every_python():
    # `sum` compensates from Python 3.12 on and finds 3.22 here: shares with other last bits.
    shares = (0.34, 0.61, 0.89, 0.85, 0.53)
    values = dict(load_scenario("baseline").values)
    names = [name for name in values if name.startswith("ownership.weight_")]
    values.update(zip(names, shares, strict=True))
    assert norm_shares(values, "here", []) == set(names)
    assert [values[name] for name in names] == [share / 3.2199999999999998 for share in shares]
