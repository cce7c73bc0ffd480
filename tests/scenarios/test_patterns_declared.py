"""The patterns are declared whole, and a declaration that contradicts itself is refused."""

import copy
import random
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from heterophony.scenarios import PARAMETERS, ScenarioError, load_scenario
from heterophony.scenarios.patterns_declared import (
    Pattern,
    load_patterns,
    load_predictions,
    read_patterns,
)

PATTERNS = load_patterns()
PREDICTIONS = load_predictions()
DECLARED = PATTERNS | PREDICTIONS
# What the design says of its own patterns; later ones say it in their declaration alone.
DESIGNED = {f"T{number}" for number in range(1, 37)}
RECORDED = {"T1", "T2", "T3", "T5", "T32"}
STAFF = {"T6", "T7", "T9", "T12", "T13", "T14", "T16", "T17", "T33", "T34"}
RELAYED = {"T8", "T10", "T19", "T20", "T35", "T36"}
INFERRED = {"T4", "T11", "T15", "T18"}


@pytest.fixture
def table() -> dict:
    file = Path(__file__).parents[2] / "scenarios/patterns.toml"
    return {"T8": copy.deepcopy(tomllib.loads(file.read_text("utf-8"))["T8"])}


def test_those_of_the_design_are_there_and_all_are_numbered_in_order() -> None:
    assert set(PATTERNS) >= DESIGNED
    assert list(PATTERNS) == [f"T{number}" for number in range(1, len(PATTERNS) + 1)]


def those_of_the_design(says: Callable[[Pattern], object]) -> set[str]:
    return {name for name, each in PATTERNS.items() if name in DESIGNED and says(each)}


def test_each_says_what_kind_of_evidence_stands_behind_it() -> None:
    kinds = ("recorded", "staff", "relayed", "inference")
    classes: dict[str, set[str]] = {kind: set() for kind in kinds}
    for name in those_of_the_design(lambda each: each.evidence in kinds):
        classes[PATTERNS[name].evidence].add(name)
    assert classes == {
        "recorded": RECORDED, "staff": STAFF, "relayed": RELAYED, "inference": INFERRED,
    }  # fmt: skip
    assert all(each.source and each.mechanism for each in PATTERNS.values())


def test_an_effect_on_ownership_is_nobodys_observation() -> None:
    named = ("ownership_26w", "ownership_52w")
    of_ownership = [
        (pattern.id, reading.name, reading.evidence)
        for pattern in PATTERNS.values()
        for reading in pattern.readings.values()
        if reading.outcome in named and reading.reads == "difference"
    ]
    assert len(of_ownership) > 5
    assert {evidence for *_, evidence in of_ownership} == {"inference"}


def test_patterns_that_are_built_in_or_passed_by_a_hair_say_so() -> None:
    built_in = those_of_the_design(lambda each: each.built_in)
    assert built_in == {"T2", "T7", "T9", "T16", "T30", "T32", "T33", "T36"}
    by_a_hair = those_of_the_design(lambda each: each.by_a_hair)
    assert by_a_hair == {"T26", "T28", "T34"}


def test_of_the_new_ones_it_is_said_what_is_built_in_and_what_is_found() -> None:
    new = set(PATTERNS) - DESIGNED
    built_in = {name for name in new if PATTERNS[name].built_in}
    found = {name for name in new if len(PATTERNS[name].built_in) < len(PATTERNS[name].readings)}
    assert built_in - found == {"T39", "T40", "T41", "T46", "T49"}
    assert found >= {"T38", "T42", "T43", "T44", "T47", "T48"}


def test_predictions_say_when_they_were_opened_and_what_became_of_them() -> None:
    assert list(PREDICTIONS) == [f"H{number}" for number in range(1, 13)]
    verdicts = {name: each.opening.verdict for name, each in PREDICTIONS.items() if each.opening}
    held = {"H1", "H2", "H3", "H6", "H8"}
    half = {"H12"}
    assert verdicts == {
        name: "held" if name in held else "half" if name in half else "failed"
        for name in PREDICTIONS
    }
    assert all(each.opening and each.opening.date for each in PREDICTIONS.values())
    assert not any(each.opening for each in PATTERNS.values())


def test_readings_that_are_only_reported_are_few_and_known() -> None:
    reported = those_of_the_design(
        lambda each: not all(reading.required for reading in each.readings.values())
    )
    assert reported == {"T18", "T21", "T25", "T27", "T28", "T31"}


def test_every_title_and_statement_stands_in_both_languages() -> None:
    for pattern in DECLARED.values():
        words = [pattern.title, pattern.statement]
        words += [reading.title for reading in pattern.readings.values()]
        assert all(set(each) == {"en", "da"} and all(each.values()) for each in words), pattern.id


