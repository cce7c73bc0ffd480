"""What is at stake, the front, and what is passed on behind it, against tables worked by hand."""

import pytest

from heterophony.agents.presentation import (
    front_share_in_session,
    front_share_on_stage,
    pass_on,
    stake_at,
)
from heterophony.agents.vocabulary import COURSE, WAITING


@pytest.mark.parametrize(
    ("weeks", "grant_end", "person", "expected"),
    [
        (104, 50, {}, 0.3),  # the grant outlasts the next meeting
        (104, 30, {}, 1.0),
        (52, 30, {}, 0.5),
        (520, 50, {}, 0.3),
        (104, 30, {"had_mentor": 0}, 0.3),
        (104, 30, {"mentor_gone": 1}, 0.3),
    ],
)
def test_what_is_at_stake(weeks, grant_end, person, expected, premises, row):
    known = {"weeks_on_support": weeks, "grant_end": grant_end, "had_mentor": 1} | person
    assert stake_at(row("citizen", **known), premises(), 40) == pytest.approx(expected)


def test_the_front_on_stage_and_in_the_session(premises, row):
    p = premises()
    citizen = row(
        "citizen", internalised_discourse=0.6, pressure=0.4, trust_caseworker=0.5, trust_mentor=0.8
    )
    on_stage = 0.6 * (0.5 + 0.5 * 0.4) * (1 - 0.76 * 0.5)
    assert front_share_on_stage(citizen, p, 0.0, 0.15) == pytest.approx(on_stage)
    assert front_share_on_stage(citizen, p, 0.5, 0.15) == pytest.approx(on_stage * 1.2)
    in_session = 0.6 * 0.7 * (1 - 0.9 * 0.8)
    assert front_share_in_session(citizen, p) == pytest.approx(in_session)
    citizen.in_crisis = 1  # part of it leaks away
    assert front_share_on_stage(citizen, p, 0.0, 0.15) == pytest.approx(on_stage * 0.85)
    assert front_share_on_stage(citizen, p, 0.0, 0.0) == pytest.approx(on_stage)
    assert front_share_in_session(citizen, p) == pytest.approx(in_session * 0.85)


@pytest.mark.parametrize(("consent", "kept"), [(0.0, 1 - 1.8 * 0.1), (0.5, 1 - 0.9 * 0.1), (1, 1)])
def test_what_is_passed_on_without_consent_costs_the_relation(consent, kept, premises, row):
    citizen = row("citizen", status=COURSE, knowledge_mentor=0.7, knowledge_caseworker=0.2)
    citizen.trust_mentor = 0.5
    pass_on(citizen, premises({"coordination.consent": consent}), 0.2)
    assert citizen.knowledge_caseworker == pytest.approx(0.3)
    assert citizen.trust_mentor == pytest.approx(0.5 * kept)


def test_who_knows_less_has_nothing_to_pass_on(premises, row):
    citizen = row("citizen", status=WAITING, knowledge_mentor=0.2, knowledge_caseworker=0.4)
    citizen.trust_mentor = 0.5
    pass_on(citizen, premises(), 1.0)
    assert (citizen.knowledge_caseworker, citizen.trust_mentor) == (0.4, 0.5)
