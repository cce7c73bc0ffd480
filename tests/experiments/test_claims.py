"""Claims: what an interval says of a sentence, and which verdict all checks together give."""

import dataclasses
import signal
import subprocess
import sys

import numpy as np
import pytest

from heterophony.experiments.inputs.claims import Claim, Direction
from heterophony.experiments.inputs.readings import RunReading
from heterophony.experiments.inputs.worlds import PlausibleWorld, Worlds
from heterophony.experiments.methods.claim_judgement import (
    Checked,
    Kind,
    Ruling,
    State,
    judged,
    seeds_needed,
    state_of,
)
from heterophony.experiments.methods.claim_judging import judge
from heterophony.experiments.methods.claim_variations import (
    by_both_executors,
    disagreeing,
    in_another_order,
    usual,
    with_slots_renumbered,
)
from heterophony.experiments.results.differences import Difference
from heterophony.experiments.results.errors import Interrupted, RequestError
from heterophony.scenarios import load_scenario

SHORT = {"run.weeks": 26, "run.burn_in_weeks": 16, "staffing.mentors": 3}


def claim(direction="more", size=0.02, **changes):
    fields = {
        "name": "a",
        "sentence": {"en": "A", "da": "A"},
        "baseline": "baseline",
        "policy": "four-interviews",
        "reading": RunReading("ownership_52w"),
        "direction": Direction(direction),
        "size": size,
    }
    return Claim(**(fields | changes))


def around(middle, half, pairs=20):
    return Difference(0.4, 0.4 + middle, middle, middle - half, middle + half, pairs)


@pytest.mark.parametrize(
    ("direction", "middle", "half", "state"),
    [
        ("more", 0.05, 0.02, State.HOLDS),
        ("more", 0.05, 0.04, State.OPEN),
        ("more", 0.01, 0.005, State.TURNS),
        ("more", -0.05, 0.02, State.TURNS),
        ("less", -0.05, 0.02, State.HOLDS),
        ("less", -0.05, 0.04, State.OPEN),
        ("less", 0.05, 0.02, State.TURNS),
        ("no difference", 0.005, 0.01, State.HOLDS),
        ("no difference", 0.015, 0.01, State.OPEN),
        ("no difference", 0.05, 0.01, State.TURNS),
        ("no difference", -0.05, 0.01, State.TURNS),
    ],
)
def test_the_whole_interval_must_lie_beyond_the_size(direction, middle, half, state):
    assert state_of(claim(direction), around(middle, half)) is state


def test_without_an_interval_nothing_is_said():
    assert state_of(claim(), around(0.05, float("nan"), 1)) is State.OPEN
    assert state_of(claim(size=0.0), around(0.0, 0.0)) is State.TURNS


def test_as_many_seeds_are_asked_for_as_the_spread_says():
    rng = np.random.default_rng(3)
    few = rng.normal(0.03, 0.05, 20)
    half = 2.093 * few.std(ddof=1) / np.sqrt(20)
    found = around(float(few.mean()), float(half))
    needed = seeds_needed(claim(), found)
    room = abs(few.mean() - 0.02)
    assert needed == pytest.approx((2.093 * few.std(ddof=1) / room) ** 2, abs=2)
    assert seeds_needed(claim(size=found.difference), found) is None
    assert seeds_needed(claim(), around(0.0201, 0.02)) is None  # more than anybody runs


def checks(**states):
    """Checks that hold, but for the kinds named."""
    kinds = {"seeds": Kind.SEEDS, "order": Kind.EXACT, "burn": Kind.IMPLEMENTATION}
    kinds |= {"form": Kind.STRUCTURE, "sound": Kind.SOUND}
    found = [
        Checked(name, kind, states.get(name, State.HOLDS), around(0.05, 0.01), "why")
        for name, kind in kinds.items()
    ]
    worlds = states.get("worlds", [State.HOLDS] * 20)
    return found + [
        Checked(f"world {n}", Kind.WORLD, s, around(0.021, 0.03, 4)) for n, s in enumerate(worlds)
    ]


