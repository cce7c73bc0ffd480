"""Declare every parameter and every outcome once: the data are in TOML files in this folder.

`parameters/sections.toml` names the sections in order; each section is a file of its own, in which
table `[meeting.interval_weeks]` declares the parameter of that name. `outcomes.toml` declares what
a run reports. Validation, reference pages, help, controls and sampling plans are drawn from here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from heterophony.scenarios.kept import kept

__all__ = ["Outcome", "Parameter", "load_outcomes", "load_parameters", "load_sections"]

Kind = Literal["lever", "context", "behaviour", "frame"]
ParameterType = Literal["float", "int", "bool", "choice", "vector", "weeks", "table"]
Words = Mapping[str, str]
"""One text by language: always `en`, and `da` for what a page shows."""

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number, switch, choice or list that a scenario may set.

    Attributes
    ----------
    name : str
        Dotted name, `section.word`.
    section : str
        First part of the name; `load_sections` has its title.
    symbol : str
        Letter or short form in the model's equations, or empty.
    kind : {"lever", "context", "behaviour", "frame"}
        A policy; what describes a jobcentre; what is uncertain and varied over plausible worlds;
        scales, switches and the calendar.
    type : {"float", "int", "bool", "choice", "vector", "weeks", "table"}
        `weeks` is a list of whole weeks; `table` holds one list of numbers per key.
    default : object
        Value in spring 2017; None means unset. Lists are tuples.
    unit : str
        Empty where there is none.
    minimum, maximum : float or None
        Hard bounds, both included, for each number; None for switches and choices.
    low, high : float, tuple of float or None
        Plausible range; a tuple per component for vectors.
    whole : bool
        Whether the numbers of a vector must be whole, such as switches that are 0 or 1.
    choices, components : tuple of str
        The allowed choices, in the order of their codes; names of a vector's parts.
    simplex : str
        Name of the group of numbers that are normed to sum 1, or empty. A vector is its own group.
    title, help : mapping
        Text by language.
    source, confidence : str
        Where the value comes from; H measured in a close setting, M in a related one, L reasoned
        from evidence, V invented scale, `lever` a choice of management, `definition` a setting.
    """

    name: str
    section: str
    symbol: str
    kind: Kind
    type: ParameterType
    default: Any
    unit: str
    minimum: float | None
    maximum: float | None
    whole: bool
    low: Any
    high: Any
    choices: tuple[str, ...]
    components: tuple[str, ...]
    simplex: str
    title: Words
    help: Words
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run reports, weekly or once.

    Attributes
    ----------
    name : str
        Column name in tables and key in results.
    level : {"weekly", "run"}
        Weekly outcomes also have a value per run: their mean over the weeks.
    unit : str
        Empty for an index from 0 to 1.
    minimum, maximum : float or None
        Logical range; None where it is open.
    smallest_difference : float
        Differences below this are not worth mentioning (smallest effect size of interest).
    good : {"more", "less", "neither"}
        Direction that serves the citizen; `neither` where more may be good or bad.
    headline : bool
        Whether a comparison shows it first.
    title, help : mapping
        Text in English and Danish.
    """

    name: str
    level: Literal["weekly", "run"]
    unit: str
    minimum: float | None
    maximum: float | None
    smallest_difference: float
    good: Literal["more", "less", "neither"]
    headline: bool
    title: Words
    help: Words


def declared_in(source: bytes) -> dict[str, Any]:
    """Read a file of declarations."""
    return tomllib.loads(source.decode())


def _read(name: str) -> dict[str, Any]:
    return kept(name, (FOLDER / name).read_bytes(), declared_in)


def frozen(value: object) -> Any:
    """Return lists as tuples, also inside a table, so that a shared value cannot be changed."""
    if isinstance(value, list):
        return tuple(frozen(item) for item in value)
    if isinstance(value, dict):
        return {key: frozen(item) for key, item in value.items()}
    return value


@cache
def load_sections() -> dict[str, Words]:
    """Read the sections of the parameters in declared order, with their titles by language."""
    sections = _read("parameters/sections.toml")
    return {name: section["title"] for name, section in sections.items()}


@cache
def load_parameters() -> dict[str, Parameter]:
    """Read every parameter in declared order; the files are read once per process."""
    found: dict[str, Parameter] = {}
    for section in load_sections():
        for word, table in _read(f"parameters/{section}.toml")[section].items():
            found[f"{section}.{word}"] = _parameter(section, word, table)
    return found


def _parameter(section: str, word: str, table: dict[str, Any]) -> Parameter:
    optional: dict[str, Any] = {
        "symbol": "",
        "default": None,
        "unit": "",
        "minimum": None,
        "maximum": None,
        "whole": False,
        "low": None,
        "high": None,
        "choices": (),
        "components": (),
        "simplex": "",
    }
    fields = optional | {key: frozen(value) for key, value in table.items()}
    return Parameter(name=f"{section}.{word}", section=section, **fields)


@cache
def load_outcomes() -> dict[str, Outcome]:
    """Read every outcome in declared order: weekly ones first; the file is read once."""
    optional: dict[str, Any] = {"unit": "", "minimum": None, "maximum": None, "headline": False}
    return {
        name: Outcome(name=name, **(optional | table))
        for name, table in _read("outcomes.toml").items()
    }
