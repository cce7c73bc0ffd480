"""The model's description tells of the code that is there: tables, rules, names, sources."""

import importlib
import re
from pathlib import Path

import pytest

from heterophony.agents.rule_sources import rule_sources
from heterophony.docs.generate import model_tables
from heterophony.docs.generate.rules import part_of, parts, rules, source_of
from heterophony.scenarios import PARAMETERS

DOCS = Path(__file__).parents[2] / "docs"
MODEL = (DOCS / "MODEL.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`((?:agents|sim)\.[a-z_]+\.[a-z_]+)`", MODEL)))
# What the ODD protocol of 2020 asks for, then what its extension for decisions adds.
HEADINGS = (
    "Purpose and patterns",
    "Entities, state variables and scales",
    "Process overview and scheduling",
    "Design concepts",
    "Initialisation",
    "Input data",
    "Submodels",
)
CONCEPTS = (
    *("Theoretical background", "Empirical background", "Emergence", "Individual decisions"),
    *("Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction"),
    *("Heterogeneity", "Stochasticity", "Collectives", "Observation", "Implementation"),
)


@pytest.fixture
def ready():
    """Compile nothing: no test here runs the model, and a reader checks an edit by them."""


@pytest.mark.parametrize("name", model_tables.tables())
def test_a_table_of_the_model_is_what_the_declarations_say(name):
    kept = (DOCS / "model" / name).read_text("utf-8")
    assert kept == model_tables.tables()[name], "make tables"


@pytest.mark.parametrize("page", model_tables.MARKED_PAGES, ids=lambda page: page.name)
def test_a_page_shows_the_rules_as_they_run(page):
    text = page.read_text("utf-8")
    assert "<!-- " in text
    assert text == model_tables.filled(text), "make tables"


@pytest.mark.parametrize(("number", "heading"), list(enumerate(HEADINGS, start=1)))
def test_the_description_has_every_element_of_the_protocol(number, heading):
    assert f"\n## {number}. {heading}\n" in MODEL


@pytest.mark.parametrize("concept", CONCEPTS)
def test_the_description_answers_for_every_design_concept(concept):
    assert f"\n**{concept}.** " in MODEL


@pytest.mark.parametrize("name", NAMED)
def test_every_function_that_the_description_names_exists_and_says_what_it_does(name):
    module, _, function = name.rpartition(".")
    found = getattr(importlib.import_module(f"heterophony.{module}"), function)
    assert callable(found)
    assert found.__doc__


def test_every_compiled_rule_stands_in_the_table():
    listed = re.findall(r"^\| `([\w.]+)` \|", model_tables.rules_page(), re.MULTILINE)
    assert sorted(listed) == sorted(each.full_name for each in rules())


def test_every_file_of_rules_was_read():
    files = {f"{file.parent.name}.{file.stem}" for file in rule_sources()}
    with_rules = {
        f"{file.parent.name}.{file.stem}"
        for file in rule_sources()
        if re.search(r"^@compiled(?:_inside)?$", file.read_text("utf-8"), re.MULTILINE)
    }
    assert {f"{each.layer}.{each.module}" for each in rules()} == with_rules <= files


def test_every_module_of_rules_has_its_source_and_no_other_has():
    assert set(parts()) == {part_of(each) for each in rules()}


def test_every_rule_says_what_it_does_and_has_a_source():
    assert not [each.full_name for each in rules() if not each.summary or not source_of(each)]


def test_every_rule_that_reads_parameters_names_declared_ones():
    named = {name for each in rules() for name in each.parameters}
    assert named <= set(PARAMETERS)
    assert len(named) > len(PARAMETERS) * 0.9


def test_every_source_with_a_number_stands_in_the_literature():
    listed = set(re.findall(r"^\| (S\d+) \|", (DOCS / "literature.md").read_text("utf-8"), re.M))
    cited = {
        f"S{number}"
        for each in (*(source_of(rule) for rule in rules()), MODEL)
        for number in numbers_in(each)
    }
    assert cited <= listed


def numbers_in(text: str) -> set[int]:
    """Return the numbers of sources in a text; "S22-S27" and "S22 to S27" name all between."""
    found = {int(number) for number in re.findall(r"\bS(\d+)\b", text)}
    for first, last in re.findall(r"\bS(\d+)(?:-| to )S(\d+)\b", text):
        found |= set(range(int(first), int(last) + 1))
    return found


def test_a_range_of_sources_names_all_between():
    assert numbers_in("sources S22-S24, S39; S6 to S7") == {22, 23, 24, 39, 6, 7}


def test_every_word_of_the_glossary_is_in_two_languages_and_one_class():
    text = (DOCS / "glossary.md").read_text("utf-8")
    study, theory, added = (part.partition("\n")[2] for part in text.split("\n## ")[1:])
    rows = {
        kind: re.findall(r"^\| ([^|]+) \| ([^|]+) \|", part, re.MULTILINE)[2:]
        for kind, part in (("study", study), ("theory", theory), ("added", added))
    }
    words = [english for found in rows.values() for english, _ in found]
    assert len(words) == len(set(words)) > 50
    assert all(danish.strip() for found in rows.values() for _, danish in found)
    lines = re.findall(r"^\| [^|]+ \| [^|]+ \| [^|]+ \| ([^|]+) \|$", study, re.MULTILINE)[2:]
    assert all(re.fullmatch(r"\d+(, \d+)*", line.strip()) for line in lines)


def test_what_the_model_cannot_say_stands_before_any_result():
    for page in ("index.md", "tutorials/researcher.md", "tutorials/manager.md", "how-to.md"):
        text = (DOCS / page).read_text("utf-8")
        warned = text.lower().index("cannot say")
        shown = min(text.index(each) for each in ("```", "![") if each in text)
        assert warned < shown, page
