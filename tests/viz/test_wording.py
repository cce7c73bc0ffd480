import re
from string import Formatter

import pytest

from heterophony.agents.vocabulary import ACT_NAMES, CODE_NAMES, PHASE_NAMES, SPEAKER_NAMES
from heterophony.experiments.inputs.own_jobcentre import levers
from heterophony.scenarios import OUTCOMES, PARAMETERS
from heterophony.viz.words import LANGUAGES, words

SHOWN_TO_MANAGERS = (
    *("page", "answer", "report", "cannot", "ethics", "verdict", "chart", "meeting", "statement"),
)
JARGON = re.compile(r"\b(parameter\w*|seeds?|percentil\w*)\b", re.IGNORECASE)


def readability(text: str) -> float:
    """Return LIX: words per sentence plus the percentage of words longer than six letters."""
    found = re.findall(r"[^\W\d_]+", text)
    sentences = max(1, len(re.findall(r"[.!?:]", text)))
    return len(found) / sentences + 100 * sum(len(word) > 6 for word in found) / len(found)


def filled_places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_both_languages_say_the_same_things_about_the_same_values() -> None:
    english, danish = (words(each).sentences for each in LANGUAGES)
    # Danish translates choices that English shows as they are declared.
    assert set(english) == {key for key in danish if key in english}
    assert all(key.startswith("choice.") for key in set(danish) - set(english))
    for key, sentence in english.items():
        assert filled_places(sentence) == filled_places(danish[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["page", "answer", "report", "cannot", "ethics"])
def test_pages_are_easy_to_read(language: str, part: str) -> None:
    sentences = words(language).sentences
    texts = [re.sub(r"\{.*?\}", "12", v) for k, v in sentences.items() if k.startswith(f"{part}.")]
    assert readability(" ".join(t if t[-1] in ".?!:" else f"{t}." for t in texts)) <= 35


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_use_no_jargon(language: str) -> None:
    for key, sentence in words(language).sentences.items():
        if key.startswith(SHOWN_TO_MANAGERS):
            assert not JARGON.search(re.sub(r"\{.*?\}", "", sentence)), key


def test_numbers_follow_the_language() -> None:
    english, danish = words("en"), words("da")
    assert english.number(1234.56, 1) == "1,234.6"
    assert danish.number(1234.56, 1) == "1.234,6"
    assert danish.signed(0.25, 2) == "+0,25"
    assert english.signed(-0.04, 1) == "0.0"
    assert english.signed(-2.0, 1) == "−2.0"
    assert danish.number(float("nan")) == "–"
    assert danish.plain(0.2) == "0,2"
    assert english.plain(8) == "8"
    assert (english.plain(True), danish.plain(False)) == ("yes", "nej")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="en, da"):
        words("de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_meetings_log_is_said(language: str) -> None:
    speak = words(language)
    named = {"act": ACT_NAMES, "code": CODE_NAMES, "phase": PHASE_NAMES, "speaker": SPEAKER_NAMES}
    for group, names in named.items():
        assert all(f"{group}.{name}" in speak.sentences for name in names)


def test_units_that_people_see_are_translated() -> None:
    danish = words("da")
    units = {outcome.unit for outcome in OUTCOMES.values()}
    units |= {PARAMETERS[name].unit for name in levers()}
    assert not {unit for unit in units - {"", "share"} if f"unit.{unit}" not in danish.sentences}
