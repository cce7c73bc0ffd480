"""One Danish word for one thing: on the page, in titles, in lessons and in the glossary."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from heterophony.scenarios import OUTCOMES

ROOT = Path(__file__).parents[2]

# A word that was once used for the thing, and the word that is used for it.
ONE_WORD = {
    r"skiftetræt": "forandringstræthed",
    r"kraftige? reaktion|reagerer kraftigt": "stærk reaktion",
    r"restvisitation|henvisninger til det, der er tilbage": "henvisning i mangel af andet",
    r"ytring": "taletur",
    r"planens (match|pasform)|pasform\b": "hvor godt planen passer",
    r"autonomi\b": "selvbestemmelse",
    r"(det|den) sande\b": "egentlig",
    r"trepartsmøde": "trepartssamtale",
    r"eftersnak": "eftersamtale",
    r"(rimelige?|tænk(te|elige)) verden": "plausibel verden",
    r"(?<!\{)\bheld\b": "tilfældigheder, tilfældige udsving",
    r"\bstudiet\b": "undersøgelsen",
    r"målende spørgsmål": "spørgsmål til effekt og udbytte",
    r"\bformøde(?!;)": "samtale før trepartssamtalen",
    r"mødeinterval|\b(pr\.|hvert|mellem|flere) møder?\b|møder? til tiden": "trepartssamtale",
    r"\binden (et|\d)": "inden for",
    r"(?<![\d\w])\.\d": "a decimal comma",
    r"belastning af (sagsbehandler|mentor)": "travlhed",
    r"\bbrud(det)?\b": "udfald",
    r"\bhænger på": "afhænger af",
    r"IT-støtte": "it-støtte",
    r"(ejerskab til (dialogen|det)\b|engager)": "opbakning, where a department is meant",
}


def glossary() -> dict[str, str]:
    text = (ROOT / "docs/glossary.md").read_text("utf-8")
    return dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|", text, re.MULTILINE))


def danish_words() -> Iterator[tuple[str, str]]:
    """Yield every Danish text with the place where it stands."""
    declared = [*ROOT.glob("scenarios/**/*.toml"), *ROOT.glob("experiments/inputs/lessons/*.toml")]
    for file in sorted(declared):
        yield from _danish(file.name, tomllib.loads(file.read_text("utf-8")))
    for page in ("da", "class-da", "reports-da"):
        yield page, (ROOT / f"viz/assets/{page}.toml").read_text("utf-8")
    for page in ("results-da", "sources-da"):
        for section in tomllib.loads(
            (ROOT / f"viz/assets/{page}.toml").read_text("utf-8")
        ).values():
            for english, danish in section.items():
                yield f"{page}: {english}", danish
    for file in sorted(ROOT.glob("experiments/inputs/spoken_lines/da/*.toml")):
        yield file.name, file.read_text("utf-8")
    for name in ("leder", "underviser"):
        yield name, (ROOT / f"docs/tutorials/{name}.md").read_text("utf-8")
    for english, danish in glossary().items():
        yield f"glossary: {english}", danish


def _danish(place: str, found: object) -> Iterator[tuple[str, str]]:
    if isinstance(found, dict):
        for key, inside in found.items():
            if key == "da" and isinstance(inside, str):
                yield place, inside
            else:
                yield from _danish(f"{place} {key}", inside)
    if isinstance(found, list):
        for inside in found:
            yield from _danish(place, inside)


@pytest.mark.parametrize("retired", ONE_WORD)
def test_no_second_word_is_used_for_the_same_thing(retired: str) -> None:
    found = {
        place: text.strip()[:80]
        for place, text in danish_words()
        if re.search(retired, text, re.IGNORECASE if retired.islower() else 0)
    }
    assert not found, f"say {ONE_WORD[retired]}"


def test_the_strain_of_citizens_is_not_called_the_load_of_staff() -> None:
    for outcome in ("caseworker_utilisation", "mentor_utilisation"):
        assert OUTCOMES[outcome].title["da"].endswith("travlhed")
    page = (ROOT / "viz/assets/da.toml").read_text("utf-8")
    assert "belastning" not in page.lower()
