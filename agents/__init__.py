"""Who acts, and by which rule: citizens, mentors, caseworkers and what happens between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from heterophony.agents.caseworker import Caseworker
    from heterophony.agents.citizen import Citizen
    from heterophony.agents.mentor import Mentor

__all__ = ["Caseworker", "Citizen", "Mentor"]


def __getattr__(name: str) -> Any:
    """Import an agent class when it is first asked for: rules do not need Mesa."""
    if name in __all__:
        from importlib import import_module

        return getattr(import_module(f"heterophony.agents.{name.lower()}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
