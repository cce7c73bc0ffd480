"""The invented lines that a simulated meeting is retold with, as declared in `spoken_lines/`.

A line says what it claims about the conversation; `heterophony.experiments.methods.retelling`
uses it only where the log says the same. Both languages have the same lines in the same order.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

LANGUAGES: Final = ("en", "da")
JOINED: Final = {"en": " and ", "da": " og "}  # the last two names of a list
SPEAKERS: Final = ("caseworker", "mentor", "citizen")

Claims = Mapping[str, str | int]


@dataclass(frozen=True)
class Line:
    """One line, or the lead of one.

    Attributes
    ----------
    place
        Where it is declared, the same in both languages.
    text
        What is said; `{topic}`, `{told}`, `{other}` and `{own}` stand for topics.
    claims
        What it says about the turn and what came before, by the name of the fact.
    """

    place: str
    text: str
    claims: Claims


@dataclass(frozen=True)
class LineBank:
    """All lines of one language.

    Attributes
    ----------
    topics
        What a topic is called, by topic and code.
    with_mentor
        The topics that presuppose a mentor at the table.
    on_topic
        The line of a speaker, act, code and topic.
    anywhere
        Lines of a speaker and act that fit any topic.
    leads
        Leads of a speaker, by the slot that they fill.
    """

    language: str
    topics: Mapping[tuple[str, str], str]
    with_mentor: frozenset[str]
    on_topic: Mapping[tuple[str, str, str, str], Line]
    anywhere: Mapping[tuple[str, str], tuple[Line, ...]]
    leads: Mapping[tuple[str, str], tuple[Line, ...]]

    def all_lines(self) -> Iterator[Line]:
        """Yield every line and lead once."""
        yield from self.on_topic.values()
        for pools in (self.anywhere, self.leads):
            for pool in pools.values():
                yield from pool


@cache
def load_line_bank(language: str) -> LineBank:
    """Load the lines of `language` ("en" or "da").

    Raises
    ------
    ValueError
        If the language is neither.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {language!r}")
    topics = _document(language, "topics")
    return LineBank(
        language=language,
        topics=MappingProxyType(
            {
                (topic, code): name
                for topic, names in topics.items()
                for code, name in names.items()
                if code != "mentor"
            }
        ),
        with_mentor=frozenset(topic for topic, names in topics.items() if names.get("mentor")),
        on_topic=MappingProxyType(_on_topic(language)),
        anywhere=MappingProxyType(_pools(language, "anywhere", "line", "act")),
        leads=MappingProxyType(_pools(language, "leads", "lead", "slot")),
    )


@cache
def load_meeting_words(language: str) -> Mapping[str, Mapping[str, str]]:
    """Load the words with which a meeting is printed in `language` ("en" or "da"), by group."""
    return MappingProxyType(_document(language, "words"))


def _document(language: str, name: str) -> dict[str, Any]:
    file = files(__package__).joinpath("spoken_lines", language, f"{name}.toml")
    return tomllib.loads(file.read_text("utf-8"))


def _on_topic(language: str) -> dict[tuple[str, str, str, str], Line]:
    """Read the lines of each speaker: a table for each code and topic, an entry for each act."""
    found = {}
    for speaker in SPEAKERS:
        for code, topics in _document(language, speaker).items():
            for topic, lines in topics.items():
                for act, text in lines.items():
                    claims = {"speaker": speaker, "act": act, "code": code}
                    place = f"{speaker}.{code}.{topic}.{act}"
                    found[speaker, act, code, topic] = Line(place, text, claims)
    return found


def _pools(
    language: str, name: str, kind: str, key: str
) -> dict[tuple[str, str], tuple[Line, ...]]:
    """Read lines that are declared with their claims, gathered by speaker and act or slot."""
    found: dict[tuple[str, str], tuple[Line, ...]] = {}
    for number, entry in enumerate(_document(language, name)[kind]):
        claims = {"speaker": entry["speaker"], **entry.get("claims", {})}
        if key == "act":
            claims["act"] = entry["act"]
        pool = tuple(
            Line(f"{name}.{number}.{place}", text, claims)
            for place, text in enumerate(entry["lines"])
        )
        where = (entry["speaker"], entry[key])
        found[where] = found.get(where, ()) + pool
    return found
