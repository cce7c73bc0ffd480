"""Load scenarios: follow `extends` to its root, check everything, resolve every value."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from heterophony.scenarios.consistency import norm_shares
from heterophony.scenarios.declarations import Words, load_parameters
from heterophony.scenarios.document import Document, read_document
from heterophony.scenarios.errors import Problem, ScenarioError, shown
from heterophony.scenarios.locating import library_names, library_path, locate
from heterophony.scenarios.scenario import Change, Scenario, finished, levers_of, overridden
from heterophony.scenarios.settings import Setting, apply_settings

__all__ = ["ScenarioSummary", "list_scenarios", "load_scenario"]


class ScenarioSummary(NamedTuple):
    """One row of the list of scenarios: name, then title and summary by language."""

    name: str
    title: Words
    summary: Words


@dataclass
class _Resolution:
    """Values collected from the root of the chain to the scenario itself."""

    values: dict[str, Any]
    burn_in: dict[str, Any] = field(default_factory=dict)
    changes: dict[int, list[Setting]] = field(default_factory=dict)


def list_scenarios() -> list[ScenarioSummary]:
    """Return name, title and summary of every scenario of the library, the baseline first."""
    documents = [read_document(library_path(name)) for name in library_names()]
    return [ScenarioSummary(each.name, each.title, each.summary) for each in documents]


def load_scenario(
    name_or_path: str | os.PathLike[str] | Scenario, overrides: Mapping[str, object] | None = None
) -> Scenario:
    """Return a scenario of the library, by name, or of a file, by path.

    Parameters
    ----------
    name_or_path : str, path or Scenario
        A library name such as `meetings-every-4-weeks`, or a TOML file.
    overrides : mapping, optional
        Values by dotted name that replace the scenario's own from week 0, as `--set` does.

    Raises
    ------
    ScenarioError
        If anything is wrong; the message names the file, the key, the value and what is allowed.
    """
    if isinstance(name_or_path, Scenario):
        scenario = name_or_path
    else:
        chain = _chain(name_or_path)
        scenario = _resolved(chain)
    return overridden(scenario, overrides, "--set") if overrides else scenario


def _chain(reference: str | os.PathLike[str]) -> list[Document]:
    """Return the documents from the scenario itself to the root of its `extends`."""
    chain: list[Document] = []
    folder, source = Path(), "scenario"
    following = reference
    while True:
        path = locate(following, folder, source)
        seen = [document.path.resolve() for document in chain]
        if path.resolve() in seen:
            circle = [str(each.path) for each in chain[seen.index(path.resolve()) :]] + [str(path)]
            message = f"extends = {shown(following)} is circular: {' -> '.join(circle)}"
            raise ScenarioError([Problem(source, message, "extends")])
        chain.append(read_document(path))
        parent = chain[-1].extends
        if parent is None:
            return chain
        following, folder, source = parent, path.parent, str(path)


def _resolved(chain: list[Document]) -> Scenario:
    resolution = _Resolution({name: each.default for name, each in load_parameters().items()})
    problems: list[Problem] = []
    for document in reversed(chain):
        _add(document, resolution, problems, is_root=document is chain[-1])
    if problems:
        raise ScenarioError(problems)
    own = chain[0]
    scenario = Scenario(
        name=own.name,
        title=own.title,
        summary=own.summary,
        evidence=own.evidence,
        path=str(own.path),
        values=resolution.values,
        root={},
        changes=_changes(resolution, str(own.path), problems),
    )
    if problems:
        raise ScenarioError(problems)
    return finished(scenario, resolution.burn_in, str(own.path))


def _add(
    document: Document, resolution: _Resolution, problems: list[Problem], *, is_root: bool
) -> None:
    """Apply one document of the chain to the values of its parents."""
    source = str(document.path)
    apply_settings(resolution.values, document.settings)
    norm_shares(resolution.values, source, problems)
    if is_root:
        resolution.burn_in = levers_of(resolution.values)
    apply_settings(resolution.burn_in, document.burn_in)
    horizon = resolution.values["run.weeks"]
    for week, settings in document.changes.items():
        if week >= horizon:
            message = f"change.week = {week}: must be below run.weeks = {horizon}"
            problems.append(Problem(source, message, "change.week"))
        resolution.changes.setdefault(week, []).extend(settings)


def _changes(resolution: _Resolution, source: str, problems: list[Problem]) -> tuple[Change, ...]:
    """Give each change whole values: a single component changes the vector of that week."""
    current, changes = dict(resolution.values), []
    for week, settings in sorted(resolution.changes.items()):
        names = apply_settings(current, settings)
        names |= norm_shares(current, f"{source}, change in week {week}", problems)
        ordered = [name for name in current if name in names]
        changes.append(Change(week, {name: current[name] for name in ordered}))
    return tuple(changes)
