"""Declare the patterns that the model is held to: the data are in `patterns.toml`.

A pattern sets arms beside each other (values of parameters, in a steady state unless an arm says
otherwise) and reads numbers off them. Each reading says what is expected, from which evidence, how
large a difference must be to count, and what an independent implementation of the model saw.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from heterophony.scenarios.declarations import frozen, load_outcomes
from heterophony.scenarios.errors import Problem, ScenarioError
from heterophony.scenarios.pattern import Ablation, Evidence, Expected, Pattern, Reading, Reads
from heterophony.scenarios.patterns_consistency import contradictions

__all__ = [
    "Ablation",
    "Evidence",
    "Expected",
    "Pattern",
    "Reading",
    "Reads",
    "load_patterns",
    "read_patterns",
]

_FILE = Path(__file__).with_name("patterns.toml")


@cache
def load_patterns() -> dict[str, Pattern]:
    """Read every pattern in declared order; the file is read and checked once per process.

    Raises
    ------
    ScenarioError
        If a declaration contradicts itself or names what does not exist.
    """
    return read_patterns(tomllib.loads(_FILE.read_text("utf-8")), _FILE.name)


def read_patterns(tables: Mapping[str, Any], source: str) -> dict[str, Pattern]:
    """Read patterns from tables by id and check them.

    Raises
    ------
    ScenarioError
        If a declaration contradicts itself or names what does not exist; every problem is named.
    """
    problems: list[Problem] = []
    found = {}
    for name, table in tables.items():
        try:
            found[name] = _pattern(name, table)
        except (KeyError, TypeError) as error:
            problems.append(Problem(source, f"{name}: {error} is missing or unknown", name))
            continue
        problems += [
            Problem(source, f"{name}: {each}", name) for each in contradictions(found[name])
        ]
    if problems:
        raise ScenarioError(problems)
    return found


def _pattern(name: str, table: Mapping[str, Any]) -> Pattern:
    rest = {key: frozen(value) for key, value in table.items()}
    pairs, evidence = rest.pop("pairs", 20), rest["evidence"]
    readings = {
        word: _reading(word, {"pairs": pairs, "evidence": evidence} | each)
        for word, each in rest.pop("readings").items()
    }
    ablations = {
        word: Ablation(name=word, **(each | {"values": _flat(each["values"])}))
        for word, each in rest.pop("ablations", {}).items()
    }
    arms = {word: _flat(values) for word, values in rest.pop("arms").items()}
    return Pattern(id=name, arms=arms, readings=readings, ablations=ablations, **rest)


def _reading(word: str, table: Mapping[str, Any]) -> Reading:
    known = load_outcomes().get(table.get("outcome", ""))
    smallest = known.smallest_difference if known else 0.0
    return Reading(name=word, **{"smallest": smallest, **table})


def _flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return nested tables as dotted names."""
    found: dict[str, Any] = {}
    for word, value in values.items():
        name = f"{prefix}{word}"
        if isinstance(value, Mapping):
            found |= _flat(value, f"{name}.")
        else:
            found[name] = value
    return found
