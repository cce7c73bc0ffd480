"""The benchmark's workload is the same arithmetic in every implementation, and keeps its promise.

Nothing is timed here.
"""

import numpy as np
import pytest

from heterophony.agents import draws, vocabulary
from heterophony.benchmarks import checks, implementations, peers
from heterophony.benchmarks.workload import (
    c_translation,
    numba_loop,
    numpy_basics,
    numpy_columns,
    streams,
)
from heterophony.benchmarks.workload.c_translation import compiler
from heterophony.benchmarks.workload.inputs import CITIZENS, MEASURES, load_inputs
from heterophony.benchmarks.workload.making import make_inputs


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """Everything that can run here, compared in small with the numba loop."""
    found = checks.check_all(implementations.ALL, tmp_path_factory.mktemp("bench"))
    return {each.module: each for each in found}


@pytest.mark.parametrize("module", ["numba_loop", "mesa_shared_rules"])
def test_the_shared_rules_have_the_same_bits_compiled_and_as_pure_python(compared, module):
    assert compared[module].ok
    assert compared[module].detail == "same bits"


@pytest.mark.skipif(compiler() is None, reason="no C compiler here")
def test_the_translation_to_c_has_the_same_bits(compared):
    assert compared["c_translation"].detail == "same bits"


@pytest.mark.parametrize("module", ["numpy_columns", "mesa_objects"])
def test_columns_and_plain_objects_differ_in_chance_alone(compared, module):
    assert compared[module].ok, compared[module].detail


@pytest.mark.parametrize("peer", peers.PEERS, ids=lambda peer: peer.name)
def test_a_peer_with_an_environment_differs_in_chance_alone(compared, peer):
    if peers.missing(peer):
        pytest.skip(f"{peer.name}: {peers.missing(peer)}")
    module = next(each.module for each in implementations.ALL if each.peer is peer)
    assert compared[module].ok, compared[module].detail


@pytest.mark.parametrize("tell", [c_translation, numpy_columns], ids=["C", "columns"])
def test_jobcentres_one_after_the_other_and_all_at_once_are_the_same_workload(tell):
    if tell is c_translation and compiler() is None:
        pytest.skip("no C compiler here")
    inputs = make_inputs(16, jobcentres=3, citizens=2 * CITIZENS + 57)
    expected, found = numba_loop.ready(inputs)(), tell.ready(inputs)()
    if tell is c_translation:
        assert np.array_equal(found, expected)
    else:
        np.testing.assert_allclose(found, expected, rtol=0.0, atol=1e-9)


def test_a_changed_number_is_noticed(tmp_path):
    inputs = make_inputs(8, citizens=40)
    changed = make_inputs(8, citizens=40)
    changed.numbers["ownership_gain"] *= 1.0 + 1e-12
    assert np.array_equal(numba_loop.ready(inputs)(), numba_loop.ready(inputs)())
    assert not np.array_equal(numba_loop.ready(inputs)(), numba_loop.ready(changed)())


def test_inputs_come_back_from_their_file_as_they_were(tmp_path):
    inputs = make_inputs(3, jobcentres=2)
    inputs.save(tmp_path / "inputs.npz")
    again = load_inputs(tmp_path / "inputs.npz")
    assert again.numbers == inputs.numbers
    assert np.array_equal(again.citizens, inputs.citizens)
    assert len(again.citizens) == 2 * CITIZENS


def test_the_workload_does_what_the_model_does():
    sums = dict(zip(MEASURES, numba_loop.ready(make_inputs(104))().T, strict=True))
    people = float(CITIZENS)
    assert 0.5 < sums["attended"].mean() / people < 0.95
    assert sums["meetings"].sum() == people * 104 / 8
    assert 0.0 < sums["in_crisis"].mean() / people < 0.2
    assert 0 < sums["left"].sum() < people
    assert sums["foreign"].sum() > 0
    assert sums["understanding"][-1] > sums["understanding"][0]


def test_the_numbers_of_the_workload_stay_as_they_are_when_the_model_changes():
    """Model 1's meeting and values are frozen: the comparison with other tools rests on them."""
    weekly = numba_loop.ready(make_inputs(16, citizens=60))()
    assert dict(zip(MEASURES, weekly.sum(axis=0), strict=True)) == pytest.approx(
        {
            "ownership": 247.69574269659287,
            "pressure": 246.85276098199478,
            "distress": 172.5124693909372,
            "understanding": 343.9476495635576,
            "in_crisis": 25.0,
            "attended": 720.0,
            "own_steps": 28.0,
            "meetings": 120.0,
            "fronts": 805.0,
            "measured": 365.0,
            "connected": 199.0,
            "foreign": 103.0,
            "left": 3.0,
        },
        rel=1e-12,
    )


def test_columns_of_draws_are_the_keyed_draws():
    keys = np.array([np.uint64(draws.splitmix64(np.uint64(n))) for n in range(50)])
    for when in (0, 7):
        column = numpy_basics.uniform(keys, when, vocabulary.FOR_ATTENDANCE)
        assert column.tolist() == [draws.uniform(k, when, vocabulary.FOR_ATTENDANCE) for k in keys]
    names = [name for name in vars(numpy_basics) if name.startswith(("FOR_", "STREAM_"))]
    assert {n: getattr(numpy_basics, n) for n in names} == {
        n: getattr(vocabulary, n) for n in names
    }


def test_a_played_stream_gives_the_numbers_in_order():
    table = make_inputs(1, citizens=1).normal.tolist()
    played = streams.Played([0.25, 0.5, 0.75], table)
    assert played.random() == 0.25
    assert played.gauss(0.0, 1.0) == pytest.approx(0.0, abs=1e-12)
    assert played.gauss(1.0, 2.0) == pytest.approx(1.0 + 2.0 * 0.6745, abs=1e-3)
