"""The front and what professionals see of it, against tables worked by hand."""

import pytest

from heterophony.agents.presentation import (
    caseworker_sees,
    front_role_distance,
    mentor_sees,
    session_role_distance,
    stake_at,
)

KNOWN = {
    "education_readiness": 0.4,
    "everyday_mastery": 0.6,
    "image_mastery_caseworker": 0.5,
    "image_readiness_caseworker": 0.3,
    "image_mastery_mentor": 0.7,
    "image_readiness_mentor": 0.3,
}


@pytest.mark.parametrize(
    ("weeks", "grant_end", "expected"),
    [
        (104, 50, 0.3),  # the grant outlasts the next meeting
        (104, 30, 1.0),
        (52, 30, 0.5),
        (520, 50, 0.3),
    ],
)
def test_what_is_at_stake(weeks, grant_end, expected, premises, row):
    citizen = row("citizen", weeks_on_support=weeks, grant_end=grant_end, had_mentor=1)
    assert stake_at(citizen, premises(), 40) == pytest.approx(expected)


def test_the_front_on_stage_and_in_the_session(premises, row):
    p = premises()
    citizen = row(
        "citizen", internalised_discourse=0.6, pressure=0.4, trust_caseworker=0.5, trust_mentor=0.8
    )
    on_stage = 0.6 * (0.5 + 0.5 * 0.4) * (1 - 0.7 * 0.5)
    assert front_role_distance(citizen, p, 0.0, 0.15) == pytest.approx(on_stage)
    assert front_role_distance(citizen, p, 0.5, 0.15) == pytest.approx(on_stage * 1.2)
    in_session = 0.6 * 0.7 * (1 - 0.9 * 0.8)
    assert session_role_distance(citizen, p) == pytest.approx(in_session)
    citizen.passed_on = 0.2
    assert session_role_distance(citizen, p) == pytest.approx(in_session + 0.5 * 0.5 * 0.2)
    citizen.passed_on, citizen.in_crisis = 0.0, 1
    assert front_role_distance(citizen, p, 0.0, 0.15) == pytest.approx(on_stage * 0.85)


def test_images_move_towards_what_is_shown(premises, row):
    p = premises()
    citizen = row("citizen", **KNOWN)
    caseworker_sees(citizen, p, 0.1, 0.3, 0.5)
    shown = 0.7 * (0.6 + 0.1) + 0.3 * (0.7 + 0.05)
    assert citizen.image_mastery_caseworker == pytest.approx(0.5 + 0.3 * (shown - 0.5))
    shown = 0.7 * (0.4 + 0.1) + 0.3 * (0.3 + 0.05)
    assert citizen.image_readiness_caseworker == pytest.approx(0.3 + 0.3 * (shown - 0.3))
    citizen.in_crisis = 1
    mentor_sees(citizen, p, 0.1, 2.0)
    shown = 0.6 + 0.5 * 0.1 - 0.15
    assert citizen.image_mastery_mentor == pytest.approx(0.7 + 0.3 * (shown - 0.7))
