"""Each agent acts for itself, as a real Mesa agent in a real Mesa model."""

import inspect

import mesa
import numpy as np
import pytest

from heterophony.agents.caseworker import Caseworker
from heterophony.agents.citizen import Citizen
from heterophony.agents.mentor import Mentor
from heterophony.scenarios import OUTCOMES, ScenarioError
from heterophony.sim import HeterophonicModel, Simulation

KEPT = ("meetings", "turns", "events")
LARGEST_DEMAND = 0.2
ADDED_BY_ACCEPTANCE = 0.08  # at most, by demands that the citizen accepts
SHORT = {
    "run__weeks": 8,
    "run__burn_in_weeks": 10,
    "population__first_fill_weeks": 2,
    "staffing__mentors": 1,
    "staffing__mentor_caseload": 10,
    "run__policy_in_burn_in": True,
}


class Careful(Caseworker):
    """A caseworker who never comes with much."""

    def propose(self, meeting):
        super().propose(meeting)
        opening = min(meeting.opening_proposal_caseworker, LARGEST_DEMAND)
        meeting.opening_proposal_caseworker = opening


class CarefulInOnePost(Careful):
    """Only the person in the first post is careful."""

    def propose(self, meeting):
        if self.row == 0:
            super().propose(meeting)
        else:
            Caseworker.propose(self, meeting)


class AskingNothing(Mentor):
    def propose(self, meeting):
        super().propose(meeting)
        meeting.opening_proposal_mentor = 0.0


class Absent(Mentor):
    def hold_session(self, citizen):
        pass


class Unmoved(Citizen):
    def react(self, meeting):
        pass


def passing_on(base):
    """A subclass that overrides every act of `base` with a call of the original."""

    def handed_up(name):
        def act(self, *given):
            return getattr(super(found, self), name)(*given)

        return act

    acts = [
        name
        for name, value in vars(base).items()
        if inspect.isfunction(value) and not name.startswith("_")
    ]
    assert len(acts) >= 3
    found = type(f"Passing{base.__name__}", (base,), {name: handed_up(name) for name in acts})
    return found


def acted(scenario, **classes):
    return HeterophonicModel(
        simulation=Simulation(scenario, 1, "agents", KEPT), **classes
    ).results()


def meetings_of(result):
    """Rows of meetings by week, slot and person."""
    table = result.meetings
    names = [name for name in table if name != "citizen"]
    rows = zip(*(table[name].tolist() for name in names), strict=True)
    found = [dict(zip(names, row, strict=True)) for row in rows]
    keys = ("week", "slot", "generation", "number")
    return {tuple(each[name] for name in keys): each for each in found}


@pytest.fixture(scope="module")
def two_posts(tiny):
    values: dict[str, float] = {"staffing.mentors": 2, "staffing.mentor_caseload": 16}
    values |= {"staffing.caseworker_turnover": 0.0, "run.weeks": 12}
    return tiny("baseline", values)


@pytest.fixture(scope="module")
def usual(two_posts, live):
    return live(two_posts)


def test_overriding_every_act_with_the_original_changes_nothing(two_posts, usual):
    result = acted(
        two_posts,
        caseworker_class=passing_on(Caseworker),
        mentor_class=passing_on(Mentor),
        citizen_class=passing_on(Citizen),
    )
    assert result.digest() == usual.digest()


def test_a_careful_caseworker_proposes_less_and_citizens_live_otherwise(two_posts, usual):
    result = acted(two_posts, caseworker_class=Careful)
    assert max(result.meetings["opening_proposal_caseworker"]) <= LARGEST_DEMAND
    assert max(usual.meetings["opening_proposal_caseworker"]) > LARGEST_DEMAND
    assert max(result.meetings["proposal_caseworker"]) <= LARGEST_DEMAND + ADDED_BY_ACCEPTANCE
    assert result.outcomes["demand"] < usual.outcomes["demand"] - 0.05
    assert result.outcomes["demand_over"] < usual.outcomes["demand_over"]
    assert not np.array_equal(result.weekly["ownership"], usual.weekly["ownership"])


def test_one_careful_caseworker_changes_at_first_only_the_own_citizens(two_posts, usual):
    simulation = Simulation(two_posts, 1, "agents", KEPT)
    model = HeterophonicModel(simulation=simulation, caseworker_class=CarefulInOnePost)
    post_of = dict(enumerate(simulation.state.slots["caseworker"].tolist()))
    assert set(post_of.values()) == {0, 1}
    one, all_usual = meetings_of(model.results()), meetings_of(usual)
    changed = [key for key in all_usual if repr(one.get(key)) != repr(all_usual[key])]
    first = min(key[0] for key in changed)
    together = [key for key in all_usual if key[0] == first]
    assert {post_of[key[1]] for key in changed if key[0] == first} == {0}
    others = [key for key in all_usual if post_of[key[1]] == 1 and key[0] <= first]
    assert len(others) >= 2
    assert all(repr(one[key]) == repr(all_usual[key]) for key in others)
    for key in set(together) & set(changed):
        assert one[key]["opening_proposal_caseworker"] <= LARGEST_DEMAND
        assert one[key]["proposal_mentor"] == all_usual[key]["proposal_mentor"]
        assert one[key]["turns"] == all_usual[key]["turns"]


def test_a_mentor_who_asks_for_nothing_lowers_what_is_decided(two_posts, usual):
    result = acted(two_posts, mentor_class=AskingNothing)
    assert set(result.meetings["proposal_mentor"][result.meetings["three_party"] == 1]) == {0.0}
    assert result.outcomes["demand"] < usual.outcomes["demand"]


