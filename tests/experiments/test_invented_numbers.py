"""A comparison names the unmeasured numbers that it rests on, and no others."""

import pytest

from heterophony.experiments import RequestError
from heterophony.experiments.methods.evidence import _may_matter, answer
from heterophony.experiments.methods.oat import OneAtATime
from heterophony.experiments.methods.verdicts import Verdict
from heterophony.experiments.results.differences import Difference
from heterophony.scenarios import PARAMETERS
from heterophony.scenarios.confidence import CONFIDENCE_WORDS, by_confidence, confidence_words

SHORT = {"run.weeks": 40, "run.burn_in_weeks": 26, "coordination.fidelity": "full"}
DECISIVE, IDLE = "reaction.consistency_step", "speech.dependence_weeks"


@pytest.fixture(scope="module")
def found():
    question = OneAtATime("baseline", "shared-goals", "consistency", pairs=4, overrides=SHORT)
    assert question.varied > 300
    chosen = (DECISIVE, IDLE)
    question.variations = [each for each in question.variations if each.name in chosen]
    return answer(question)


def test_what_makes_shared_goals_consistent_decides_what_they_do(found):
    assert found.verdict is Verdict.MORE
    assert {each.name for each in found.dependencies} == {DECISIVE}
    high = next(each for each in found.dependencies if each.end == "high")
    assert high.value == 1.0
    assert high.change.difference > 0.0
    assert high.difference.difference > found.difference.difference


def test_what_may_matter_at_a_first_look_is_looked_at_again_with_all_pairs(found):
    assert found.varied == 2
    first_look = 2 * (4 + 3 * 2 * found.varied)  # today at all pairs, each end at three
    assert first_look + 2 * 4 * len(found.dependencies) <= found.runs <= first_look + 2 * 4 * 4
    assert all(each.difference.pairs == 4 for each in found.dependencies)


def test_a_comparison_at_the_edge_of_its_word_rests_on_what_moves_it_over():
    def change(mean: float) -> Difference:
        return Difference(0.0, 0.0, mean, mean - 0.01, mean + 0.01, 3)

    at_the_edge = 0.021
    assert _may_matter(at_the_edge, change(-0.002), 0.02)
    assert not _may_matter(at_the_edge, change(+0.002), 0.02)
    assert _may_matter(at_the_edge, change(+0.011), 0.02)
    assert _may_matter(-0.021, change(+0.002), 0.02)


def test_levers_settings_and_what_the_policy_sets_are_not_varied():
    question = OneAtATime("baseline", "caseload-80", overrides={"run.weeks": 60})
    names = {each.name for each in question.variations}
    assert not {name for name in names if name.startswith(("run.", "staffing.caseworker_caseload"))}
    assert "trait.needs.network" in names  # component by component


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        ({"outcome": "happiness"}, "happiness"),
        ({"confidence": ("X",)}, "'X'"),
        ({"pairs": 2}, "pairs is 2"),
    ],
)
def test_a_wrong_request_is_refused(request_, told):
    with pytest.raises(RequestError, match=told):
        OneAtATime("baseline", "shared-goals", **request_)


def test_confidence_is_told_in_words_and_counted():
    counts = by_confidence(PARAMETERS.values())
    assert sum(counts.values()) == len(PARAMETERS)
    assert counts["V"] > counts["H"]
    assert set(counts) == set(CONFIDENCE_WORDS)
    words = confidence_words(PARAMETERS["reaction.reactance"])
    assert words == {"en": "measured nearby (sign)", "da": "målt et andet sted (kun fortegnet)"}
