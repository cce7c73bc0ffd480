"""Builds the state of one jobcentre before anybody arrives: posts filled, slots assigned."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from heterophony.agents.compiled import compiled
from heterophony.agents.draws import child_key, splitmix64
from heterophony.agents.state import KEEP_EVENTS, KEEP_MEETINGS, KEEP_TURNS, State
from heterophony.sim.blank_tables import blank_state
from heterophony.sim.bookkeeping import key_everything
from heterophony.sim.organisation import organise
from heterophony.sim.prepared import Prepared

_ONE, _TWO = np.uint64(1), np.uint64(2)


@compiled
def run_key(seed: int) -> Any:
    """Return the key under which everything in a run is drawn; a seed is 0 to 2**63 - 1."""
    return splitmix64(np.uint64(seed) * _TWO + _ONE)


@compiled
def jobcentre_key(seed: int, number: int) -> Any:
    """Return the key under which everything in one jobcentre of a run is drawn."""
    return child_key(run_key(seed), 0, number)


@compiled
def begin_cooperation(dyad: Any, level: float) -> None:
    """Set every dimension of a mentor's and a caseworker's cooperation to one level."""
    dyad.frequency = level
    dyad.timeliness = level
    dyad.accuracy = level
    dyad.problem_solving = level
    dyad.shared_goals = level
    dyad.shared_knowledge = level
    dyad.respect = level


@compiled
def furnish(w: State, seed: int, number: int) -> None:
    """Fill the posts of blank tables and assign the slots, under the first premises.

    Parameters
    ----------
    w : blank tables, with premises, quantiles and calendar
    seed : of the run, 0 to 2**63 - 1
    number : which jobcentre of the run, from 0
    """
    params, jobcentre = w.premises[0], w.jobcentre[0]
    jobcentre.commitment_caseworkers = params.dialogue_caseworker_commitment
    jobcentre.commitment_mentors = params.dialogue_mentor_commitment
    level = params.coordination_initial_understanding
    for m in range(len(w.mentors)):
        for k in range(len(w.caseworkers)):
            w.understanding[m, k] = level
            begin_cooperation(w.dyads[m, k], level)
    key_everything(w, jobcentre_key(seed, number))
    organise(w, 0, w.calendar[0].week)


def build_state(ready: Prepared, seed: int, number: int, keep: Collection[str] = ()) -> State:
    """Build the state of one jobcentre at the first week of its burn-in.

    Parameters
    ----------
    ready : the scenario, prepared
    seed : 0 to 2**63 - 1
    number : which jobcentre of the run, from 0
    keep : any of "meetings", "turns", "events"
    """
    w = blank_state(ready.sizes, ready.shared.tables)
    w.counters[KEEP_MEETINGS] = int("meetings" in keep or "turns" in keep)
    w.counters[KEEP_TURNS] = int("turns" in keep)
    w.counters[KEEP_EVENTS] = int("events" in keep)
    furnish(w, seed, number)
    return w
