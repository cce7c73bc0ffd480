"""The verbs `validate` and `evidence`: scoreboards and dependencies, said and written."""

import json
import signal
import tomllib
from dataclasses import replace

import pytest
import tomlkit

from heterophony.experiments.methods.patterns import arms
from heterophony.experiments.methods.patterns.checking import (
    add_ablations,
    check_all,
    fate,
)
from heterophony.experiments.results.codec import plain
from heterophony.experiments.results.pattern_documents import (
    scoreboard_document,
    write_scoreboard,
)
from heterophony.experiments.results.patterns import (
    Fate,
    PatternStanding,
    PatternVerdict,
    ReadingResult,
)
from heterophony.experiments.results.patterns_page import validation_page
from heterophony.scenarios import PARAMETERS
from heterophony.scenarios.patterns_declared import Ablation, load_patterns
from heterophony.sim import model_digest


@pytest.fixture(scope="module")
def in_small():
    """Shorten every arm, which no user can: patterns are checked at their declared length."""
    patch = pytest.MonkeyPatch()
    short = arms.STEADY | {"run.weeks": 40, "run.burn_in_weeks": 8}
    patch.setattr(arms, "STEADY", short)
    yield
    patch.undo()


def test_a_pattern_that_holds_ends_with_0(command, in_small):
    ended = command("validate", "--patterns", "T1, T33", "--pairs", 4, "--json")
    found = json.loads(ended.out)
    assert ended.code == 0
    assert [each["id"] for each in found["patterns"]] == ["T1", "T33"]
    assert (found["passed"], found["failed"], found["uncertain"]) == (2, 0, 0)
    first = found["patterns"][0]
    assert {"id", "expected", "seen", "low", "high", "verdict"} <= set(first)
    assert first["verdict"] == "pass"
    assert first["low"] <= first["seen"] <= first["high"]
    assert "2 patterns" in ended.err  # how long it takes, said beforehand


def test_a_prediction_is_shown_apart_and_never_counts(command, in_small, tmp_path):
    # H5 failed at its opening; whatever it does now, it is no pattern.
    page = tmp_path / "validation.md"
    words = ("validate", "--patterns", "T33,H5", "--pairs", 4)
    ended = command(*words, "--json", "--page", page)
    found = json.loads(ended.out)
    assert ended.code == 0
    assert "1 pattern, 1 prediction," in ended.err
    assert [each["id"] for each in found["patterns"]] == ["T33"]
    assert (found["passed"], found["failed"], found["uncertain"]) == (1, 0, 0)
    (prediction,) = found["predictions"]
    assert prediction["registered"]["en"].startswith("Pre-meeting of 20 minutes")
    assert prediction["opening"]["verdict"] == "failed"
    assert prediction["opening"]["date"] == "2026-11"
    assert prediction["verdict"] in ("holds", "fails", "uncertain")
    assert prediction["parts"] == 3
    assert "proves nothing more" in found["predictions_note"]
    text = page.read_text("utf-8")
    assert "## Predictions, opened" in text
    assert "| H5 | Pre-meeting of 20 minutes" in text
    shown = command(*words).out
    assert "Predictions, opened" in shown
    assert "proves nothing more" in shown


@pytest.fixture
def own_file(root, tmp_path):
    """A file with one pattern, a copy of T33 whose table a test may bend before."""

    def write(**changes):
        table = tomllib.loads((root / "scenarios/patterns.toml").read_text("utf-8"))["T33"]
        table["readings"]["match"].update(changes)
        file = tmp_path / "own.toml"
        file.write_text(tomlkit.dumps({"M1": table}), "utf-8")
        return file

    return write


def test_patterns_of_ones_own_come_from_a_file(command, in_small, own_file):
    ended = command("validate", "--patterns", own_file(), "--pairs", 4, "--json")
    assert ended.code == 0
    assert [each["id"] for each in json.loads(ended.out)["patterns"]] == ["M1"]


def test_a_reading_that_names_no_function_is_refused_before_any_run(command, own_file):
    ended = command("validate", "--patterns", own_file(outcome="", study="mach"), "--pairs", 4)
    assert ended.code == 2
    assert "M1, match: study is 'mach', which does not exist (nearest: " in ended.err


