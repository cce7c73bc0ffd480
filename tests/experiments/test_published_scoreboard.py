"""The published scoreboard is of the patterns as declared, and says what does not pass and why."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from heterophony.experiments.inputs.patterns import load_patterns, load_predictions
from heterophony.experiments.methods.patterns.checking import check_all
from heterophony.experiments.results.pattern_documents import expectation
from heterophony.experiments.results.patterns_page import validation_page


@pytest.fixture(scope="module")
def published() -> dict:
    file = Path(__file__).parents[2] / "docs/validation.json"
    return json.loads(file.read_text("utf-8"))


def test_every_pattern_and_reading_is_published_as_declared(published):
    found = {
        each["id"]: {row["name"]: row["expected"] for row in each["readings"]}
        for each in published["patterns"]
    }
    declared = {
        name: {word: expectation(each) for word, each in pattern.readings.items()}
        for name, pattern in load_patterns().items()
    }
    assert found == declared


def test_every_prediction_is_published_with_its_opening(published):
    found = {each["id"]: (each["registered"], each["opening"]) for each in published["predictions"]}
    assert found == {
        name: (dict(each.statement), asdict(each.opening))
        for name, each in load_predictions().items()
    }


def test_it_was_made_at_the_declared_numbers_of_pairs_and_says_how_long_it_took(published):
    assert published["pairs"] == "as declared"
    assert published["set"] == {}
    assert published["seconds"] > 0
    assert published["command"].startswith("heterophony validate")
    for each in published["patterns"]:
        for row in each["readings"]:
            wanted = load_patterns()[each["id"]].readings[row["name"]].pairs
            # A run in which nothing happened that a reading is about is left out.
            assert 0.9 * wanted <= row["pairs"] <= wanted


def test_every_ablation_is_published(published):
    found = {(each["id"], each["ablation"], each["reading"]) for each in published["ablations"]}
    assert found == {
        (name, ablation.name, reading)
        for name, pattern in load_patterns().items()
        for ablation in pattern.ablations.values()
        for reading in ablation.destroys
    }


def test_the_page_is_made_from_the_numbers_beside_it(published, root):
    page = (root / "docs/validation.md").read_text("utf-8")
    assert page == validation_page(published)
    assert f"**{published['passed']} patterns pass, {published['failed']} fail," in page


def test_what_does_not_pass_is_explained(published, root):
    trace = (root / "docs/TRACE.md").read_text("utf-8")
    section = trace[trace.index("## Patterns that do not pass") :]
    for each in published["patterns"]:
        if each["verdict"] != "pass":
            assert f"**{each['id']}**" in section


@pytest.mark.full
def test_the_whole_scoreboard_comes_out_as_published(published):
    board = check_all(list(load_patterns().values()), seed=published["seed"])
    found = {each.id: each.verdict.value for each in board.results}
    assert found == {each["id"]: each["verdict"] for each in published["patterns"]}
