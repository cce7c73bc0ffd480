import math
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heterophony.scenarios import (
    PARAMETERS,
    Scenario,
    ScenarioError,
    list_scenarios,
    load_scenario,
)
from heterophony.scenarios.values import NotAllowedError, checked

NAMES = [summary.name for summary in list_scenarios()]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["unset", "fixed", "mentor", "none"]),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


def plausible(parameter: Any) -> st.SearchStrategy[Any]:
    """Draw any value that the hard bounds allow."""
    low, high = parameter.minimum, parameter.maximum
    if parameter.type == "bool":
        return st.booleans()
    if parameter.type == "choice":
        return st.sampled_from(parameter.choices)
    if parameter.type == "weeks":
        return st.lists(st.integers(low, high), unique=True, max_size=4)
    if parameter.type == "table":
        rate = st.floats(0, 1)
        rows = {key: [rate] * len(rates) for key, rates in parameter.default.items()}
        return st.fixed_dictionaries({key: st.tuples(*row) for key, row in rows.items()})
    whole = parameter.type == "int" or parameter.whole
    number = st.integers(low, high) if whole else st.floats(low, high)
    if parameter.type == "vector":
        return st.tuples(*[number] * len(parameter.components))
    return number


SETTINGS = st.lists(st.sampled_from(list(PARAMETERS)), unique=True, max_size=5).flatmap(
    lambda names: st.fixed_dictionaries({name: plausible(PARAMETERS[name]) for name in names})
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def same(first: Scenario, second: Scenario) -> None:
    """Compare scenarios in all that decides a run; normed shares may differ in the last bit."""
    for one, other in ((first.values, second.values), (first.root, second.root)):
        assert one.keys() == other.keys()
        for name, value in one.items():
            if isinstance(value, tuple | float):
                assert other[name] == pytest.approx(value, abs=1e-12), name
            else:
                assert other[name] == value, name
    assert first.changes == second.changes


@pytest.mark.parametrize("complete", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_of_the_library_survives_being_written_and_read(name, complete, tmp_path):
    scenario = load_scenario(name)
    path = tmp_path / "copy.toml"
    path.write_text(scenario.to_toml(complete=complete), "utf-8")
    copy = load_scenario(path)
    assert (copy.values, copy.root, copy.changes) == (
        scenario.values,
        scenario.root,
        scenario.changes,
    )
    assert (copy.name, copy.title, copy.summary, copy.evidence) == (
        scenario.name,
        scenario.title,
        scenario.summary,
        scenario.evidence,
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(values=SETTINGS, evidence=TEXTS)
def test_any_allowed_scenario_survives_being_written_and_read(tmp_path, values, evidence):
    try:
        scenario = load_scenario("reform-timeline", values)
    except ScenarioError:  # a combination that contradicts itself, or shares that are all 0
        return
    path = tmp_path / "copy.toml"
    path.write_text(scenario.to_toml(), "utf-8", newline="")
    same(load_scenario(path), scenario)


@given(name=st.sampled_from(list(PARAMETERS)), value=ANYTHING)
def test_any_value_is_either_brought_into_its_bounds_or_refused_in_words(name, value):
    parameter = PARAMETERS[name]
    try:
        plain = checked(parameter, value)
    except NotAllowedError as error:
        words = str(error)
    else:
        words = ""
        _is_plain(parameter, plain)
    assert words == "" or words.startswith("must be")


def _is_plain(parameter: Any, plain: Any) -> None:
    assert checked(parameter, plain) == plain
    if isinstance(plain, float | int) and not isinstance(plain, bool):
        assert parameter.minimum <= plain <= parameter.maximum


@given(name=st.sampled_from(list(PARAMETERS)), data=st.data())
def test_any_number_inside_the_hard_bounds_is_allowed(name, data):
    parameter = PARAMETERS[name]
    value = data.draw(plausible(parameter))
    plain = checked(parameter, value)
    if parameter.type in ("int", "float"):
        assert plain == value


@pytest.mark.parametrize("number", [np.float64(4), np.int64(4), np.float32(4), np.uint8(4)])
def test_numbers_of_other_libraries_become_plain_ones(number):
    plain = checked(PARAMETERS["meeting.interval_weeks"], number)
    assert (plain, type(plain)) == (4, int)


@pytest.mark.parametrize("number", [np.float64("nan"), math.inf, np.bool_(True), 1 + 2j])
def test_what_only_looks_like_a_number_is_refused(number):
    with pytest.raises(NotAllowedError):
        checked(PARAMETERS["meeting.minutes"], number)


def test_importing_the_package_reads_no_declarations_and_no_heavy_library():
    code = (
        "import sys, heterophony.scenarios.declarations as d; import heterophony.scenarios;"
        "assert d.load_parameters.cache_info().currsize == 0;"
        "heavy = {'numpy', 'pandas', 'pydantic', 'numba', 'difflib'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_reading_twice_gives_the_same_objects():
    from heterophony.scenarios import OUTCOMES
    from heterophony.scenarios import OUTCOMES as AGAIN

    assert OUTCOMES is AGAIN
    with pytest.raises(ImportError):
        from heterophony.scenarios import NOTHING  # noqa: F401
