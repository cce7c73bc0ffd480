"""Danish for texts that results and declarations carry in English alone: reasons, sources, names.

The tables are `assets/results-da.toml` and `assets/sources-da.toml`. A text is looked up whole,
then as a sentence with places, then part by part: semicolons part them, a work stays in brackets.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from heterophony.viz.named import assumption_quoted, is_assumption, value_in_words
from heterophony.viz.words import MINUS, Words, words

_TABLES: Final = ("results-da.toml", "sources-da.toml")
_PLACE: Final = re.compile(r"\{(\w+)\}")
_IN_PLACES: Final = {"n": r"[+-]?\d*[\d,]*\.?\d+(?:e[+-]?\d+)?%?|nan", "lines": r"[\d, -]+"}
_BRACKETED: Final = re.compile(r"(.+?) \(((?:[^()]|\([^()]*\))+)\)")
_BETWEEN_PARTS: Final = re.compile(r"; (?![^(]*\))")


def danish(text: str) -> str | None:
    """Return a text of a result or a source in Danish; None where the tables do not know it."""
    sentences, patterns = _tables()
    if text in sentences:
        return sentences[text]
    for pattern, sentence in patterns:
        found = pattern.fullmatch(text)
        if found:
            filled = {name: _filled(name, each) for name, each in found.groupdict().items()}
            if None not in filled.values():
                return sentence.format(**filled)
    return assumption_quoted(text, words("da")) if is_assumption(text) else _in_parts(text)


def translated(text: str, speak: Words) -> str:
    """Return a text in the reader's language; as it is where there is no other."""
    return text if speak.language == "en" else danish(text) or text


def source_words(source: str) -> dict[str, str]:
    """Return the source of a number in both languages."""
    return {"en": source, "da": danish(source) or source}


def _filled(place: str, found: str) -> str | None:
    """Return what goes into a place of a sentence: a number, lines, a value, names, more text."""
    match place.rstrip("0123456789"):
        case "n":
            return _number(found)
        case "lines":
            return found
        case "value":
            return value_in_words(found, words("da"))
        case "names":
            return ", ".join(danish(each) or each for each in found.split(", "))
    return danish(found)


def _number(text: str) -> str:
    """Write a number as Danes do."""
    swapped = re.sub(r"^([+-]?),", r"\g<1>0,", text.translate(str.maketrans(",.", ".,")))
    return swapped.replace("%", " pct.").replace("-", MINUS, text.startswith("-"))


def _in_parts(text: str) -> str | None:
    """Translate parts that semicolons part, or a finding with its work in brackets, which stays."""
    parts = _BETWEEN_PARTS.split(text)
    if len(parts) > 1:
        known = [each for each in map(danish, parts) if each is not None]
        return "; ".join(known) if len(known) == len(parts) else None
    found = _BRACKETED.fullmatch(text)
    what = danish(found[1]) if found else None
    return f"{what} ({danish(found[2]) or found[2]})" if found and what else None


@cache
def _tables() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """Return whole texts, and sentences with places, both from the tables."""
    entries: dict[str, str] = {}
    for name in _TABLES:
        text = files(__package__).joinpath("assets", name).read_text("utf-8")
        for section in tomllib.loads(text).values():
            entries |= section
    whole = {key: value for key, value in entries.items() if "{" not in key}
    return whole, [(_pattern(key), value) for key, value in entries.items() if "{" in key]


def _pattern(sentence: str) -> re.Pattern[str]:
    """Return the expression that reads a sentence's places."""
    parts = _PLACE.split(sentence)
    texts = [re.escape(each) for each in parts[::2]]
    places = [
        f"(?P<{each}>{_IN_PLACES.get(each.rstrip('0123456789'), '.+')})" for each in parts[1::2]
    ]
    return re.compile("".join(map("".join, zip(texts, [*places, ""], strict=True))))
