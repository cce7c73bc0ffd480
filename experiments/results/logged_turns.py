"""Who speaks in a meeting's log, and which acts are of which kind."""

from __future__ import annotations

from typing import Final

from heterophony.sim import Turn

NOBODY: Final = -1  # no turn is meant
TELLINGS: Final = ("trouble", "wish", "objection")
REPAIRS: Final = ("repair_acknowledging", "repair_future", "repair_medical", "repair_reframing")
SHORT: Final = "short_response"


def by_citizen(turn: Turn) -> bool:
    """Tell whether the citizen speaks."""
    return turn.speaker == "citizen"


def is_full(turn: Turn) -> bool:
    """Tell whether it is a professional's turn that is more than a short response."""
    return not by_citizen(turn) and turn.act != SHORT