@pytest.mark.parametrize("name", DECLARED)
def test_every_arm_and_every_switch_is_a_scenario(name: str) -> None:
    study = load_scenario("baseline")
    for values in DECLARED[name].arms.values():
        study.replaced(values)
    for ablation in DECLARED[name].ablations.values():
        off = study.replaced(ablation.values)
        assert off.differences(study), "a switch that changes nothing switches nothing off"


def test_most_patterns_name_a_mechanism_that_can_be_switched_off() -> None:
    # T24 is a level of drop-out that several hazards make together.
    assert those_of_the_design(lambda each: not each.ablations) == {"T24"}


def test_what_the_patterns_set_is_a_parameter() -> None:
    names = {
        name.rsplit(".", 1)[0] if name.count(".") > 1 else name
        for pattern in DECLARED.values()
        for values in pattern.arms.values()
        for name in values
    }
    assert names <= set(PARAMETERS)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda t: t["readings"]["trust"].update(arms=["forty", "nitty"]), "'nitty'"),
        (lambda t: t["readings"]["trust"].update(outcome="trust_casework"), "trust_caseworker"),
        (lambda t: t["readings"]["trust"].update(expected="up"), "allowed: +"),
        (lambda t: t["readings"]["trust"].update(arms=["forty"]), "takes 2 arms"),
        (lambda t: t["readings"]["trust"].update(expected="band"), "band"),
        (lambda t: t["readings"]["trust"].update(study="x"), "not both"),
        (lambda t: t["arms"]["forty"].update(staffing={"caseloads": 1}), "staffing.caseloads"),
        (lambda t: t.update(evidence="hearsay"), "hearsay"),
        (lambda t: t.update(colour="red"), "colour"),
        (lambda t: t.pop("evidence"), "evidence"),
        (lambda t: t.pop("title"), "title"),
        (lambda t: t.update(readings=[1]), "readings = [1]: must be a table"),
        (lambda t: t["readings"].update(trust=3), "readings.trust = 3: must be a table"),
        (lambda t: t["readings"]["trust"].update(outcome=["x"]), "outcome"),
        (lambda t: t["readings"]["trust"].update(pairs="many"), "pairs"),
        (lambda t: t["readings"]["trust"].update(pairs=1), "allowed: a whole number from 2"),
        (lambda t: t["readings"]["trust"].update(smallest=float("nan")), "smallest = nan"),
        (lambda t: t["readings"]["trust"].update(titel={}), "nearest valid name: title"),
        (lambda t: t["arms"].update(forty=7), "arms.forty = 7: must be a table"),
        (lambda t: t["arms"]["forty"].update({"meeting.minutes": -1}), "from 1 to 240"),
        (lambda t: t["ablations"]["hours"].pop("values"), "values"),
        (lambda t: t["ablations"]["hours"].update(destroys=["tust"]), "tust"),
        (
            lambda t: [each.update(required=False) for each in t["readings"].values()],
            "could not fail",
        ),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(table: dict, change, told: str) -> None:
    change(table["T8"])
    with pytest.raises(ScenarioError, match="T8") as refused:
        read_patterns(table, "patterns.toml")
    assert told in str(refused.value)


def test_patterns_of_ones_own_are_read_from_a_file(tmp_path: Path) -> None:
    shipped = (Path(__file__).parents[2] / "scenarios/patterns.toml").read_text("utf-8")
    file = tmp_path / "own.toml"
    file.write_text(shipped, "utf-8")
    assert load_patterns(file) == PATTERNS
    assert load_patterns() is PATTERNS


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "does not exist"),
        ("", r"is empty; a pattern is a table such as \[T1\]"),
        ("T1 = 3", "T1 = 3: must be a table"),
        ("[T1", "is not valid TOML"),
        ("a = " + "[" * 1000, "levels deep"),
    ],
)
def test_a_file_that_holds_no_patterns_is_refused(
    tmp_path: Path, content: str | None, told: str
) -> None:
    file = tmp_path / "own.toml"
    if content is not None:
        file.write_text(content, "utf-8")
    with pytest.raises(ScenarioError, match=told) as refused:
        load_patterns(file)
    assert str(file) in str(refused.value)


@pytest.mark.parametrize("seed", range(200))
def test_any_bent_declaration_is_refused_in_words_or_read(table: dict, seed: int) -> None:
    rng = random.Random(seed)
    odd = [None, 3, -1, 0.5, float("nan"), "x", "", [], [1], ["x"], {}, {"x": 1}, {"": []}, True]
    for _ in range(rng.randint(1, 3)):
        place = table
        while isinstance(inner := place[key := rng.choice(list(place))], dict) and inner:
            if place is not table and rng.random() < 0.2:
                break
            place = inner
        place[key if rng.random() < 0.8 else "new"] = rng.choice(odd)
    try:
        found = read_patterns(table, "own.toml")
    except ScenarioError:
        return
    assert list(found) == list(table)
