"""The glossary and the titles of parameters and outcomes speak one language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from heterophony.scenarios import OUTCOMES, PARAMETERS

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
STEM = 5  # letters that a word keeps in every form
# A title that says the thing without the word.
SAID_OTHERWISE = {
    "alternatives.learning": "named after who learns",
    "progress.match_base": "says that the plan fits",
    "refund.belief_strength": "stands in the section on refund",
}


def terms() -> dict[str, list[str]]:
    """Return the Danish words of every English term."""
    found = {}
    for line in GLOSSARY.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) > 2 and not cells[0].startswith(("English", "---")):
            danish = re.split(r"[,;]| on the page ", cells[1])
            for term in cells[0].split(","):
                found[term.strip().lower()] = [word.strip() for word in danish if word.strip()]
    return found


def titles() -> list[tuple[str, str, str]]:
    parameters = [(name, each.title) for name, each in PARAMETERS.items()]
    outcomes = [(name, each.title) for name, each in OUTCOMES.items()]
    return [
        (name, title["en"].lower(), title["da"].lower()) for name, title in parameters + outcomes
    ]


def test_the_glossary_is_read():
    assert terms()["distress"] == ["mistrivsel"]
    assert terms()["referral"] == ["visitation", "henvisning"]


def bearing(term: str) -> list[tuple[str, str, str]]:
    """Return the titles in which a term stands."""
    word = re.compile(rf"\b{re.escape(term)}\b")
    return [each for each in titles() if word.search(each[1]) and each[0] not in SAID_OTHERWISE]


@pytest.mark.parametrize("term", [term for term in sorted(terms()) if bearing(term)])
def test_titles_use_the_danish_word_of_the_glossary(term):
    stems = [word.lower().split()[-1][:STEM] for word in terms()[term]]
    for name, english, danish in bearing(term):
        assert any(stem in danish for stem in stems), (name, english, danish, terms()[term])
