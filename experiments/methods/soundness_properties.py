"""Properties of a sound model, whatever the numbers are: of runs, and of rules.

Each check looks at one property, through small runs, and returns what is wrong; nothing if it
holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from heterophony.agents.citizen_columns import BOUNDED_STATES
from heterophony.agents.vocabulary import COURSE, NOBODY
from heterophony.experiments.methods.claim_variations import disagreeing, shuffled_to_the_end
from heterophony.scenarios import Scenario
from heterophony.sim import Simulation

_TRAITS = ("resources", "reactance", "internalised_discourse", "trait_autonomy", "alliance_speed")
_DRAWN = {
    "citizens": _TRAITS,
    "caseworkers": ("key", "weights", "pacing"),
    "mentors": ("key",),
    "slots": ("key",),
}
_TALK = {"meeting.pre_meeting_minutes": 20.0, "meeting.debrief_minutes": 10.0}
# A fifth of a post for sixteen people who meet every week: more is asked than there is.
_SCARCE = {"staffing.caseworker_caseload": 200.0, "meeting.interval_weeks": 1}
_ROUNDING = 1e-9
_PER_TIME = 1.35  # twice the turns in the same minutes: at most so much more threat a meeting
_TALK_IN_FULL = {"meeting.pre_meeting_minutes": 20.0, "coordination.fidelity": "full"}


class Begin(Protocol):
    """Begins a run of a scenario; `executor` asks for one, and a model may have only one."""

    def __call__(
        self, scenario: Scenario, seed: int, executor: str = "", keep: tuple[str, ...] = ()
    ) -> Simulation:
        """Return a run at its first week."""


@dataclass(frozen=True)
class Trial:
    """A model to try: how runs begin, from which small scenario, under which seed."""

    begin: Begin
    scenario: Scenario
    seed: int

    def run(self, values: Mapping[str, object] | None = None, **options: object) -> Simulation:
        """Return a finished run of the small scenario with some values replaced."""
        simulation = self.started(values, **options)
        simulation.advance(simulation.weeks_in_all)
        return simulation

    def started(self, values: Mapping[str, object] | None = None, **options: object) -> Simulation:
        """Return a run at its first week."""
        scenario = self.scenario.replaced(dict(values or {}))
        options.setdefault("seed", self.seed)
        return self.begin(scenario, **options)  # type: ignore[arg-type]


def order(trial: Trial) -> str:
    """Give the same results in any order of citizens."""
    usual = trial.run().run()
    other = shuffled_to_the_end(trial.started(), trial.seed)
    wrong = disagreeing(usual, other)
    return f"other outcomes where citizens are walked otherwise: {_named(wrong)}" if wrong else ""


def executors(trial: Trial) -> str:
    """Give the same bits by both executors."""
    digests = {
        trial.run(executor=each, keep=("meetings", "events")).run().digest()
        for each in ("compiled", "agents")
    }
    return "the two executors give different results" if len(digests) > 1 else ""


def seed(trial: Trial) -> str:
    """Give other people, other staff and other luck under another seed."""
    first, second = (trial.run(seed=trial.seed + each).state for each in (0, 1))
    same = [
        f"{column} of {table}"
        for table, columns in _DRAWN.items()
        for column in columns
        if _equal(getattr(first, table)[column], getattr(second, table)[column])
    ]
    return f"the same under another seed: {_named(same)}" if same else ""


def people(trial: Trial) -> str:
    """Share people between two policies under one seed."""
    first, second = (_traits(trial.run(each)) for each in ({}, {"meeting.interval_weeks": 8}))
    shared = first.keys() & second.keys()
    if not shared:
        return "two policies share nobody"
    other = [person for person in shared if first[person] != second[person]]
    return f"{len(other)} of {len(shared)} people are others under another policy" if other else ""


def burn_in(trial: Trial) -> str:
    """Leave burn-in alone: at week 0 both arms have the same state."""
    arms = []
    for values in ({}, {**_TALK, "referral.interviews": 2, "staffing.funding": "funded"}):
        simulation = trial.started(values)
        simulation.advance(-simulation.week)
        arms.append(simulation.state)
    for table in ("citizens", "caseworkers", "mentors"):
        first, second = (getattr(world, table) for world in arms)
        here = [rows.view(np.ndarray) for rows in (first, second)]
        if not np.array_equal(here[0], here[1]):
            return f"the policy has changed {table} before week 0"
    return ""


def hours(trial: Trial) -> str:
    """Let hours run out: no week spends more than the staff in post have, where none are added."""
    values = {**_TALK, **_SCARCE, "staffing.funding": "fixed"}
    simulation = trial.started(values)
    premises = simulation.state.premises
    while not simulation.finished:
        week, world = simulation.week, simulation.state
        p = premises[-1] if week >= 0 else premises[0]
        there = 0.0
        for worker in world.caseworkers:
            if worker.exists and worker.vacant_until <= week:
                there += float(p.hours_week * p.hours_caseworker_share * worker.fraction)
        before = 0.0 if week == 0 else _spent(world.totals[0])
        simulation.advance(1)
        spent = _spent(simulation.state.totals[0]) - before
        if spent > there + 1e-6:
            return f"in week {week} caseworkers spend {spent:.1f} hours of {there:.1f}"
    return ""


def funding(trial: Trial) -> str:
    """Count funded hours once: no more is added than the talk that is paid for takes."""
    world = trial.run({**_TALK, "staffing.funding": "funded"}).state
    totals = world.totals[0]
    for side in ("caseworker", "mentor"):
        added, taken = totals[f"{side}_funded"], totals[f"{side}_coordination"]
        if added > taken + _ROUNDING:
            return f"{added:.2f} hours of the {side}s are funded, and {taken:.2f} are spent on it"
    return ""


def rate(trial: Trial) -> str:
    """Take counts per time: a log with twice the turns does not threaten twice as much."""
    # Measuring alone makes the impulse here, so that nothing else can hide what it does.
    alone = {"reaction.over": 0.0, "reaction.inconsistency": 0.0, "run.policy_in_burn_in": True}
    short, long = (
        trial.run({**alone, "meeting.turns": turns}).run().outcomes["meeting_impulse"]
        for turns in (30, 60)
    )
    if long > _PER_TIME * short:
        return f"with twice the turns the impulse of a meeting goes from {short:.3f} to {long:.3f}"
    return ""


def untouched(trial: Trial) -> str:
    """Move ownership only through what happens: who has not met yet is where the others are."""
    found = []
    for values in ({}, _TALK_IN_FULL):
        simulation = trial.started(values)
        simulation.advance(1 - simulation.week)
        found.append(simulation.state.citizens)
    on_course = (found[0]["status"] == COURSE) & (found[1]["status"] == COURSE)
    no_meeting = (found[0]["meets"] == 0) & (found[1]["meets"] == 0)
    same = on_course & no_meeting & (found[0]["slot"] == found[1]["slot"])
    if not same.any():
        return "nobody is without a meeting in the policy's first week: nothing can be told"
    apart = np.abs(found[0]["ownership"][same] - found[1]["ownership"][same])
    if apart.max() > 1e-6:
        return f"a policy moves ownership by {apart.max():.3f} of people who have not met under it"
    return ""


def contact(trial: Trial) -> str:
    """Let nobody get to know anybody without contact."""
    simulation = trial.started()
    before: dict[tuple[int, int], tuple[float, float]] = {}
    while not simulation.finished:
        week = simulation.week
        simulation.advance(1)
        now: dict[tuple[int, int], tuple[float, float]] = {}
        for row in _present(simulation):
            person = (int(row["slot"]), int(row["generation"]))
            known = (float(row["knowledge_caseworker"]), float(row["knowledge_mentor"]))
            now[person] = known
            if person not in before or row["meets"] > 0 or row["interviewed"]:
                continue
            if known[0] > before[person][0] + 1e-9 and row["last_contact"] != week:
                return f"in week {week} a caseworker knows someone better whom nobody has met"
            if known[1] > before[person][1] + 1e-9 and row["last_attended"] != week:
                return f"in week {week} a mentor knows someone better whom nobody has met"
        before = now
    return ""


def front(trial: Trial) -> str:
    """Let nobody show less than they are on the front stage."""
    result = trial.run(keep=("meetings",)).run()
    gaps = np.asarray(result.meetings["gap"] if result.meetings else [0.0])
    weekly = result.weekly["presented_state"] - result.weekly["true_state"]
    if np.any(gaps < -1e-9) or np.any(weekly[~np.isnan(weekly)] < -1e-9):
        return "what is shown lies below the true state"
    return ""


def bounds(trial: Trial) -> str:
    """Keep states between 0 and 1."""
    simulation = trial.started()
    while not simulation.finished:
        simulation.advance(4)
        here = _present(simulation)
        for name in BOUNDED_STATES:
            if np.any(here[name] < 0.0) or np.any(here[name] > 1.0):
                return f"{name} leaves its bounds"
    return ""


def pressure(trial: Trial) -> str:
    """Let pressure push ownership down: without its discount the same people have more."""
    usual = trial.run({"run.policy_in_burn_in": True}).run().outcomes
    relieved = trial.run({"run.policy_in_burn_in": True, "ownership.pressure_discount": 0.0}).run()
    if not relieved.outcomes["ownership"] > usual["ownership"]:
        return "without the discount of pressure ownership is no higher"
    return ""


PROPERTIES: dict[str, Callable[[Trial], str]] = {
    "order of citizens": order,
    "executors agree": executors,
    "seed reaches everything": seed,
    "policies share their people": people,
    "burn-in is left alone": burn_in,
    "hours run out": hours,
    "funded hours count once": funding,
    "counts are per time": rate,
    "ownership moves only by what happens": untouched,
    "knowledge needs contact": contact,
    "the front lies above the true state": front,
    "states stay in bounds": bounds,
    "pressure takes from ownership": pressure,
}


def _spent(totals: Any) -> float:
    """Return hours spent by caseworkers beyond overtime and what was added; spare ones left out."""
    activities = ("background", "interviews", "meetings", "preparation", "coordination", "dialogue")
    spent = sum(float(totals[f"caseworker_{each}"]) for each in activities)
    return spent - float(totals.caseworker_overtime + totals.caseworker_funded)


def _traits(simulation: Any) -> dict[tuple[int, int], tuple[float, ...]]:
    rows = simulation.state.citizens
    here = rows[rows["status"] != NOBODY]
    return {
        (int(row["slot"]), int(row["generation"])): tuple(float(row[name]) for name in _TRAITS)
        for row in here
    }


def _equal(first: Any, second: Any) -> bool:
    """Return whether two columns agree in as many rows as both have."""
    length = min(len(first), len(second))
    return bool(length) and bool(np.array_equal(first[:length], second[:length]))


def _named(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{', '.join(names[:3])}{more}"


def _present(simulation: Any) -> Any:
    rows = simulation.state.citizens
    return rows[rows["status"] != NOBODY]
