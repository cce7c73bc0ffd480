"""`compare --within`: who repairs the harm of a change, on the command line and in the report."""

import json
from pathlib import Path

import pytest

WEEKS = "meeting.interval_weeks"
WORDS = ("--set", "run.burn_in_weeks=8", "--weeks", "30", "--replicates", "3")


def test_the_verb_shows_it_keeps_a_store_and_resumes(command, empty_folder: Path) -> None:
    line = ("compare", "baseline", "shared-goals", "--within", f"{WEEKS}=8,4", *WORDS)
    shown = command(*line)
    assert shown.code == 0
    assert "scenario=shared-goals instead of baseline" in shown.out
    assert "so it" in shown.out
    assert list(empty_folder.iterdir()) == []
    ended = command(*line, "--out", "results", "--csv", "effects.csv", "--json")
    document = json.loads(ended.out)
    assert {"effects", "interactions"} <= set(document)
    assert {row["at"] for row in document["interactions"]} == {"shared-goals"}
    assert Path("effects.csv").exists()
    assert json.loads(command(*line, "--out", "results", "--json").out) == document
    again = command("effect", "results", f"{WEEKS}=8,4", "--json")
    assert json.loads(again.out)["interactions"] == document["interactions"]
    assert command("report", "results").code == 0
    page = Path("results/report-en.html").read_text("utf-8")
    assert "What it does before" in page


def test_a_change_between_two_whole_numbers_of_a_measure_is_two_numbers(command) -> None:
    line = ("compare", "baseline", "shared-goals", "--within", "staffing.caseworker_caseload=60,45")
    ended = command(*line, *WORDS, "--json")
    assert ended.code == 0
    (row,) = (r for r in json.loads(ended.out)["interactions"] if r["outcome"] == "ownership_52w")
    assert row["at"] == "shared-goals"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("meetings-every-4-weeks --within meeting.interval_weeks=8,4", "4-weeks sets itself"),
        ("shared-goals --within meeting.interval_weeks", "must have the form NAME=FROM,TO"),
        ("shared-goals --within meeting.interval_week=8,4", "nearest valid name: meeting.int"),
        ("shared-goals --within meeting.interval=8,4", "nearest valid name: meeting.int"),
        ("shared-goals --within staffing.caseworker_caseload=0,2,0,8", "NAME=FROM,TO"),
        ("shared-goals --within meeting.interval_weeks=8,4 --worlds 5", "--worlds and --within"),
        ("shared-goals --within meeting.interval_weeks=8,8", "8"),
    ],
)
def test_what_cannot_be_compared_within_is_refused(command, words: str, said: str) -> None:
    ended = command("compare", "baseline", *words.split())
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