def test_a_pattern_that_fails_ends_with_1_and_is_published(command, in_small, tmp_path):
    # In forty weeks shared goals cannot do what the pattern expects of them.
    out, page = tmp_path / "board", tmp_path / "validation.md"
    ended = command("validate", "--patterns", "T12", "--pairs", 3, "--out", out, "--page", page)
    assert ended.code == 1
    assert "FAIL" in ended.out
    written = json.loads((out / "validation.json").read_text("utf-8"))
    assert written["failed"] == 1
    text = page.read_text("utf-8")
    assert (out / "validation.md").read_text("utf-8") == text
    assert "**0 patterns pass, 1 fail, 0 are uncertain.**" in text
    assert "| T12 | experienced consistency | + |" in text
    assert written["model_sha256"] in text
    assert json.loads((out / "manifest.json").read_text("utf-8"))["kind"] == "validation"


def test_patterns_of_a_file_are_checked_beside_those_of_the_package(command, in_small, own_file):
    words = ("validate", "--patterns-file", own_file(), "--pairs", 4, "--json")
    assert [each["id"] for each in json.loads(command(*words).out)["patterns"]] == ["M1"]
    both = json.loads(command(*words, "--patterns", "T33,M1").out)["patterns"]
    assert [(each["id"], each["verdict"]) for each in both] == [("M1", "pass"), ("T33", "pass")]
    missing = command(*words, "--patterns", "M1x")
    assert missing.code == 2
    assert "nearest: M1" in missing.err


def test_ablations_show_the_reading_with_and_without_its_mechanism(command, in_small):
    words = ("validate", "--patterns", "T33", "--pairs", 4, "--ablations", "--json")
    rows = json.loads(command(*words).out)["ablations"]
    assert {each["reading"] for each in rows} == {"residual", "match"}
    assert {each["destroyed"] for each in rows} == {"yes"}
    assert all(each["switch"] == {"referral.offers_slope": 0.0} for each in rows)


def test_ablations_take_over_the_runs_of_the_scoreboard(in_small):
    patterns = [load_patterns()[name] for name in ("T9", "T33")]
    alone, both = check_all(patterns, pairs=3), check_all(patterns, pairs=3, ablations=True)
    assert repr(both.results) == repr(alone.results)
    assert both.runs == alone.runs
    apart = arms.PatternPlan(pairs=3)
    add_ablations(apart, patterns)
    shared = len(apart.tasks) - both.ablation_runs
    assert shared == 3 * 3  # today, few and many offers


def test_further_seeds_give_what_each_gives_alone(command, in_small):
    words = ("validate", "--patterns", "T1,T33,H1", "--pairs", 3, "--json")
    document = json.loads(command(*words, "--also-seeds", "2,5").out)
    for board in document["other_seeds"]:
        alone = json.loads(command(*words, "--seed", board["seed"]).out)
        rows = (*alone["patterns"], *alone["predictions"])
        assert board["verdicts"] == {each["id"]: each["verdict"] for each in rows}
        for count in ("passed", "failed", "uncertain"):
            assert board[count] == alone[count]
        assert document["runs"] == 3 * alone["runs"]


def test_the_page_names_the_verdicts_that_rest_on_the_seed(in_small):
    patterns = [load_patterns()[name] for name in ("T1", "T33")]
    document = plain(scoreboard_document(check_all(patterns, pairs=3, also_seeds=[2])))
    verdicts = {each["id"]: each["verdict"] for each in document["patterns"]}
    document["other_seeds"][0]["verdicts"] = verdicts
    assert "No verdict differs." in validation_page(document)
    document["other_seeds"][0]["verdicts"] = {**verdicts, "T33": "fail"}
    title = load_patterns()["T33"].title["en"]
    assert f"| T33 | {title} | {verdicts['T33']} | fail |" in validation_page(document)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_by_a_signal_it_resumes_to_the_same_scoreboard(in_small, tmp_path, number):
    patterns = [load_patterns()[name] for name in ("T1", "T33")]
    settings = {"pairs": 3, "workers": 1, "ablations": True, "out": tmp_path / "board"}

    def stop(now):
        if now.done == 4:
            signal.raise_signal(number)

    stopped = check_all(patterns, progress=stop, **settings)
    assert stopped.interrupted
    assert stopped.checkpoint is not None
    assert len(stopped.checkpoint.read_bytes().splitlines()) == 1 + 4
    run_again = []
    resumed = check_all(patterns, progress=run_again.append, **settings)
    assert (run_again[0].resumed, run_again[0].done) == (4, 5)
    whole = check_all(patterns, pairs=3, ablations=True)
    assert repr((resumed.results, resumed.ablations)) == repr((whole.results, whole.ablations))
    assert write_scoreboard(resumed, tmp_path / "board").is_dir()
    assert not (tmp_path / "board.unfinished").exists()


