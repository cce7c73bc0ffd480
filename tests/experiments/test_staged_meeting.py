"""A meeting is staged as its run has it, and set beside the same one under another policy."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from heterophony.agents.vocabulary import ACT_NAMES, CODE_NAMES, SPEAKER_NAMES
from heterophony.experiments import RequestError
from heterophony.experiments.methods.staged_meeting import (
    account,
    changed_turns,
    citizens_year,
    fate_of,
    most_met,
    policy_from_week,
    row_of,
    shows,
    staged,
    year_of_meetings,
)
from heterophony.scenarios import load_scenario

logs = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_logs.py"))))
WEEK = 20


@pytest.fixture(scope="module")
def today():
    return load_scenario("baseline")


@pytest.fixture(scope="module")
def year(today):
    return year_of_meetings(today, 1, 30)


@pytest.fixture(scope="module")
def citizen(year):
    return most_met(year.meetings)


def test_what_turns_moved_adds_up_to_what_the_caseworker_ends_with(year):
    for row in range(0, 200, 9):
        document = staged(year, account(year, row, 1, "en"))
        assert document["turns"][-1]["demand"] == pytest.approx(
            year.meetings["proposal_caseworker"][row]
        )
        turns = year.turns(row)
        for side in ("caseworker", "mentor"):
            moved = sum(getattr(turn, f"image_moved_{side}") for turn in turns)
            assert document["turns"][-1][f"image_{side}"] == pytest.approx(moved)


def test_a_citizens_year_holds_every_week_and_meeting(year, citizen):
    found = citizens_year(year, citizen)
    assert found["weeks"] == list(range(30))
    assert len(found["meetings"]) == sum(year.meetings["citizen"] == citizen)
    assert {each["kind"] for each in found["events"]} >= {"meeting"}
    row = found["meetings"][1]
    document = staged(year, account(year, row, 1, "da"))
    week = document["week"]
    assert document["after"]["ownership"] == found["states"]["ownership"][week]
    assert document["before"]["pressure"] == found["states"]["pressure"][week - 1]


def test_a_year_without_three_party_meetings_cannot_be_staged(year):
    none = {name: column[:0] for name, column in year.meetings.items()}
    with pytest.raises(RequestError, match="no three-party meeting is held in the first 53 weeks"):
        most_met(none)


def test_a_scenario_of_counts_cannot_be_staged(today):
    counts = today.replaced({"alternatives.meeting": "counts"})
    with pytest.raises(RequestError, match=r"alternatives\.meeting = counts; allowed .*: turns"):
        year_of_meetings(counts, 1)


def test_a_citizen_who_is_not_there_is_refused(year):
    with pytest.raises(RequestError, match="no citizen 5 in this run; there are"):
        citizens_year(year, 5)


def test_another_policy_from_a_week_on_leaves_everything_before_as_it_was(today, year, citizen):
    week = int(year.meetings["week"][citizens_year(year, citizen)["meetings"][1]])
    policy = policy_from_week(today, load_scenario("citizen-chairs"), week)
    other = year_of_meetings(policy, 1, week + 1)
    earlier = year.meetings["week"] < week
    count = int(earlier.sum())
    for name, column in (other.meetings or {}).items():
        assert (column[:count] == year.meetings[name][earlier]).all(), name
    rows = row_of(year, citizen, week), row_of(other, citizen, week)
    gone, new = changed_turns(year.turns(rows[0]), other.turns(rows[1]))
    assert any(new)
    assert any(gone)


def test_the_same_policy_changes_no_turn(today, year, citizen):
    week = int(year.meetings["week"][citizens_year(year, citizen)["meetings"][1]])
    other = year_of_meetings(policy_from_week(today, today, week), 1, week + 1)
    rows = row_of(year, citizen, week), row_of(other, citizen, week)
    gone, new = changed_turns(year.turns(rows[0]), other.turns(rows[1]))
    assert not any(gone)
    assert not any(new)


def test_a_turn_that_is_put_in_is_the_only_one_marked():
    turns = [logs.logged("mentor", code, "small_step") for code in ("care", "law", "education")]
    more = [*turns[:1], logs.logged("citizen", "care", "wish"), *turns[1:]]
    assert changed_turns(turns, more) == ([False] * 3, [False, True, False, False])


@pytest.mark.parametrize("act", ACT_NAMES)
@pytest.mark.parametrize("speaker", SPEAKER_NAMES)
def test_what_is_said_of_a_turn_is_in_its_log(speaker, act):
    for code in CODE_NAMES:
        turn = logs.logged(speaker, code, act)
        assert fate_of(turn) == ""
        assert fate_of(turn._replace(taken_up=1)) == "taken_up"
        assert fate_of(turn._replace(taken_up=1, translated=True)) == "translated"
        assert fate_of(turn._replace(taken_up=0)) == "missed"
        assert fate_of(turn._replace(told_taken_up=1)) == "told_taken_up"
        assert fate_of(turn._replace(told_taken_up=0)) == "told_missed"
        fronts = shows(turn), shows(turn._replace(said_from_front=True))
        assert fronts == (("plain", "front") if speaker == "citizen" else ("", ""))
        assert shows(turn._replace(slip=True)) == ("slip" if speaker == "citizen" else "")
