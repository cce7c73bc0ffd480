"""How certain a number is: the declared letters in words, and counts of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from heterophony.scenarios.declarations import Parameter, Words

__all__ = ["CONFIDENCE_WORDS", "by_confidence", "confidence_class", "confidence_words"]

CONFIDENCE_WORDS: Mapping[str, Words] = {
    "H": {"en": "measured close by", "da": "målt tæt på"},
    "M": {"en": "measured nearby", "da": "målt i nærheden"},
    "L": {"en": "reasoned", "da": "ræsonneret"},
    "V": {"en": "invented scale", "da": "opfundet skala"},
    "lever": {"en": "a choice of management", "da": "et valg for ledelsen"},
    "definition": {"en": "a setting", "da": "en indstilling"},
}


def confidence_class(parameter: Parameter) -> str:
    """Return the class without its addition, such as the note that only the sign was measured."""
    return parameter.confidence.split(" ")[0]


def confidence_words(parameter: Parameter) -> Words:
    """Return how certain a parameter's value is, in words by language."""
    added = parameter.confidence.removeprefix(confidence_class(parameter))
    words = CONFIDENCE_WORDS[confidence_class(parameter)]
    return {language: f"{text}{added}" for language, text in words.items()}


def by_confidence(parameters: Iterable[Parameter]) -> dict[str, int]:
    """Return how many parameters there are in each class, from measured to set."""
    found = Counter(confidence_class(each) for each in parameters)
    return {name: found[name] for name in CONFIDENCE_WORDS}
