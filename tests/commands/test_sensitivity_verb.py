"""The verb `sensitivity` as its users meet it."""

import json
from pathlib import Path

import pytest

from heterophony.experiments import Sensitivity

SHORT = ("--set", "run.burn_in_weeks=8", "--weeks", "30")
SMALL = (*SHORT, "--parameters", "plan.template", "--samples", 4, "--replicates", 2)


def test_it_says_the_work_prints_one_document_and_keeps_a_folder(
    command, empty_folder: Path
) -> None:
    words = ("sensitivity", "baseline", "shared-goals", *SMALL, "--outcome", "plan_match")
    ended = command(*words, "--out", "results", "--json")
    assert ended.code == 0
    found = json.loads(ended.out)
    assert (found["method"], found["policy"], found["failed"]) == ("morris", "shared-goals", 0)
    assert found["runs"] == found["points"] * 2 * 2
    assert "2 seeds each" in ended.err
    read = Sensitivity.read("results")
    assert read.to_json_dict() == found
    again = command(*words, "--out", "results")
    assert again.code == 0
    assert f"{found['points']} points are already there" in again.err
    assert "plan_match, shared-goals less baseline: effects of moving" in again.out
    assert "inputs share ranks and are not ranked" in again.out
    assert "of the variance between points (2 seeds each)" in again.out


def test_shares_of_variance_are_printed_with_both_indices(command) -> None:
    words = ("--method", "sobol", "--parameters", "meeting.pre_meeting_minutes")
    ended = command("sensitivity", "baseline", *SMALL, *words, "--outcome", "pressure")
    assert ended.code == 0
    head = next(line for line in ended.out.splitlines() if "95 % interval" in line)
    assert head.index("total") < head.index("alone")


def test_an_outcome_without_values_is_refused_in_words_and_ends_with_1(command) -> None:
    outcomes = ("--outcome", "ownership_52w", "--outcome", "pressure")
    ended = command("sensitivity", "baseline", *SMALL, *outcomes)
    assert ended.code == 1
    assert "ownership_52w is not analysed: 100.0% of the points have no value" in ended.err
    assert "pressure, baseline:" in ended.out


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("baseline --outcome ownership_52", ["outcome", "ownership_52w"]),
        ("baseline --parameters plan.templat", ["plan.template"]),
        ("baseline --method sobol --samples 100", ["64 or 128"]),
        ("baseline --method magic", ["--method", "morris"]),
        ("baseline --samples 0", ["--samples", "1 to 1000000"]),
        ("baseline pre-meeting --parameters meeting", ["meeting.pre_meeting_minutes is what"]),
        ("baseline --method sobol --samples 65536", ["runs; at most 5,000,000"]),
        ("basline", ["baseline"]),
    ],
)
def test_a_wrong_request_ends_with_2_before_anything_runs(
    command, empty_folder: Path, words: str, parts: list[str]
) -> None:
    ended = command("sensitivity", *words.split(), "--out", "results")
    assert (ended.code, ended.out) == (2, "")
    assert all(part in ended.err for part in parts), ended.err
    assert list(empty_folder.iterdir()) == []


GROUPED = ("--method", "sobol", "--samples", 4, "--replicates", 2, "--outcome", "pressure")


def test_groups_and_correlations_are_taken_from_options_and_a_file(
    command, empty_folder: Path
) -> None:
    Path("inputs.toml").write_text(
        'parameters = ["meeting.pre_meeting_minutes"]\n'
        "correlations = [\n"
        '  ["meeting.pre_meeting_minutes", "plan.template.network", -0.3],\n'
        "]\n"
        '[groups]\ntemplate = ["plan.template"]\n',
        "utf-8",
    )
    words = ("baseline", *SHORT, *GROUPED, "--inputs", "inputs.toml", "--group", "reaction")
    ended = command("sensitivity", *words, "--out", "results", "--json")
    assert ended.code == 0
    found = json.loads(ended.out)
    assert set(found["groups"]) == {"template", "reaction"}
    assert found["points"] == 4 * (2 * 3 + 1)
    rows = {each["input"] for each in found["outcomes"]["pressure"]["inputs"]}
    assert rows == {"meeting.pre_meeting_minutes", "template", "reaction"}
    shown = command("sensitivity", *words, "--out", "results")
    assert "inputs)" in shown.out
    said = "Correlated by rank: plan.template.network and meeting.pre_meeting_minutes -0.3."
    assert said in " ".join(shown.out.split())
    assert command("rerun", "results").out.startswith("The sensitivity came out equal")
    assert command("report", "results").code == 0
    page = Path("results/report-en.html").read_text("utf-8")
    assert "assumptions that move together" in page
    assert "by rank" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--group plan=plan.templat", "groups: plan: nothing is called 'plan.templat'"),
        ("--group a=plan.template --group b=plan", "is in a and in b; an input moves with one"),
        ("--group a=plan --group a=reaction", "groups: a is named twice"),
        ("--group =plan", "--group '=plan'; allowed: NAME=INPUT,INPUT"),
        (
            "--group ownership.gain=plan --parameters ownership.gain",
            "groups: ownership.gain also varies by itself",
        ),
        ("--parameters plan --correlated plan=0.5", "allowed: INPUT,INPUT=R with R from -1 to 1"),
        ("--parameters plan --correlated a,b=much", "allowed: INPUT,INPUT=R with R from -1 to 1"),
        ("--inputs nowhere.toml", "there is no file of inputs 'nowhere.toml'"),
    ],
)
def test_what_cannot_be_a_group_or_a_pair_is_refused(command, words: str, said: str) -> None:
    ended = command("sensitivity", "baseline", "--method", "sobol", *words.split())
    assert ended.code == 2
    assert said in ended.err
