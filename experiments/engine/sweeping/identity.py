"""What a run is: a hash of model source, resolved scenario, seed and library versions."""

from __future__ import annotations

import hashlib
import inspect
import json
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import heterophony
from heterophony.agents.compiled import SOURCE_DIGEST
from heterophony.experiments.results.errors import RequestError

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario

# Libraries that decide the bits of a result. Others only carry it.
_LIBRARIES = ("llvmlite", "numba", "numpy", "scipy")
_DIGITS = 20  # of an id: 80 bits, so that a million runs share none
AGENT_CLASSES = ("citizen_class", "mentor_class", "caseworker_class")

Agents = Mapping[str, type]


@dataclass(frozen=True)
class Source:
    """What made a run, its scenario and seed apart.

    Attributes
    ----------
    rules
        Hash of the compiled rules (`heterophony.agents.compiled.SOURCE_DIGEST`).
    model
        Hash of all sources of `agents` and `sim`, what is counted included.
    versions
        Python and the libraries that decide the bits of a result.
    agents
        Hash of each class that acts instead of the model's own; usually none.
    """

    rules: str
    model: str
    versions: Mapping[str, str]
    agents: Mapping[str, str]

    @property
    def key(self) -> str:
        """One hash for all of it."""
        return _sha256([self.model, dict(self.versions), dict(self.agents)])

    def document(self) -> dict[str, Any]:
        """Return it as a manifest holds it."""
        return {
            "rules_sha256": self.rules,
            "model_sha256": self.model,
            "versions": dict(self.versions),
            "agents": dict(self.agents),
        }

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Source:
        """Read it back from a manifest."""
        return cls(
            document["rules_sha256"],
            document["model_sha256"],
            document["versions"],
            document["agents"],
        )

    def differences(self, before: Source) -> list[str]:
        """Say what differs from another source, a sentence each."""
        found = []
        if self.rules != before.rules:
            found.append(f"the rules were {before.rules} and are {self.rules}")
        elif self.model != before.model:
            found.append("the sources of agents or sim have changed (compiled rules apart)")
        for name in sorted({*self.versions, *before.versions}):
            was, now = before.versions.get(name), self.versions.get(name)
            if was != now:
                found.append(f"{name} was {was} and is {now}")
        if dict(self.agents) != dict(before.agents):
            was, now = (", ".join(sorted(each.agents)) or "none" for each in (before, self))
            found.append(f"classes that act instead of the model's own: {was} before, now {now}")
        return found


def present_source(agents: Agents | None = None) -> Source:
    """Return what makes runs here and now."""
    return Source(SOURCE_DIGEST, model_digest(), _versions(), _agent_digests(agents or {}))


@cache
def model_digest() -> str:
    """Hash every source of `agents` and `sim`."""
    digest = hashlib.sha256()
    package = Path(heterophony.__file__).parent
    for folder in ("agents", "sim"):
        for file in sorted((package / folder).glob("*.py")):
            digest.update(f"{folder}/{file.name}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def scenario_digest(scenario: Scenario) -> str:
    """Hash what a scenario assumes; names, titles and where it was read from do not count."""
    values, changes = scenario.values, [[each.week, each.values] for each in scenario.changes]
    # Burn-in is said by what differs in it: most of a thousand numbers need no second writing.
    burn_in = {name: value for name, value in scenario.root.items() if value != values[name]}
    return _sha256([values, burn_in, changes])


def run_id(source_key: str, scenario: str, seed: int) -> str:
    """Return a run's id: 20 hexadecimal digits, equal exactly for equal runs.

    Parameters
    ----------
    source_key
        `Source.key`.
    scenario
        The scenario's digest.
    seed
        The run's own seed, not the base seed.
    """
    whole = hashlib.sha256(f"{source_key}/{scenario}/{seed}".encode())
    return whole.hexdigest()[:_DIGITS]


@cache
def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found


def _agent_digests(agents: Agents) -> dict[str, str]:
    """Hash the sources of the classes that act instead of the model's own.

    Raises
    ------
    RequestError
        If a role is unknown, or a class has no source that could be hashed.
    """
    found = {}
    for role, agent in agents.items():
        if role not in AGENT_CLASSES:
            raise RequestError(f"agents: {role!r} is not among {', '.join(AGENT_CLASSES)}")
        try:
            sources = [inspect.getsource(each) for each in agent.__mro__ if _is_own(each)]
        except (OSError, TypeError) as error:
            raise RequestError(
                f"agents: the source of {agent!r} cannot be read; a run is known by it, so "
                "define the class in a file"
            ) from error
        found[role] = f"{agent.__qualname__} {_sha256([*sources, version('mesa')])}"
    return found


def _is_own(base: type) -> bool:
    """Tell whether a class is the user's: others are known by hash of rules or by version."""
    package = base.__module__.partition(".")[0]
    return package not in ("heterophony", "mesa") and package not in sys.stdlib_module_names


def _sha256(value: object) -> str:
    text = json.dumps(value, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