def test_mentors_who_hold_no_session_are_not_trusted(two_posts, usual):
    result = acted(two_posts, mentor_class=Absent)
    assert result.outcomes["mentor_hours_sessions"] == 0.0
    assert result.outcomes["trust_mentor"] < usual.outcomes["trust_mentor"] - 0.02
    assert result.outcomes["own_steps"] == 0.0


def test_citizens_who_do_not_react_feel_no_pressure_of_meetings(two_posts, usual):
    result = acted(two_posts, citizen_class=Unmoved)
    assert set(result.meetings["impulse"]) == {0.0}
    assert max(usual.meetings["impulse"]) > 0.1
    assert result.outcomes["pressure"] < usual.outcomes["pressure"]


def test_the_model_is_a_mesa_model_whose_agents_are_sorted_by_type():
    model = HeterophonicModel("baseline", rng=3, **SHORT)
    assert isinstance(model, mesa.Model)
    model.step()
    kinds = {Citizen: model.citizens, Mentor: model.mentors, Caseworker: model.caseworkers}
    for kind, expected in kinds.items():
        assert list(model.agents_by_type[kind]) == expected
        assert len(expected) > 0
    assert len(model.agents) == sum(len(each) for each in kinds.values())
    assert model.steps == 1
    assert model.week == -10


def test_an_attribute_is_the_column_itself():
    model = HeterophonicModel("baseline", rng=3, **SHORT)
    for _ in range(8):
        model.step()
    citizen = model.citizens[2]
    citizen.ownership = 0.123
    assert model.state.citizens["ownership"][citizen.row] == 0.123
    model.state.citizens["pressure"][citizen.row] = 0.5
    assert citizen.pressure == 0.5
    assert citizen.own_caseworker.row == citizen.caseworker
    assert citizen.own_mentor is model.mentors[citizen.mentor]
    assert 0.0 <= citizen.feasible_demand <= 1.0
    model.mentors[0].horizon = 0.9
    assert model.state.mentors[0].horizon == 0.9
    with pytest.raises(AttributeError):
        _ = citizen.owership


def test_agents_come_and_go_with_the_people():
    model = HeterophonicModel("baseline", rng=3, **(SHORT | {"education__lost": 0.2}))
    seen = set()
    while model.running:
        model.step()
        rows = set(np.flatnonzero(model.state.citizens["status"]))
        assert {each.row for each in model.citizens} == rows
        assert set(model.agents_by_type[Citizen]) == set(model.citizens)
        seen |= set(model.citizens)
    assert len(seen) > len(model.citizens) + 3


def test_the_data_collector_and_the_results_say_the_same():
    model = HeterophonicModel("baseline", rng=3, **SHORT)
    model.run_model()
    assert not model.running
    assert model.steps == 18
    frame = model.datacollector.get_model_vars_dataframe()
    weekly = model.results().weekly["ownership"]
    assert np.array_equal(frame["ownership"].to_numpy()[10:], weekly, equal_nan=True)
    assert np.isnan(frame["ownership"].to_numpy()[:10]).all()


def test_keyword_parameters_are_those_of_scenarios(tiny, live):
    model = HeterophonicModel("baseline", rng=4, meeting__interval_weeks=4, **SHORT)
    assert model.simulation.scenario.values["meeting.interval_weeks"] == 4
    scenario = model.simulation.scenario
    assert model.results().digest() == live(scenario, seed=4, keep=()).digest()
    with pytest.raises(ScenarioError, match=r"meeting\.interval_weeks"):
        HeterophonicModel("baseline", meeting__intervall_weeks=4)


def test_mesas_batch_run_varies_parameters_and_seeds():
    parameters, options = {"meeting__interval_weeks": [2, 8], **SHORT}, {}
    if "rng" in inspect.signature(mesa.batch_run).parameters:  # Mesa 3.5 hands seeds on itself
        options["rng"] = [1, 2]
    else:
        parameters["rng"] = [1, 2]
    rows = mesa.batch_run(HeterophonicModel, parameters, display_progress=False, **options)
    found = {(row["rng"], row["meeting__interval_weeks"]): row["ownership"] for row in rows}
    assert len(found) == 4
    assert len(set(found.values())) == 4


def test_mesas_batch_run_repeats_with_other_seeds_and_reaches_the_outcomes():
    rows = mesa.batch_run(HeterophonicModel, dict(SHORT), iterations=2, display_progress=False)
    assert len({row["ownership"] for row in rows}) == 2
    for row in rows:
        for name, outcome in OUTCOMES.items():
            assert f"mean_{name}" in row if outcome.level == "weekly" else name in row
        assert 0.0 < row["mean_ownership"] < 1.0
        assert row["caseworker_hours"] > 0.0


def test_a_model_for_which_nobody_chose_a_seed_records_the_one_that_it_drew():
    first, second = HeterophonicModel(rng=None, **SHORT), HeterophonicModel(**SHORT)
    assert first.simulation.seed != second.simulation.seed
    again = HeterophonicModel(rng=first.simulation.seed, **SHORT)
    assert again.results().digest() == first.results().digest()


def test_a_seed_is_given_as_rng():
    with pytest.raises(TypeError, match=r"^seed=3: a model takes its seed as rng=, as in Mesa$"):
        HeterophonicModel(seed=3)
