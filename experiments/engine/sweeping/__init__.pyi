"""Public names of the package, for type checkers and for loading at first use."""

from .expansion import expand
from .forecast import Forecast
from .piloting import plan_ahead
from .plan import Plan, read_plan
from .replaying import replay
from .store import Store
from .summary import summarise
from .sweeps import sweep

__all__ = [
    "Forecast",
    "Plan",
    "Store",
    "expand",
    "plan_ahead",
    "read_plan",
    "replay",
    "summarise",
    "sweep",
]