def test_the_document_holds_what_a_rerun_needs(command, in_small, tmp_path):
    out, words = tmp_path / "board", ("--pairs", 2, "--set", "population.profile=mixed")
    found = json.loads(command("validate", "--patterns", "T1", *words, "--out", out, "--json").out)
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    for each in (found, manifest):
        assert each["set"] == {"population.profile": "mixed"}
        assert (each["seed"], each["pairs"]) == (1, 2)
        assert each["model_sha256"] == model_digest()
        assert each["command"].startswith("heterophony")


def test_a_page_of_somebody_else_is_not_replaced(command, tmp_path):
    page = tmp_path / "notes.md"
    page.write_text("my notes")
    ended = command("validate", "--patterns", "T1", "--page", page)
    assert ended.code == 2
    assert "was not written by heterophony" in ended.err
    assert page.read_text() == "my notes"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--patterns", "T88"), "T8"),
        (("--patterns", ","), "names no pattern"),
        (("--pairs", "1"), "from 2"),
        (("--page", "validation.txt"), "ends in .md"),
        (("--page", "nowhere/validation.md"), "no folder nowhere"),
        (("--also-seeds", "2,x"), "--also-seeds is '2,x': x is not allowed"),
        (("--also-seeds", "3,1"), "seed 1 is asked for twice"),
    ],
)
def test_a_wrong_request_runs_nothing(command, words, told):
    ended = command("validate", *words)
    assert ended.code == 2
    assert told in ended.err


def test_a_pattern_that_is_reported_alone_counts_neither_way(in_small):
    board = check_all([replace(load_patterns()["T33"], counts=False)], pairs=3)
    assert [board.count(each) for each in PatternVerdict] == [0, 0, 0]
    (row,) = scoreboard_document(board)["patterns"]
    assert row["verdict"] == "pass"
    assert not row["counts"]


def test_a_switch_may_replace_what_an_arm_sets():
    pattern = load_patterns()["T33"]
    reading = pattern.readings["residual"]
    for over_arms, runs in ((False, 2), (True, 1)):
        off = Ablation("same", "offers", {"referral.offers_available": 0.5}, (), over_arms)
        plan = arms.PatternPlan(pairs=2)
        plan.add(arms.Claim(pattern, reading, off))
        assert len({each.run[0] for each in plan.tasks}) == runs


def made(standing, seen):
    return ReadingResult("made up", seen, seen - 0.01, seen + 0.01, 20, "+", standing, True)


@pytest.mark.parametrize(
    ("on", "off", "expected"),
    [
        ((PatternStanding.HOLDS, 0.1), (PatternStanding.FAILS, 0.0), Fate.DESTROYED),
        ((PatternStanding.HOLDS, 0.1), (PatternStanding.UNCERTAIN, 0.03), Fate.DESTROYED),
        ((PatternStanding.HOLDS, 0.1), (PatternStanding.UNCERTAIN, 0.07), Fate.UNCLEAR),
        ((PatternStanding.HOLDS, 0.1), (PatternStanding.HOLDS, 0.04), Fate.WEAKENED),
        ((PatternStanding.HOLDS, 0.1), (PatternStanding.HOLDS, 0.09), Fate.SURVIVES),
        ((PatternStanding.FAILS, 0.018), (PatternStanding.FAILS, 0.0), Fate.DESTROYED),
        ((PatternStanding.FAILS, 0.001), (PatternStanding.FAILS, 0.001), Fate.NOT_THERE),
    ],
)
def test_a_mechanism_destroys_what_does_not_survive_it(on, off, expected):
    reading = load_patterns()["T12"].readings["consistency"]
    assert fate(reading, made(*on), made(*off)) is expected


def test_a_pattern_is_shown_with_its_readings_and_marks(command):
    ended = command("show", "T28")
    assert ended.code == 0
    assert "by a hair: below" in ended.out
    assert "law.standard_demand" in ended.out


def test_the_ledger_says_how_sure_the_numbers_are(command):
    ended = command("list", "parameters", "--evidence")
    assert "invented scale" in ended.out
    assert ended.out.splitlines()[-1].startswith(f"{len(PARAMETERS)}: ")


def test_what_a_comparison_rests_on_is_said_with_its_cost(command):
    words = ("--outcome", "preparation", "--confidence", "M", "--pairs", 3, "--json")
    ended = command(
        "evidence", "baseline", "caseload-80", *words, "--weeks", 30, "--set",
        "run.burn_in_weeks=8",
    )  # fmt: skip
    found = json.loads(ended.out)
    assert ended.code == 0
    assert "numbers" in ended.err
    assert "if nothing else runs here" in ended.err
    assert found["verdict"] == "less"
    assert "hours.caseworker_share" in {each["name"] for each in found["numbers"]}
    assert {each["confidence"] for each in found["numbers"]} == {"M"}
