"""Sweeps: a plan, run into a store that survives being killed, and can grow.

=======================  =======================================================================
`sweep`                  run a plan into a store, or go on with one
`Plan`, `read_plan`      what is varied, under how many seeds, and which outcomes are kept
`Store`                  the results, readable at any moment
`expand`                 add seeds or values to a finished store, and run only what is new
`replay`                 make one run again, whole
`plan_ahead`             a pilot: time, room, and what a number of seeds buys
`summarise`              outcomes by point with intervals, and what missing runs do to them
=======================  =======================================================================
"""

from typing import TYPE_CHECKING

from heterophony.experiments.lazily import lazily

if TYPE_CHECKING:
    from heterophony.experiments.engine.sweeping.expansion import expand
    from heterophony.experiments.engine.sweeping.forecast import Forecast
    from heterophony.experiments.engine.sweeping.piloting import plan_ahead
    from heterophony.experiments.engine.sweeping.plan import Plan, read_plan
    from heterophony.experiments.engine.sweeping.replaying import replay
    from heterophony.experiments.engine.sweeping.store import Store
    from heterophony.experiments.engine.sweeping.summary import summarise
    from heterophony.experiments.engine.sweeping.sweeps import sweep

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

_HOMES = {
    "Forecast": "forecast",
    "Plan": "plan",
    "Store": "store",
    "expand": "expansion",
    "plan_ahead": "piloting",
    "read_plan": "plan",
    "replay": "replaying",
    "summarise": "summary",
    "sweep": "sweeps",
}

__getattr__, __dir__ = lazily(__name__, _HOMES)
