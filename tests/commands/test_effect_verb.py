"""The table of a lever's effects on the command line, and as CSV for a spreadsheet."""

import csv
import json

import pandas as pd
import pytest

from heterophony.experiments import lever_effects, sweep
from heterophony.experiments.results.csv import csv_bytes

WEEKS = "meeting.interval_weeks"
PLAN = """
scenario = "baseline"
replicates = 4
outcomes = ["pressure", "ownership_8w"]
[set]
"run.weeks" = 30
"run.burn_in_weeks" = 8
"staffing.mentors" = 2
[grid]
"meeting.interval_weeks" = [8, 4]
"staffing.caseworker_caseload" = [35, 45, 60, 80]
"meeting.shared_goals" = [false, true]
"""


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text(PLAN, "utf-8")
    return path


def test_one_command_gives_the_table_of_four_caseloads_by_two(command, plan, tmp_path):
    out = tmp_path / "store"
    done = command("sweep", plan, "--out", out, "--effect-of", f"{WEEKS}=8,4", "--json")
    found = json.loads(done.out)["effects"]["effects"]
    rows = [row for row in found if row["outcome"] == "pressure"]
    assert len(rows) == 8
    runs = pd.read_parquet(out / "runs")
    keys = ["staffing.caseworker_caseload", "meeting.shared_goals"]
    table = runs.pivot_table(index=[*keys, "replicate"], columns=WEEKS, values="pressure")
    by_hand = (table[4] - table[8]).groupby(keys).mean()
    for row in rows:
        assert row["difference"] == pytest.approx(by_hand[tuple(row[key] for key in keys)])


def test_the_verb_writes_a_table_that_a_danish_spreadsheet_reads(command, plan, tmp_path):
    out, file = tmp_path / "store", tmp_path / "effects.csv"
    sweep(plan, out)
    command("effect", out, f"{WEEKS}=8,4", "--csv", file, "--decimal", "comma")
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";"))
    frame = lever_effects(sweep(plan, out), WEEKS, 8, 4).to_frame()
    assert len(rows) == len(frame)
    read = [float(row["difference"].replace(",", ".")) for row in rows]
    assert read == pytest.approx(frame["difference"].tolist())
    assert "." not in rows[0]["difference"]


def test_a_foreign_file_is_not_replaced_and_an_earlier_table_is(command, plan, tmp_path):
    out, file = tmp_path / "store", tmp_path / "mine.csv"
    sweep(plan, out)
    file.write_text("a,b\n1,2\n")
    refused = command("effect", out, WEEKS, "--csv", file)
    assert refused.code == 2
    assert "was not written by heterophony" in refused.err
    assert command("effect", out, WEEKS, "--csv", file, "--force").code == 0
    assert command("effect", out, WEEKS, "--csv", file).code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("meeting.interval_weeks=8",), "must have the form NAME=FROM,TO"),
        (("meeting.interval_weeks", "--decimal", "comma"), "--decimal goes with --csv"),
    ],
)
def test_a_wrong_request_says_what_is_allowed(command, words, said, tmp_path):
    ended = command("effect", tmp_path / "store", *words)
    assert ended.code == 2
    assert said in ended.err


def test_numbers_of_a_csv_come_back_exactly():
    frame = pd.DataFrame({"difference": [0.1 + 0.2, -1e-12], "policy": ["a;b", "æ"]})
    text = csv_bytes(frame, "comma").decode("utf-8-sig")
    rows = list(csv.reader(text.splitlines(), delimiter=";"))[1:]
    assert [float(row[0].replace(",", ".")) for row in rows] == frame["difference"].tolist()
    assert [row[1] for row in rows] == ["a;b", "æ"]