@pytest.mark.parametrize(
    ("states", "ruling", "words"),
    [
        ({}, Ruling.FINDING, "20 of 20 plausible worlds"),
        ({"worlds": [State.HOLDS] * 19 + [State.TURNS]}, Ruling.FINDING, "19 of 20"),
        ({"order": State.TURNS}, Ruling.ARTEFACT, "order"),
        ({"sound": State.TURNS, "seeds": State.OPEN}, Ruling.ARTEFACT, "must always hold: sound"),
        ({"burn": State.TURNS}, Ruling.ARTEFACT, "turns with a choice of the implementation: burn"),
        ({"form": State.TURNS, "worlds": [State.TURNS] * 20}, Ruling.ARTEFACT, "form"),
        ({"seeds": State.OPEN}, Ruling.NOT_YET, "over seeds"),
        ({"seeds": State.TURNS}, Ruling.REFUTED, "as it is"),
        ({"form": State.OPEN}, Ruling.NOT_YET, "under: form"),
        ({"worlds": []}, Ruling.NOT_YET, "tried in no plausible world"),
        ({"worlds": [State.HOLDS] * 18 + [State.TURNS] * 2}, Ruling.DEPENDS, "in 2 of 20"),
        ({"worlds": [State.HOLDS] * 12 + [State.OPEN] * 8}, Ruling.NOT_YET, "in 8 of 20 worlds"),
    ],
)
def test_the_checks_together_give_the_verdict(states, ruling, words):
    found = judged(claim(), checks(**states), None)
    assert found.ruling is ruling
    assert words in found.why


@pytest.mark.parametrize(
    ("middle", "half", "words"),
    [
        (-0.05, 0.01, "the sign turns"),
        (0.01, 0.005, "the sign stays, the size falls short of 0.02"),
        (-0.001, 0.01, "the sign is uncertain, the size falls short of 0.02"),
    ],
)
def test_a_refutation_says_of_the_sign_only_what_the_interval_shows(middle, half, words):
    refuted = [Checked("seeds", Kind.SEEDS, State.TURNS, around(middle, half))]
    assert words in judged(claim(), refuted, None).why


@pytest.mark.parametrize("jobcentres", [1, 2])
def test_walked_in_another_order_every_outcome_is_the_same_and_renumbered_slots_are_other_luck(
    jobcentres,
):
    values = {**SHORT, "population.jobcentres": jobcentres}
    scenario = load_scenario("meetings-every-4-weeks", values)
    first = usual(scenario, 5)
    assert disagreeing(first, in_another_order(scenario, 5)) == []
    assert by_both_executors(scenario, 5).digest() == first.digest()
    other = with_slots_renumbered(scenario, 5)
    assert len(disagreeing(first, other)) > 20
    assert set(other.citizens["resources"].tolist()) & set(first.citizens["resources"].tolist())


def short_claim(policy, outcome, direction, size, **changes):
    return claim(
        direction, size, name=policy, policy=policy, reading=RunReading(outcome),
        overrides=SHORT, **changes,
    )  # fmt: skip


@pytest.fixture(scope="module")
def pressed():
    (found,) = judge(
        [short_claim("meetings-every-2-weeks", "pressure", "more", 0.01)],
        worlds=6,
        replicates=6,
        workers=2,
    )
    return found


def test_a_claim_that_holds_everywhere_is_a_finding(pressed):
    assert pressed.ruling is Ruling.FINDING, pressed.why
    kinds = [each.kind for each in pressed.checks]
    assert kinds.count(Kind.WORLD) == 6
    assert kinds.count(Kind.STRUCTURE) >= 7
    assert kinds.count(Kind.SOUND) >= 10
    names = [each.name for each in pressed.checks]
    assert "burn-in of 8 weeks" in names
    assert "population size: 3 jobcentres" in names


def test_a_claim_that_turns_with_the_form_of_an_equation_is_an_artefact():
    (found,) = judge(
        [short_claim("measured-hard", "measuring_questions", "more", 0.2)],
        worlds=0,
        replicates=12,
        workers=2,
    )
    assert found.ruling is Ruling.ARTEFACT, found.why
    assert "alternatives.measuring_demands = false" in found.why
    assert "alternatives.crisis" not in found.why


