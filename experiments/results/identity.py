"""What a run is: a hash of the model, its libraries, the resolved scenario and the seed."""

from __future__ import annotations

import hashlib
import inspect
import platform
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import msgspec

from heterophony.experiments.results.digests import model_digest, sha256_of
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.own_outcomes import OWN_OUTCOMES, own_definitions
from heterophony.scenarios import Scenario

# Libraries that decide the bits of a result. Others only carry it.
_LIBRARIES = ("llvmlite", "numba", "numpy", "scipy")
_DIGITS = 20  # of an id: 80 bits, so that a million runs share none
AGENT_CLASSES = ("citizen_class", "mentor_class", "caseworker_class")

Agents = Mapping[str, type]


class Source(msgspec.Struct, frozen=True):
    """What makes a run, except its scenario and seed.

    Attributes
    ----------
    rules
        The model's digest too: the column `rules` and the key of this name stay what readers of
        stores know.
    model
        Hash of everything in the package that can change a result.
    versions
        Python and the libraries that decide the bits of a result; hashes of a user's own outcomes.
    agents
        Hash of each class that acts instead of the model's own; usually none.
    """

    rules: str = msgspec.field(name="rules_sha256")
    model: str = msgspec.field(name="model_sha256")
    versions: dict[str, str]
    agents: dict[str, str]

    @classmethod
    def present(cls, agents: Agents | None = None) -> Source:
        """Return what makes runs here and now.

        Raises
        ------
        RequestError
            If a role of `agents` is unknown, or the source of a class cannot be read.
        """
        own = {f"outcome {name}": each for name, each in own_definitions(OWN_OUTCOMES).items()}
        versions = _versions() | own
        model = model_digest()
        return cls(model, model, versions, _agent_digests(agents or {}))

    @property
    def key(self) -> str:
        """One hash for all of it."""
        return sha256_of([self.model, self.versions, self.agents])

    def differences(self, before: Source) -> list[str]:
        """Say what differs from another source, a sentence each."""
        found = []
        if self.model != before.model:
            found.append(f"the model was {before.model} and is {self.model}")
        for name in sorted({*self.versions, *before.versions}):
            was, now = before.versions.get(name), self.versions.get(name)
            if was != now:
                found.append(f"{name} was {was} and is {now}")
        if self.agents != before.agents:
            was, now = (", ".join(sorted(each.agents)) or "none" for each in (before, self))
            found.append(f"classes that act instead of the model's own: {was} before, now {now}")
        return found


def scenario_digest(scenario: Scenario) -> str:
    """Hash what a scenario assumes; names, titles and where it was read from do not count."""
    values, changes = scenario.values, [[each.week, each.values] for each in scenario.changes]
    # Burn-in is said by what differs in it: most of a thousand numbers need no second writing.
    burn_in = {name: value for name, value in scenario.root.items() if value != values[name]}
    return sha256_of([values, burn_in, changes])


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
    """Hash the sources of the classes that act instead of the model's own."""
    found = {}
    for role, agent in agents.items():
        if role not in AGENT_CLASSES:
            raise RequestError(f"agents: {role!r} is not among {', '.join(AGENT_CLASSES)}")
        try:
            sources = [inspect.getsource(each) for each in agent.__mro__ if _is_own(each)]
        except (OSError, TypeError, AttributeError) as error:
            raise RequestError(
                f"agents: the source of {agent!r} cannot be read; it is part of a run's identity, "
                "so define the class in a file"
            ) from error
        found[role] = f"{agent.__qualname__} {sha256_of([*sources, version('mesa')])}"
    return found


def _is_own(base: type) -> bool:
    """Return whether a class is the user's: others are identified by hash or by version."""
    package = base.__module__.partition(".")[0]
    return package not in ("heterophony", "mesa") and package not in sys.stdlib_module_names
