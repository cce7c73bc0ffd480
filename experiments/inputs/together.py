"""Inputs that belong together: groups that move as one, and pairs that are correlated."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

import msgspec

from heterophony.experiments.inputs.factors import DEFAULT, factors_of
from heterophony.experiments.inputs.reading import read_struct, read_toml
from heterophony.experiments.results.designs import Factor
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios.errors import nearest

_GROUP = "NAME=INPUT,INPUT, or the name of a section or a vector alone"
_PAIR = "INPUT,INPUT=R with R from -1 to 1, as in ownership.gain,ownership.noise=0.6"

_Names = Annotated[list[str], msgspec.Meta(description="a list of names")]
_Groups = Annotated[dict[str, list[str]], msgspec.Meta(description="a table of lists of names")]
_Pairs = Annotated[
    list[tuple[str, str, float]],
    msgspec.Meta(
        description='a list of pairs, each as in ["ownership.gain", "ownership.noise", 0.6]'
    ),
]


class _File(msgspec.Struct):
    """What a file of inputs may hold."""

    parameters: _Names = []
    groups: _Groups = {}
    correlations: _Pairs = []


@dataclass
class Inputs:
    """What is varied, what moves together, and what is correlated.

    Attributes
    ----------
    parameters
        Names, as for `factors_of`.
    groups
        Names by the name of their group.
    correlations
        Rank correlations by the names of two inputs.
    """

    parameters: list[str] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)
    correlations: dict[tuple[str, str], float] = field(default_factory=dict)

    def add_group(self, name: str, members: Iterable[str]) -> None:
        """Add a group.

        Raises
        ------
        RequestError
            If there is one of this name.
        """
        if name in self.groups:
            raise RequestError(f"groups: {name} is named twice")
        self.groups[name] = list(members)

    def add_pair(self, one: str, other: str, rank: float) -> None:
        """Add a rank correlation.

        Raises
        ------
        RequestError
            If the pair has one.
        """
        if (one, other) in self.correlations:
            raise RequestError(f"correlations: {one} and {other} are named twice")
        self.correlations[one, other] = rank

    def read(self, path: Path) -> None:
        """Add what a TOML file holds.

        Raises
        ------
        RequestError
            If it cannot be read, or names what is named already.
        """
        found = read_struct(_File, read_toml(path, "file of inputs"), str(path))
        self.parameters += found.parameters
        for name, members in found.groups.items():
            self.add_group(name, members)
        for pair in found.correlations:
            self.add_pair(*pair)

    def take_group(self, text: str) -> None:
        """Add a group as it is written on a command line.

        Raises
        ------
        RequestError
            If it has another form.
        """
        name, equals, listed = (part.strip() for part in text.partition("="))
        members = [each.strip() for each in listed.split(",")] if equals else [name]
        if not name or not all(members):
            raise RequestError(f"--group {text!r}; allowed: {_GROUP}")
        self.add_group(name, members)

    def take_pair(self, text: str) -> None:
        """Add a rank correlation as it is written on a command line.

        Raises
        ------
        RequestError
            If it has another form.
        """
        pair, _, number = text.partition("=")
        one, _, other = (part.strip() for part in pair.partition(","))
        try:
            rank = float(number)
        except ValueError:
            rank = math.nan
        if not one or not other or "," in other or math.isnan(rank):
            raise RequestError(f"--correlated {text!r}; allowed: {_PAIR}")
        self.add_pair(one, other, rank)


def grouped_factors(
    parameters: str | Sequence[str] | None, groups: Mapping[str, str | Sequence[str]]
) -> list[Factor]:
    """Return the inputs that are meant, those of a group with its name, each once.

    Parameters
    ----------
    parameters
        What is varied, in a group or not; None for nothing more than the groups, or, without
        groups, for all uncertain parameters.

    Raises
    ------
    RequestError
        If a name is unknown, an input is in two groups, or a group has the name of another input.
    """
    group_of: dict[str, str] = {}
    members: list[str] = []
    for group, names in groups.items():
        for each in factors_of(names, f"groups: {group}"):
            before = group_of.setdefault(each.name, group)
            if before != group:
                raise RequestError(
                    f"groups: {each.name} is in {before} and in {group}; an input moves with one"
                )
            members.append(each.name)
    wanted = [parameters] if isinstance(parameters, str) else list(parameters or ())
    named = [*wanted, *members] or list(DEFAULT)
    found = [replace(each, group=group_of.get(each.name, "")) for each in factors_of(named)]
    for each in found:
        if each.row in groups and not each.group:
            raise RequestError(
                f"groups: {each.name} also varies by itself; choose another name for the group"
            )
    return found


def places_of_rows(factors: Sequence[Factor]) -> tuple[tuple[int, ...], ...]:
    """Return the places of the inputs of each row, or nothing if no input is in a group."""
    if not any(each.group for each in factors):
        return ()
    rows: dict[str, list[int]] = {}
    for place, each in enumerate(factors):
        rows.setdefault(each.row, []).append(place)
    return tuple(map(tuple, rows.values()))


def places_of_pairs(
    correlations: Mapping[tuple[str, str], float], names: Sequence[str]
) -> tuple[tuple[int, int, float], ...]:
    """Return rank correlations by the places of two inputs, in the inputs' order.

    Raises
    ------
    RequestError
        If an input does not vary, is paired with itself, or a number is not from -1 to 1.
    """
    found: dict[tuple[int, int], float] = {}
    for pair, rank in correlations.items():
        for name in pair:
            if name not in names:
                raise RequestError(
                    f"correlations: {name} does not vary (nearest name: {nearest(name, names)})"
                )
        if not -1.0 <= rank <= 1.0:
            raise RequestError(f"correlations: {','.join(pair)} = {rank:g}; allowed: -1 to 1")
        one, other = sorted(map(list(names).index, pair))
        if one == other:
            raise RequestError(f"correlations: {pair[0]} is paired with itself")
        if (one, other) in found:
            raise RequestError(f"correlations: {pair[0]} and {pair[1]} are named twice")
        found[one, other] = float(rank)
    return tuple((*pair, rank) for pair, rank in sorted(found.items()))
