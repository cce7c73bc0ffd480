"""Studies of meetings: who speaks from which code, what is shown, what follows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.agents.vocabulary import CODE_NAMES
from heterophony.experiments.methods.patterns.panels import (
    HIGHEST,
    LOWEST,
    Panel,
    correlation,
    declared,
    mean_of,
    meetings_of,
    three_party,
)

if TYPE_CHECKING:
    from heterophony.sim import Result, Simulation

LAW_ECONOMY = ("law", "economy")


def _share(held: dict[str, Any], side: str, *codes: str) -> float:
    """Return the share of codes in the full turns of a side; short responses have no code."""
    turns = sum(float(held[f"{side}_{code}"].sum()) for code in CODE_NAMES)
    chosen = sum(float(held[f"{side}_{code}"].sum()) for code in codes)
    return chosen / turns if turns else float("nan")


@declared("meetings")
def law_economy_share_apart(simulation: Simulation, result: Result) -> float:
    """Return the share of law and economy in the caseworker's turns, less that in the mentor's."""
    held = three_party(result)
    return _share(held, "caseworker", *LAW_ECONOMY) - _share(held, "mentor", *LAW_ECONOMY)


@declared("meetings")
def care_share_apart(simulation: Simulation, result: Result) -> float:
    """Return the share of care in the mentor's turns, less that in the caseworker's."""
    held = three_party(result)
    return _share(held, "mentor", "care") - _share(held, "caseworker", "care")


@declared("meetings")
def least_education_share(simulation: Simulation, result: Result) -> float:
    """Return the share of education in the turns of whichever professional has less of it."""
    held = three_party(result)
    return min(_share(held, side, "education") for side in ("caseworker", "mentor"))


@declared("meetings")
def compression_by_resources(simulation: Simulation, result: Result) -> float:
    """Return by how much less the highest and lowest third of resources differ in what they show.

    At meetings; the true state follows from the gap and the front share, of which it is made:
    gap = front share x (1 - true state).
    """
    held = three_party(result)
    known = held["front_share"] > 0.0
    case = held["case"][known].astype(np.int64)
    true = 1.0 - held["gap"][known] / held["front_share"][known]
    shown = true + held["gap"][known]
    group = np.asarray(result.citizens["group"])[case]
    apart = [
        mean_of(state[group == HIGHEST]) - mean_of(state[group == LOWEST])
        for state in (true, shown)
    ]
    return apart[0] - apart[1]


@declared("meetings")
def impulse_by_understanding(simulation: Simulation, result: Result) -> float:
    """Return the impulse in meetings of the lowest third of understanding less the highest."""
    held = three_party(result)
    low, high = np.quantile(held["understanding"], [1.0 / 3.0, 2.0 / 3.0])
    impulse = held["impulse"]
    return mean_of(impulse[held["understanding"] <= low]) - mean_of(
        impulse[held["understanding"] >= high]
    )


def _too_much(held: dict[str, Any]) -> Any:
    return (held["demand_over"] > 0.0) & (held["deciding"] > 0.0)


@declared("meetings")
def autonomy_after_too_much(simulation: Simulation, result: Result) -> float:
    """Return the change of autonomy by meetings that decide more than is feasible."""
    held = three_party(result)
    return mean_of(held["autonomy_change"][_too_much(held)])


@declared("meetings", "panel")
def autonomy_four_weeks_after_too_much(simulation: Simulation, result: Result) -> float:
    """Return the change of autonomy from before such a meeting to four weeks after it."""
    held = meetings_of(result)
    panel = Panel(simulation, result)
    places, weeks = panel.meetings(_too_much(held) & (held["three_party"] > 0.0))
    return mean_of(_change(panel.on_course_only("autonomy"), places, weeks, 4))


@declared("meetings")
def threat_and_autonomy(simulation: Simulation, result: Result) -> float:
    """Return the correlation over meetings of threat to freedom and change of autonomy."""
    held = three_party(result)
    values = simulation.scenario.values
    strictness = values["law.sanction_strictness"]
    uttered = held["demands"] + strictness * held["duties"]
    demands = uttered * values["meeting.norm_turns"] / held["turns"]
    threat = (
        values["reaction.over_factor"] * held["demand_over"]
        + values["reaction.demand_factor"] * demands
    )
    return correlation(np.minimum(threat, 1.0), held["autonomy_change"])


@declared("meetings", "panel")
def trust_saved_by_acknowledging(simulation: Simulation, result: Result) -> float:
    """Return the week's change of trust in the caseworker after slips, acknowledged less ignored.

    A slip counts as acknowledged if either professional did so.
    """
    held = meetings_of(result)
    panel = Panel(simulation, result)
    slipped = (held["slips"] > 0.0) & (held["three_party"] > 0.0)
    seen = held["acknowledged_by_caseworker"] + held["acknowledged_by_mentor"] > 0.0
    trust = panel.on_course_only("trust_caseworker")
    changes = [
        mean_of(_change(trust, *panel.meetings(slipped & chosen), 0)) for chosen in (seen, ~seen)
    ]
    return changes[0] - changes[1]


@declared("meetings", "panel")
def strong_weeks_with_meeting(simulation: Simulation, result: Result) -> float:
    """Return the rate of weeks in which distress rises by .15 or more, with a meeting less without.

    On the course; the week with a meeting runs to the end of the week in which it was held.
    """
    panel = Panel(simulation, result)
    distress = panel.on_course_only("distress")
    rise = np.diff(distress, axis=1)
    met = np.zeros(distress.shape, dtype=bool)
    met[panel.meetings()] = True
    known = ~np.isnan(rise)
    strong = (rise >= 0.15).astype(np.float64)
    with_meeting = met[:, 1:]
    return mean_of(strong[known & with_meeting]) - mean_of(strong[known & ~with_meeting])


def _change(matrix: Any, places: Any, weeks: Any, after: int) -> Any:
    """Return the change from the end of the week before to `after` weeks after, where there is."""
    inside = (weeks >= 1) & (weeks + after < matrix.shape[1])
    places, weeks = places[inside], weeks[inside]
    return matrix[places, weeks + after] - matrix[places, weeks - 1]
