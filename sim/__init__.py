"""How a week passes, and what is counted: building a run, its schedule, its results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from heterophony.sim.digest import model_digest
    from heterophony.sim.model import HeterophonicModel
    from heterophony.sim.result import Result, Turn
    from heterophony.sim.simulation import Simulation

__all__ = ["HeterophonicModel", "Result", "Simulation", "Turn", "model_digest"]

_HOMES = {
    "HeterophonicModel": "model",
    "Result": "result",
    "Simulation": "simulation",
    "Turn": "result",
    "model_digest": "digest",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: Mesa is not needed to run compiled."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"heterophony.sim.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
