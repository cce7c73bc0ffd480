"""The rules of hours, referral and ownership against a second, naive implementation."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heterophony.agents import arrival, images, living, ownership, referral, refund
from heterophony.agents import vocabulary as words
from heterophony.agents.caseworker_week import plan_caseworker_week
from heterophony.agents.citizen_columns import CITIZEN_COLUMNS, FAR_AWAY
from heterophony.agents.columns import new_rows
from heterophony.agents.premises import premises_records
from heterophony.agents.state import CITIZEN_ROWS
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation
from heterophony.sim.bookkeeping import clear_counts, count_case, list_cases

naive = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("naive.py"))))

EXAMPLES = settings(max_examples=150)
WEEK = 40
STATUS = {
    naive.WAITING: words.WAITING,
    naive.REFERRED: words.REFERRED,
    naive.COURSE: words.COURSE,
    naive.TWO_PARTY: words.TWO_PARTY,
}
SIZE = 12
share = st.floats(0, 1)

person_in_caseload = st.fixed_dictionaries(
    {
        "status": st.sampled_from([*STATUS, naive.COURSE, naive.COURSE]),
        "arrived": st.integers(WEEK - 20, WEEK),
        "next_interview": st.integers(WEEK - 3, WEEK + 3),
        "meeting_due": st.integers(WEEK - 6, WEEK + 4),
        "last_contact": st.integers(WEEK - 12, WEEK - 1),
        "last_alignment": st.sampled_from([FAR_AWAY, WEEK - 30, WEEK - 10]),
    }
)
premises_of_hours = st.fixed_dictionaries(
    {
        "hours.week": st.floats(4, 80),
        "hours.interview": st.floats(0.5, 3),
        "hours.protected_cap": st.floats(0.1, 0.6),
        "meeting.minutes": st.floats(10, 60),
        "meeting.interval_weeks": st.integers(1, 20),
        "meeting.week_cap": st.floats(1, 3),
        "meeting.pre_meeting_minutes": st.sampled_from([0.0, 10.0, 20.0]),
        "meeting.debrief_minutes": st.sampled_from([0.0, 20.0]),
        "coordination.expectation_alignment": st.booleans(),
        "coordination.it_support": st.booleans(),
        "staffing.funding": st.sampled_from(["fixed", "fixed", "fixed", "unlimited"]),
    }
)


def caseload_of(people, values):
    """Build a jobcentre of one mentor and one part-time caseworker with these people."""
    fixed = {
        "run.weeks": 60,
        "run.burn_in_weeks": 0,
        "staffing.mentors": 1,
        "staffing.mentor_caseload": SIZE,
        "coordination.fidelity": "full",
    }
    scenario = load_scenario("baseline", fixed | values)
    w = Simulation(scenario, 1).state
    for number, (citizen, person) in enumerate(zip(w.citizens, people, strict=False)):
        citizen.status = STATUS[person["status"]]
        citizen.slot, citizen.case = number, 0
        citizen.arrived_week = person["arrived"]
        citizen.next_interview = person["next_interview"]
        citizen.meeting_due = person["meeting_due"]
        citizen.last_contact = person["last_contact"]
        citizen.last_alignment = person["last_alignment"]
        citizen.grant_end = WEEK + 20
    w.counters[CITIZEN_ROWS] = len(people)
    clear_counts(w)
    for citizen in w.citizens[: len(people)]:
        count_case(w, citizen)
    list_cases(w)
    return scenario, w


@EXAMPLES
@given(people=st.lists(person_in_caseload, min_size=1, max_size=SIZE), values=premises_of_hours)
def test_hours_are_filled_as_a_naive_reading_of_the_priorities_fills_them(people, values):
    scenario, w = caseload_of(people, values)
    people = [person | {"slot": number} for number, person in enumerate(people)]
    size = SIZE / (60 * 0.4)
    expected = naive.plan_week(scenario.values, size, people, WEEK)
    plan_caseworker_week(w, 0, w.premises[0], w.baseline[0], WEEK)
    citizens = w.citizens[: len(people)]
    totals, post = w.totals[0], w.caseworkers[0]
    assert post.fraction == pytest.approx(size)
    assert [n for n, c in enumerate(citizens) if c.interviewed] == expected["interviewed"]
    assert [n for n, c in enumerate(citizens) if c.meets > 0] == expected["met"]
    assert post.preparation == pytest.approx(expected["preparation"], abs=1e-9)
    assert totals.caseworker_background == pytest.approx(expected["background"])
    assert totals.caseworker_overtime == pytest.approx(expected["overtime"], abs=1e-9)
    assert totals.caseworker_preparation == pytest.approx(expected["preparation_hours"], abs=1e-9)
    assert totals.caseworker_coordination == pytest.approx(expected["coordination_hours"], abs=1e-9)
    assert post.utilisation == pytest.approx(expected["utilisation"])
    contacted = [n for n, c in enumerate(citizens) if c.spare_contact]
    most = min(expected["spare_least"] + 1, len(expected["contactable"]))
    least = min(expected["spare_least"], len(expected["contactable"]))
    assert least <= len(contacted) <= most
    assert contacted == sorted(expected["contactable"][: len(contacted)])


person_to_refer = st.fixed_dictionaries(
    {
        "knowledge": share,
        "needs": st.lists(st.floats(0.01, 1), min_size=5, max_size=5),
        "autonomy": share,
        "reactance": share,
        "readiness": share,
        "mastery": share,
        "image_readiness": share,
        "image_mastery": share,
        "crisis": st.sampled_from([0, 1]),
        "order": st.sampled_from([0, 1]),
        "dropouts": st.integers(0, 6),
        "meaning": share,
        "trust_mentor": share,
        "trust_caseworker": share,
        "consistency": share,
        "pressure": share,
        "fatigue": share,
        "demand": share,
        "ownership": st.floats(0.01, 0.99),
    }
)
_COLUMNS = {
    "knowledge": "knowledge_caseworker",
    "readiness": "education_readiness",
    "mastery": "everyday_mastery",
    "image_readiness": "image_readiness_caseworker",
    "image_mastery": "image_mastery_caseworker",
    "crisis": "in_crisis",
    "order": "order_stands",
    "dropouts": "prior_dropouts",
    "fatigue": "change_fatigue",
}


def row_of(person):
    """Write a person into a row."""
    row = new_rows(CITIZEN_COLUMNS, 1)[0]
    for name, value in person.items():
        row[_COLUMNS.get(name, name)] = value
    return row


def normed(person):
    total = sum(person["needs"])
    return person | {"needs": [each / total for each in person["needs"]]}


def record_of(values):
    scenario = load_scenario("baseline", values)
    return scenario.values, premises_records([scenario.values])[0]


@EXAMPLES
@given(
    person=person_to_refer.map(normed),
    key=st.integers(0, 2**63 - 1),
    placed=st.none() | share,
    values=st.fixed_dictionaries(
        {
            "law.standard_demand": share,
            "measurement.placement_target": st.floats(0.5, 0.99),
            "refund.perceived_regime": st.sampled_from(naive.GAIN_BELIEVED),
            "refund.belief_strength": share,
            "measurement.placement_weight": share,
            "meeting.citizen_involvement": share,
            "referral.offers_available": share,
        }
    ),
)
def test_a_referral_writes_what_a_naive_reading_writes(person, key, placed, values):
    v, p = record_of(values)
    pressure = refund.placement_pressure(p, -1.0 if placed is None else placed)
    assert pressure == pytest.approx(naive.placement_pressure(v, placed))
    assert referral.residual_chance(p, person["knowledge"], pressure) == pytest.approx(
        naive.residual_chance(v, person["knowledge"], pressure)
    )
    row = row_of(person)
    row["key"] = key
    assert images.estimate_of_caseworker(row, p) == pytest.approx(naive.estimated(v, person))
    residual = referral.refer(row, p, pressure, WEEK)
    plan, demand, autonomy, meaning = naive.referred(v, person, residual)
    assert row.plan == pytest.approx(plan)
    assert row.demand == pytest.approx(demand)
    assert row.autonomy == pytest.approx(autonomy)
    assert row.meaning == pytest.approx(meaning)


def test_residual_referrals_are_as_frequent_as_their_chance():
    v, p = record_of({})
    chance = naive.residual_chance(v, 0.4, 0.7)
    drawn = 0
    for key in range(4000):
        row = row_of({"knowledge": 0.4, "needs": [0.2] * 5})
        row["key"] = key * 7919 + 1
        drawn += referral.refer(row, p, 0.7, WEEK)
    assert drawn / 4000 == pytest.approx(chance, abs=4 * (chance * (1 - chance) / 4000) ** 0.5)


@EXAMPLES
@given(
    person=person_to_refer.map(normed),
    values=st.fixed_dictionaries(
        {
            "ownership.complementarity": st.sampled_from([-2.0, -0.7, 0.0, 1.0]),
            "alternatives.ownership": st.sampled_from(["ces", "ces", "minimum"]),
            "ownership.stretch": st.floats(0, 0.2),
            "ownership.weight_meaning": st.floats(0.05, 0.5),
        }
    ),
)
def test_ownership_moves_to_where_a_naive_reading_moves_it(person, values):
    v, p = record_of(values)
    row = row_of(person)
    assert arrival.feasible_demand(row, p) == pytest.approx(naive.feasible(v, person))
    assert living.realism(row, p) == pytest.approx(naive.realism(v, person), abs=1e-12)
    target = naive.ownership_target(v, person)
    assert ownership.ownership_target(row, p) == pytest.approx(target, rel=1e-9)


@settings(max_examples=40)
@given(person=person_to_refer.map(normed))
def test_a_week_moves_ownership_by_the_half_life_of_its_direction(person):
    scenario = load_scenario("baseline", {"ownership.noise": 0.0, "run.weeks": 60})
    w = Simulation(scenario, 1).state
    row = w.citizens[0]
    for name, value in person.items():
        row[_COLUMNS.get(name, name)] = value
    basis = ownership.basis_of(row, w.premises[0])
    ownership.move_ownership(w, row, w.premises[0], 0, basis)
    target = naive.ownership_target(scenario.values, person)
    expected = naive.moved(scenario.values, person["ownership"], target)
    assert row.ownership == pytest.approx(expected)
