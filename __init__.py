"""Heterophony: a jobcentre where three kinds of people talk past, and sometimes with, each other.

Public names, each loaded at first use so that `import heterophony` costs next to nothing:

=====================  ========================================================================
`load_scenario`        read a scenario by library name or path
`run`                  simulate a scenario, once or many times
`compare`              set policies beside a baseline, in pairs that share people and fate
`assess_robustness`    set policies beside a baseline in every plausible world
`load_worlds`          plausible worlds: joint settings of what nobody has measured
`Simulation`           one jobcentre, week by week
`HeterophonicModel`    the same as a `mesa.Model`
`Citizen`              the agent classes, to read, to watch and to subclass
`Mentor`
`Caseworker`
=====================  ========================================================================
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heterophony.agents import Caseworker, Citizen, Mentor
    from heterophony.experiments import assess_robustness, compare, load_worlds, run
    from heterophony.scenarios import load_scenario
    from heterophony.sim import HeterophonicModel, Simulation

    __version__: str

__all__ = [
    "Caseworker",
    "Citizen",
    "HeterophonicModel",
    "Mentor",
    "Simulation",
    "__version__",
    "assess_robustness",
    "compare",
    "load_scenario",
    "load_worlds",
    "run",
]

_HOMES = {
    "Caseworker": "agents",
    "Citizen": "agents",
    "HeterophonicModel": "sim",
    "Mentor": "agents",
    "Simulation": "sim",
    "assess_robustness": "experiments",
    "compare": "experiments",
    "load_scenario": "scenarios",
    "load_worlds": "experiments",
    "run": "experiments",
}


def _installed_version() -> str:
    """Return the installed distribution's version, or "0+unknown" in an uninstalled copy."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("heterophony")
    except PackageNotFoundError:
        return "0+unknown"


def __getattr__(name: str) -> object:
    """Load the public `name` from its home and keep it here.

    Raises
    ------
    AttributeError
        If `name` is not public.
    """
    if name == "__version__":
        value: object = _installed_version()
    elif name in _HOMES:
        value = getattr(import_module(f"heterophony.{_HOMES[name]}"), name)
    else:
        raise AttributeError(f"module 'heterophony' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
