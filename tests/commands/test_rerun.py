"""`rerun` makes the result of every verb again from its folder alone, equal to the last digit."""

import json
import runpy
from pathlib import Path

import pytest

from heterophony.experiments import remove_outcome

_INPUTS = runpy.run_path(str(Path(__file__).parents[1] / "small_inputs.py"))
SHORT, LINES = _INPUTS["SHORT"], _INPUTS["LINES"]


@pytest.mark.parametrize("kind", LINES)
def test_every_verbs_folder_comes_out_equal(kind, command, empty_folder):
    line, text = LINES[kind]
    file = empty_folder / "asked.toml"
    file.write_text(text, "utf-8")
    made = command(*(file if word == "FILE" else word for word in line), "--out", "made")
    assert (empty_folder / "made" / "manifest.json").exists(), made.err
    file.unlink()  # the folder alone is enough
    again = command("rerun", "made", "--json")
    assert again.code == 0, again.err
    document = json.loads(again.out)
    assert document["equal"]
    assert kind.startswith(document["kind"])


def test_a_scenario_of_ones_own_need_not_be_there_any_more(command, empty_folder):
    own = empty_folder / "own.toml"
    own.write_text('name = "own"\nextends = "baseline"\n[meeting]\ninterval_weeks = 3\n')
    command("compare", "baseline", own, "--replicates", "2", *SHORT, "--out", "made")
    own.unlink()
    assert command("rerun", "made").out.startswith("The comparison came out equal")


def test_an_outcome_of_ones_own_is_reported_and_needed_to_make_the_result_again(
    command, empty_folder
):
    own = ("--outcomes", "own.toml")
    (empty_folder / "own.toml").write_text('[early]\nreads = "pressure"\nweeks = [0, 3]\n')
    try:
        made = command(*own, "run", "baseline", *SHORT, "--out", "made", "--json")
        assert json.loads(made.out)["outcomes"]["early"]["mean"] > 0.0, made.err
        assert command(*own, "rerun", "made").code == 0
    finally:
        remove_outcome("early")
    refused = command("rerun", "made")
    assert refused.code == 2
    assert "early; give --outcomes FILE before the verb" in refused.err


def test_a_file_of_outcomes_that_is_wrong_is_refused_before_the_verb(command, empty_folder):
    (empty_folder / "own.toml").write_text('[early]\nreads = "presure"\n')
    ended = command("--outcomes", "own.toml", "list", "outcomes")
    assert ended.code == 2
    assert "own.toml, early: outcome = 'presure' is no outcome" in ended.err
    assert command("--outcomes", "none.toml", "list", "outcomes").code == 2


def test_a_result_that_comes_out_otherwise_is_named_and_ends_with_1(command, empty_folder):
    command("run", "baseline", *SHORT, "--out", "made")
    manifest = empty_folder / "made" / "manifest.json"
    document = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**document, "seed": document["seed"] + 1}))
    ended = command("rerun", "made")
    assert ended.code == 1
    assert "came out otherwise, by the same model: results_sha256" in ended.out


def test_a_result_of_another_model_says_so(command, empty_folder):
    command("run", "baseline", *SHORT, "--out", "made")
    manifest = empty_folder / "made" / "manifest.json"
    document = json.loads(manifest.read_text())
    other = {**document, "model_sha256": "0123", "results_sha256": "0"}
    manifest.write_text(json.dumps(other))
    assert "it was made by model 0123, and this is" in command("rerun", "made").out


def test_a_store_of_another_model_is_refused_by_its_own_name(command, empty_folder, monkeypatch):
    words, plan = LINES["sweep"]
    (empty_folder / "plan.toml").write_text(plan, "utf-8")
    command(*("plan.toml" if word == "FILE" else word for word in words), "--out", "made")
    monkeypatch.setattr("heterophony.experiments.methods.rerun.model_digest", lambda: "0123")
    ended = command("rerun", "made")
    assert ended.code == 2
    assert "made was made by model" in ended.err
    assert "and this is 0123" in ended.err


def test_what_is_no_result_is_refused(command, empty_folder):
    ended = command("rerun", ".")
    assert ended.code == 2
    assert "holds no results" in ended.err
