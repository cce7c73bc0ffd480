"""Studies of conversations: what a question brings, and what the talk moves in what is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.agents.state import MEETINGS_KEPT
from heterophony.agents.vocabulary import CITIZEN, SHORT_RESPONSE
from heterophony.experiments.methods.patterns.panels import (
    Mask,
    correlation,
    declared,
    mean_of,
    three_party,
)

if TYPE_CHECKING:
    from heterophony.sim import Result, Simulation

NOTHING_AT_HAND = -1  # no full turn of a professional yet
MISSING = -1  # what a turn does not have


@declared("meetings")
def front_after_measuring(simulation: Simulation, result: Result) -> float:
    """Return the share of answers from the front to measuring questions, less to empathic ones."""
    held = three_party(result)
    return _front_after(held, "measuring") - _front_after(held, "empathic")


@declared("meetings")
def front_after_demand(simulation: Simulation, result: Result) -> float:
    """Return the share of answers from the front to demands, less to empathic questions."""
    held = three_party(result)
    return _front_after(held, "demand") - _front_after(held, "empathic")


def _front_after(held: dict[str, Any], act: str) -> float:
    answers = float(held[f"after_{act}"].sum())
    return float(held[f"front_after_{act}"].sum()) / answers if answers else float("nan")


@declared("meetings")
def longest_run_of_the_citizen(simulation: Simulation, result: Result) -> float:
    """Return the largest number of turns that a citizen has one after the other."""
    runs = three_party(result)["longest_citizen_run"]
    return float(runs.max()) if len(runs) else float("nan")


@declared("meetings")
def decided_with_small_step(simulation: Simulation, result: Result) -> float:
    """Return what the talk moves in the demand decided, with a small step taken up less without."""
    return _moved_with(result, "small_steps_taken_up")


@declared("meetings")
def decided_with_objection(simulation: Simulation, result: Result) -> float:
    """Return the same with an objection that the caseworker takes up less without."""
    return _moved_with(result, "objections_taken_up_caseworker")


@declared("meetings")
def decided_with_acceptance(simulation: Simulation, result: Result) -> float:
    """Return the same with a demand that the citizen accepts less without."""
    return _moved_with(result, "demands_accepted")


def _moved_with(result: Result, count: str) -> float:
    """Return the demand decided less what opening positions and weights give, with and without."""
    held = _deciding(result)
    mentor, citizen = held["mentor_weight"], held["citizen_weight"]
    given = (
        (1.0 - mentor - citizen) * held["opening_proposal_caseworker"]
        + mentor * held["opening_proposal_mentor"]
        + citizen * held["feasible_before"]
    )
    moved = held["decided_demand"] - np.clip(given, 0.0, 1.0)
    there: Mask = held[count] > 0.0
    return mean_of(moved[there]) - mean_of(moved[~there])


@declared("meetings")
def demands_and_movement(simulation: Simulation, result: Result) -> float:
    """Return the correlation of demands uttered with what the caseworker's proposal moves."""
    held = _deciding(result)
    return _with_movement(held["demands"], held)


@declared("meetings")
def excess_and_movement(simulation: Simulation, result: Result) -> float:
    """Return the correlation of that movement with the opening proposal above what is feasible."""
    held = _deciding(result)
    return _with_movement(held["opening_proposal_caseworker"] - held["feasible_before"], held)


def _deciding(result: Result) -> dict[str, Any]:
    held = three_party(result)
    chosen = held["deciding"] > 0.0
    return {name: values[chosen] for name, values in held.items()}


def _with_movement(column: Any, held: dict[str, Any]) -> float:
    """Return the correlation of a column with what the talk moves; 0 where it moves nothing."""
    moved = held["proposal_caseworker"] - held["opening_proposal_caseworker"]
    return correlation(column, moved) if np.any(moved != 0.0) else 0.0


@declared("meetings", "turns")
def uptake_and_code_agree(simulation: Simulation, result: Result) -> float:
    """Return the share of full professional turns in which code and uptake say the same.

    A turn takes up what is at hand exactly if it stays in that code or translates it.
    """
    assert result.meetings is not None
    lengths = result.meetings["turns"].astype(np.int64)
    counted = (result.meetings["week"] >= 0) & (result.meetings["three_party"] > 0.0)
    state = simulation.jobcentres[0].state  # patterns are about one jobcentre
    log = state.turns[: int(state.counters[MEETINGS_KEPT])]
    agree, turns = agreement(log[counted], lengths[counted])
    return agree / turns if turns else float("nan")


def agreement(log: Any, lengths: Any) -> tuple[int, int]:
    """Return how many of the turns that could take something up agree, and how many there are.

    Parameters
    ----------
    log
        Turns `[meetings, turns]` with `speaker`, `code`, `act`, `taken_up` and `translated`.
    lengths
        How many of them each meeting has.
    """
    at_hand = np.full(len(log), NOTHING_AT_HAND)
    agree = turns = 0
    for number in range(log.shape[1]):
        turn = log[:, number]
        spoken = number < lengths
        full = spoken & (turn["speaker"] != CITIZEN) & (turn["act"] != SHORT_RESPONSE)
        could = full & (turn["taken_up"] != MISSING)
        by_code = (turn["code"] == at_hand) | (turn["translated"] == 1)
        agree += int(np.count_nonzero(could & (by_code == (turn["taken_up"] == 1))))
        turns += int(np.count_nonzero(could))
        at_hand[full] = turn["code"][full]
    return agree, turns
