"""What results and declarations say in English alone has its Danish: reasons, cautions, sources."""

from types import SimpleNamespace

import numpy as np
import pytest

from heterophony.experiments.inputs.claims import Claim, Direction
from heterophony.experiments.inputs.readings import RunReading
from heterophony.experiments.inputs.targets import load_targets
from heterophony.experiments.inputs.worlds import PlausibleWorld, Worlds
from heterophony.experiments.methods.calibration_result import Calibration
from heterophony.experiments.methods.claim_judgement import Checked, Kind, State, judged
from heterophony.experiments.methods.claim_variations import Variation, variations
from heterophony.experiments.methods.discovery import Condition
from heterophony.experiments.methods.soundness_properties import PROPERTIES
from heterophony.experiments.results.differences import Difference
from heterophony.experiments.results.pattern_documents import EVIDENCE_WORDS, expectation
from heterophony.scenarios import PARAMETERS, load_scenario
from heterophony.scenarios.patterns_declared import load_patterns
from heterophony.viz.named import is_assumption
from heterophony.viz.translated import danish, source_words

CLAIM = Claim(
    name="a",
    sentence={"en": "A", "da": "A"},
    baseline="baseline",
    policy="handover",
    reading=RunReading("ownership_52w"),
    direction=Direction.MORE,
    size=0.02,
)
FORM = "alternatives.learning = linear"
TURNING = 0.03  # of a parameter, below which the claim fails in the worlds of this test


@pytest.mark.parametrize("source", sorted({each.source for each in PARAMETERS.values()}))
def test_every_source_of_a_number_is_said_in_danish(source: str) -> None:
    said = danish(source)
    assert said
    assert source_words(source) == {"en": source, "da": said}
    for word in (
        "ssumption",
        "thesis",
        "pattern ",
        "trial",
        "the sign",
        "the value",
        "the size",
        "observational",
    ):
        assert word not in said


def around(middle: float, half: float = 0.01) -> Difference:
    return Difference(0.4, 0.4 + middle, middle, middle - half, middle + half, 20)


def checks(
    seeds: float = 0.05, form: float = 0.05, worlds: list[float] | None = None, half: float = 0.01
) -> list[Checked]:
    """Checks of a claim, each with its difference."""
    found = [
        Checked("order of citizens", Kind.EXACT, State.HOLDS),
        Checked("seeds", Kind.SEEDS, state(seeds), around(seeds, half)),
        Checked("burn-in of 8 weeks", Kind.IMPLEMENTATION, state(form), around(form, half)),
        Checked(FORM, Kind.STRUCTURE, state(form), around(form, half)),
    ]
    there = [0.05] * 20 if worlds is None else worlds
    return found + [Checked("world", Kind.WORLD, state(each), around(each)) for each in there]


def state(middle: float) -> State:
    if 0.01 < middle < 0.03:
        return State.OPEN
    return State.HOLDS if middle > 0.02 else State.TURNS


@pytest.mark.parametrize(
    "judged_checks",
    [
        checks(),
        checks(seeds=-0.05),
        checks(seeds=0.005, half=0.004),
        checks(seeds=0.0),
        checks(seeds=0.0201),
        checks(seeds=0.025),
        checks(form=-0.05),
        checks(form=0.025),
        checks(worlds=[]),
        checks(worlds=[0.05] * 18 + [-0.05] * 2),
        checks(worlds=[0.05] * 12 + [0.025] * 8),
    ],
)
def test_every_reason_of_a_verdict_is_said_in_danish(judged_checks: list[Checked]) -> None:
    found = judged(CLAIM, judged_checks, None)
    assert danish(found.why)
    assert danish(found.depends_on) or not found.depends_on


def test_what_a_claim_depends_on_is_named_by_its_title() -> None:
    rates = np.linspace(0.002, 0.05, 40)
    name = "session.knowledge_rate"
    worlds = Worlds(
        tuple(PlausibleWorld(n, {name: float(each)}) for n, each in enumerate(rates)), "", ""
    )
    found = judged(CLAIM, checks(worlds=[0.05 if r > TURNING else -0.05 for r in rates]), worlds)
    said = danish(found.why) or ""
    title = PARAMETERS[name].title["da"]
    assert f"især, hvor »{title}« ({name}) er højst 0,0" in said
    assert danish(found.depends_on) == f"»{title}« ({name})"
    for above in (True, False):
        assert "lige meget" in (danish(Condition(FORM, above, 0.5).sentence()) or "")


def test_every_check_of_a_claim_has_a_danish_name() -> None:
    names = [each.name for each in variations(load_scenario("baseline"))]
    for name in (*names, *PROPERTIES, Variation("seeds").name):
        assert is_assumption(name) or danish(name), name


def test_every_caution_of_a_calibration_is_said_in_danish() -> None:
    targets = [SimpleNamespace(name="in a job"), SimpleNamespace(name="own, as counted")]
    learned = [
        SimpleNamespace(
            prior=SimpleNamespace(parameter="education.job"),
            identified=False,
            with_others=("education.own_start",),
        )
    ]
    calibration = SimpleNamespace(
        targets=[SimpleNamespace(target=SimpleNamespace(name="a", fitted=True), reached=False)],
        parameters=learned,
        particles=SimpleNamespace(temperature=3.25, effective=12.0),
        plan=SimpleNamespace(fitted=targets),
        emulator_errors=(4.0, 1.0),
    )
    found = Calibration.cautions(calibration)  # type: ignore[arg-type]
    assert len(found) == 6
    assert all(danish(each) for each in found)
    assert "3,2" in (danish(found[3]) or "")
    assert PARAMETERS["education.job"].title["da"] in (danish(found[1]) or "")


def test_the_shipped_targets_have_danish_names() -> None:
    plan = load_targets("danish-mentor-trial")
    assert all(danish(each) for each in (plan.title, *(target.name for target in plan.targets)))


def test_what_patterns_expect_and_rest_on_is_said_in_danish() -> None:
    expected = {
        expectation(reading)
        for each in load_patterns().values()
        for reading in each.readings.values()
    }
    for text in (*expected, *EVIDENCE_WORDS.values(), "compiled", "agents"):
        assert danish(text), text


def test_what_nobody_translated_stays_as_it_is() -> None:
    assert danish("A sentence that nobody has written") is None
    assert danish("own figures, 2016; Assumption") is None
