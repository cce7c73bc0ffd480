"""Candidates are drawn evenly, screened in stages, and kept or ruled out with the reason."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from heterophony.experiments.inputs.worlds import (
    PlausibleWorld,
    Worlds,
)
from heterophony.experiments.methods import (
    world_candidates,
    world_rechecking,
    world_screens,
)
from heterophony.experiments.methods.world_levels import level_screen
from heterophony.experiments.methods.world_rechecking import (
    inferred_patterns,
    inferred_readings,
)
from heterophony.experiments.methods.world_screens import (
    Screens,
    Stage,
    eased,
    evident,
    screened_values,
)
from heterophony.scenarios import PARAMETERS, load_scenario
from heterophony.scenarios.patterns_declared import load_patterns


def test_the_wording_of_a_pattern_is_no_setting_but_what_it_asks_is(few_screens, monkeypatch):
    def digest_with(**changes):
        (stage,) = few_screens.stages
        first = replace(stage.patterns[0], **changes)
        changed = stage._replace(patterns=(first, *stage.patterns[1:]))
        monkeypatch.setattr(
            world_screens, "screens", lambda: few_screens._replace(stages=(changed,))
        )
        world_screens.settings_digest.cache_clear()
        return world_screens.settings_digest()

    readings = few_screens.stages[0].patterns[0].readings
    reworded = {
        name: replace(each, title={"en": "else", "da": "andet"}) for name, each in readings.items()
    }
    stricter = {name: replace(each, low=0.9) for name, each in readings.items()}
    as_it_is = digest_with()
    assert digest_with(title={"en": "else", "da": "andet"}, readings=reworded) == as_it_is
    assert digest_with(readings=stricter) != as_it_is


def test_a_candidate_is_a_pure_function_of_seed_and_number():
    assert world_candidates.candidate(3, 5) == world_candidates.candidate(3, 5)
    assert world_candidates.candidate(3, 5) != world_candidates.candidate(3, 6)
    assert world_candidates.candidate(3, 5) != world_candidates.candidate(4, 5)


def test_every_number_stays_in_its_range_with_its_default_in_the_middle():
    names = ["ownership.gain", "third_party.trust_loss", "attend.distress"]
    drawn = pd.DataFrame([world_candidates.candidate(1, n) for n in range(world_candidates.BLOCK)])[
        names
    ]
    for name in names:
        declared = PARAMETERS[name]
        assert drawn[name].between(declared.low, declared.high).all()
        # A Latin hypercube covers every axis evenly, so that half lie on either side.
        assert abs((drawn[name] > declared.default).sum() - world_candidates.BLOCK / 2) <= 1


def test_levers_and_contexts_are_not_drawn():
    kinds = {PARAMETERS[name].kind for name in world_candidates.candidate(1, 0)}
    assert kinds == {"behaviour", "frame"}
    assert "population.jobcentres" not in world_candidates.candidate(1, 0)


def test_structural_alternatives_come_with_their_weights():
    drawn = pd.DataFrame([world_candidates.candidate(2, n) for n in range(world_candidates.BLOCK)])
    for each in world_candidates.alternatives():
        assert sum(each.weights) == pytest.approx(1.0)
        counts = drawn[each.name].value_counts(normalize=True)
        for value, weight in zip(each.values, each.weights, strict=True):
            assert counts[value] == pytest.approx(weight, abs=0.01)


def test_shares_are_normed():
    world = world_candidates.normed(world_candidates.candidate(1, 1), load_scenario("baseline"))
    assert sum(world["codes.caseworker"]) == pytest.approx(1.0)
    weights = [value for name, value in world.items() if name.startswith("ownership.weight_")]
    assert sum(weights) == pytest.approx(1.0)


def test_what_words_imply_costs_no_run():
    values = world_candidates.candidate(1, 0) | {"learning.b_front": 0.9, "learning.b_back": 0.4}
    broken = world_candidates.broken_order(values)
    assert broken is not None
    assert "learning.b_front above learning.b_back" in broken[0]
    assert broken[1:] == (0.9, 0.4)


def test_the_default_itself_is_not_ruled_out_by_its_levels():
    screen = level_screen()
    assert screen.worst({}, 3).size < screen.cutoff


def test_a_level_far_off_rules_out_with_the_number():
    screen = level_screen()
    found = screen.worst({"attend.const": 0.45, "attend.distress": -3.0}, 3)
    assert found.outcome in ("session_attendance", "lost_52w")  # who stays away is lost
    assert found.size > screen.cutoff
    assert not found.low <= found.seen <= found.high
    assert found.low < screen.levels[found.outcome].level < found.high


def test_ownership_is_no_level_to_match():
    assert not [name for name in level_screen().levels if name.startswith("ownership")]


def test_only_evidence_screens_and_no_effect_on_ownership_is_put_in():
    for stage in world_screens.screens().stages:
        for pattern in stage.patterns:
            assert pattern.readings, pattern.id
            for reading in pattern.readings.values():
                assert reading.evidence != "inference"
                assert not (reading.reads == "difference" and "ownership" in reading.outcome)


def test_every_pattern_with_evidence_screens_but_those_that_take_too_many_runs():
    # T45 has five arms, T40 follows from the doses themselves: both would cost and rule out little.
    used = {each.id for stage in world_screens.screens().stages for each in stage.patterns}
    evidence = {name for name, each in load_patterns().items() if evident(each, 0.5).readings}
    assert evidence - used == {"T28", "T40", "T45"}


def test_easing_leaves_room_on_the_side_that_is_wide():
    known = load_patterns()
    sign, nothing = known["T12"].readings["match"], known["T30"].readings["unmeasured"]
    band, open_ended = known["T24"].readings["dropout"], known["T1"].readings["education"]
    assert eased(sign, 0.75).smallest == pytest.approx(sign.smallest / 4)
    assert eased(nothing, 0.75).smallest == pytest.approx(nothing.smallest * 1.75)
    assert (eased(band, 0.5).low, eased(band, 0.5).high) == pytest.approx((0.3, 0.7))
    assert eased(open_ended, 0.75) == open_ended


def test_a_pattern_that_is_contradicted_rules_out_with_its_reading(few_screens):
    values = {"phase.opening_mentor": 3.0, "phase.middle_mentor": 0.4, "phase.closing_mentor": 0.4}
    found = screened_values(7, values, 1)
    assert (found.number, found.stage) == (7, "cheap patterns")
    assert (found.check, found.reading) == ("T2", "second_half")
    assert found.seen < 0.0


def test_wider_literature_may_be_missed_once_and_no_more(monkeypatch):
    pattern = load_patterns()["T24"]
    never = replace(pattern.readings["dropout"], low=5.0, high=6.0)
    stage = Stage("dear patterns", 2, 60, (replace(pattern, readings={"dropout": never}),))
    monkeypatch.setattr(world_screens, "screens", lambda: Screens((stage,), (), 0.75, 1))
    assert screened_values(0, {}, 1).missed == ("T24.dropout",)
    monkeypatch.setattr(world_screens, "screens", lambda: Screens((stage,), (), 0.75, 0))
    assert screened_values(0, {}, 1).check == "T24"


def test_a_pattern_does_not_screen_the_alternative_that_takes_its_subject_away(monkeypatch):
    spared = world_screens.screens().spared
    monkeypatch.setattr(world_screens, "screens", lambda: Screens(_with_t39(), spared, 0.75, 0))
    off = {"alternatives.elicitation": "none"}
    assert screened_values(0, off, 1).accepted
    monkeypatch.setattr(world_screens, "screens", lambda: Screens(_with_t39(), (), 0.75, 0))
    assert screened_values(0, off, 1).check == "T39"


def _with_t39() -> tuple[Stage, ...]:
    return (Stage("patterns read off tables", 4, 60, (evident(load_patterns()["T39"], 0.75),)),)


def test_quantiles_rise_from_the_low_end_over_the_default_to_the_high_one():
    axis = world_candidates.Axis("x", "", 1.0, 0.5, 2.0, False)
    values = [axis.value(each) for each in np.linspace(0.0, 1.0, 101)]
    assert values == sorted(values)
    assert (values[0], values[50], values[-1]) == (0.5, 1.0, 2.0)


def test_what_is_only_inferred_is_looked_for_in_worlds_that_it_did_not_choose(monkeypatch):
    pattern = next(each for each in inferred_patterns() if each.id == "T11")
    monkeypatch.setattr(world_rechecking, "inferred_patterns", lambda: (pattern,))
    worlds = Worlds((PlausibleWorld(0, {}), PlausibleWorld(1, {"ownership.gain": 8.0})), "", "")
    found = inferred_readings(worlds, pairs=2, weeks=60, workers=1)
    assert found["reading"].tolist() == ["over", "realism", "ownership"]
    assert (found[["holds", "fails", "uncertain"]].sum(axis=1) == 2).all()


def test_no_reading_both_chooses_worlds_and_is_found_in_them():
    chosen = {
        (pattern.id, name)
        for stage in world_screens.screens().stages
        for pattern in stage.patterns
        for name in pattern.readings
    }
    looked_for = {(each.id, name) for each in inferred_patterns() for name in each.readings}
    assert looked_for
    assert not chosen & looked_for