@pytest.mark.slow
def test_a_claim_that_turns_over_worlds_names_the_assumption_that_decides():
    shares = np.linspace(0.02, 0.98, 30)
    rng = np.random.default_rng(1)
    worlds = tuple(
        PlausibleWorld(
            number,
            {
                "session.knowledge_rate": 0.002 if share < 0.5 else 0.05 + 0.01 * share,
                "session.alliance_rate": float(rng.uniform(0.02, 0.05)),
                "education.job": float(rng.uniform(0.0006, 0.0024)),
            },
        )
        for number, share in enumerate(shares)
    )
    (found,) = judge(
        [short_claim("sessions-every-2-weeks", "case_knowledge_mentor", "less", 0.02)],
        worlds=Worlds(worlds, "", "made for this test"),
        replicates=16,
        workers=2,
    )
    assert found.ruling is Ruling.DEPENDS, found.why
    assert "session.knowledge_rate is at most" in found.why
    assert "stale" in found.note


def test_what_is_not_so_is_refuted_and_what_is_open_asks_for_seeds():
    wrong = short_claim("meetings-every-2-weeks", "pressure", "less", 0.01)
    from heterophony.experiments.methods.claim_judging import REPLICATES

    found = judge([wrong], worlds=0, replicates=4, workers=2)[0]
    assert found.ruling is Ruling.REFUTED
    assert REPLICATES >= 20


@pytest.mark.slow
def test_a_judgement_is_the_same_with_one_worker(pressed):
    (again,) = judge(
        [short_claim("meetings-every-2-weeks", "pressure", "more", 0.01)],
        worlds=6,
        replicates=6,
        workers=1,
    )
    assert again.document() == pressed.document()


def test_interrupted_the_claims_that_were_judged_are_kept():
    claims = [
        short_claim("meetings-every-2-weeks", "pressure", direction, 0.01)
        for direction in ("more", "less")
    ]
    claims[1] = dataclasses.replace(claims[1], name="second")
    seen = []

    def interrupt(now):
        seen.append(now.done)
        if seen[-1] > now.total / 2 + 1 and seen[-2] <= now.total / 2 + 1:  # in the second claim
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(Interrupted) as stopped:
        judge(claims, worlds=0, replicates=2, workers=1, progress=interrupt)
    assert [each.claim.name for each in stopped.value.finished] == ["meetings-every-2-weeks"]


KILLED = """
import os, signal
from pathlib import Path
from heterophony.experiments import Claim, Direction, judge
from heterophony.experiments.inputs.readings import RunReading

def end(now):
    if now.done == 5:
        os.kill(os.getpid(), signal.SIGKILL)

claim = Claim("one", {{"en": "A", "da": "A"}}, "baseline", "meetings-every-2-weeks",
              RunReading("pressure"), Direction("more"), 0.01, overrides={short})
judge([claim], worlds=0, replicates=6, workers=1, progress=end, checkpoint=Path({path!r}))
"""


def test_killed_a_judgement_resumes_to_the_same_checks(tmp_path):
    path = tmp_path / "one.unfinished"
    program = KILLED.format(short=SHORT, path=str(path))
    ended = subprocess.run([sys.executable, "-c", program], check=False, timeout=600)
    assert ended.returncode == -signal.SIGKILL
    one = short_claim("meetings-every-2-weeks", "pressure", "more", 0.01)
    one = dataclasses.replace(one, name="one")
    asked = {"worlds": 0, "replicates": 6, "workers": 1}
    resumed = []
    (found,) = judge([one], checkpoint=path, progress=lambda now: resumed.append(now.done), **asked)
    assert resumed[0] == 6, "five pairs were kept"
    assert found.document() == judge([one], **asked)[0].document()
    with pytest.raises(RequestError, match=r"of another claim \(seed differ"):
        judge([one], checkpoint=path, seed=2, **asked)
