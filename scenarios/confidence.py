"""How certain a number is: the declared letters in words, and counts of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from heterophony.scenarios.declarations import Parameter, Words

__all__ = ["CONFIDENCE_WORDS", "by_confidence", "confidence_class", "confidence_words"]

CONFIDENCE_WORDS: Mapping[str, Words] = {
    "H": {"en": "measured close by", "da": "målt i noget lignende"},
    "M": {"en": "measured nearby", "da": "målt et andet sted"},
    "L": {"en": "reasoned", "da": "skønnet ud fra det, man ved"},
    "V": {"en": "invented scale", "da": "valgt uden måling"},
    "lever": {"en": "a choice of management", "da": "valgt af ledelsen"},
    "definition": {"en": "a setting", "da": "fastsat"},
}
_ADDITIONS: Mapping[str, Words] = {
    "": {"en": "", "da": ""},
    "(sign)": {"en": " (sign)", "da": " (kun fortegnet)"},
}


def confidence_class(parameter: Parameter) -> str:
    """Return the class without its addition, such as the note that only the sign was measured."""
    return parameter.confidence.split(" ")[0]


def confidence_words(parameter: Parameter) -> Words:
    """Return how certain a parameter's value is, in words by language."""
    letter, _, addition = parameter.confidence.partition(" ")
    added = _ADDITIONS[addition]
    return {
        language: f"{text}{added[language]}" for language, text in CONFIDENCE_WORDS[letter].items()
    }


def by_confidence(parameters: Iterable[Parameter]) -> dict[str, int]:
    """Return how many parameters there are in each class, from measured to set."""
    found = Counter(confidence_class(each) for each in parameters)
    return {name: found[name] for name in CONFIDENCE_WORDS}
