"""What a conclusion must not hang on: choices of this implementation, one changed at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from heterophony.experiments.methods.claims.reordering import (
    by_both_executors,
    in_another_order,
    usual,
    with_slots_renumbered,
)

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario
    from heterophony.sim import Result

Live = Callable[["Scenario", int], "Result"]


@dataclass(frozen=True)
class Variation:
    """One choice made otherwise.

    Attributes
    ----------
    name
        What is otherwise, in words.
    values
        Parameters that differ, in both arms.
    live
        How a run is walked.
    exact
        Whether every run must come out as usual, to rounding; else only the conclusion must stand.
    share
        Share of the claim's pairs that are run under it.
    """

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    live: Live = usual
    exact: bool = False
    share: float = 1.0


EXACT = (
    Variation("order of citizens", live=in_another_order, exact=True, share=0.1),
    Variation("executor", live=by_both_executors, exact=True, share=0.0),
)
_JOBCENTRES = 3


def variations(scenario: Scenario) -> list[Variation]:
    """Return every variation of a claim whose baseline is `scenario`."""
    values = scenario.values
    burn_in = int(values["run.burn_in_weeks"])
    more = int(values["population.jobcentres"]) * _JOBCENTRES
    found = [
        *EXACT,
        Variation("numbering of slots", live=with_slots_renumbered),
        Variation(
            f"population size: {more} jobcentres", {"population.jobcentres": more}, share=0.5
        ),
    ]
    lengths = sorted({max(4, burn_in // 2), 2 * burn_in} - {burn_in})
    found += [
        Variation(f"burn-in of {length} weeks", {"run.burn_in_weeks": length}) for length in lengths
    ]
    return found + _structural(values)


def _structural(values: Mapping[str, Any]) -> list[Variation]:
    """Return one variation for each other form of an equation that the model declares."""
    from heterophony.scenarios import PARAMETERS

    found = []
    for name, parameter in PARAMETERS.items():
        if not name.startswith("alternatives."):
            continue
        others: tuple[Any, ...] = ()
        if parameter.type == "choice":
            others = tuple(each for each in parameter.choices if each != values[name])
        elif parameter.type == "bool":
            others = (not values[name],)
        for other in others:
            word = str(other).lower() if isinstance(other, bool) else other
            found.append(Variation(f"{name} = {word}", {name: other}))
    shape = PARAMETERS["ownership.complementarity"]
    ends = [end for end in (shape.low, shape.high) if end != values[shape.name]]
    return found + [Variation(f"{shape.name} = {end:g}", {shape.name: end}) for end in ends]
