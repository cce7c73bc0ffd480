import pytest

from heterophony.scenarios import PARAMETERS
from heterophony.viz.plan import (
    LEVERS,
    LONGEST_LINK,
    controls,
    example_values,
    link_of,
    read_link,
    scenario_of,
    today,
    todays_values,
)


def test_sliders_stay_inside_what_is_declared() -> None:
    for name, control in controls().items():
        parameter = PARAMETERS[name]
        assert parameter.minimum is not None
        assert parameter.maximum is not None
        assert parameter.minimum <= control.low < control.high <= parameter.maximum
        assert control.inside(1e9) == control.high
        assert control.inside(-1e9) == control.low
        assert control.inside(float("nan")) == control.today
        assert control.inside(control.today) == pytest.approx(control.today)


def test_a_link_gives_back_plan_and_language() -> None:
    values = tuple(control.high for control in controls().values())
    for language in ("en", "da"):
        link = read_link(link_of(values, language))
        assert link.values == pytest.approx(values)
        assert (link.language, link.adjusted, link.ignored) == (language, (), ())


def test_a_link_without_a_plan_starts_with_the_example() -> None:
    assert read_link("?lang=da").values == example_values() != todays_values()
    assert read_link(None).language is None


@pytest.mark.parametrize(
    "query",
    [
        "meeting.interval_weeks=__import__('os').system('true')",
        "meeting.interval_weeks=nan",
        "meeting.interval_weeks=inf",
        "meeting.interval_weeks=",
        "meeting.interval_weeks=" + "9" * 50,
        "meeting.interval_weeks=1e999",
    ],
)
def test_nothing_typed_is_evaluated(query: str) -> None:
    link = read_link(query)
    interval = link.values[LEVERS.index("meeting.interval_weeks")]
    assert interval == controls()["meeting.interval_weeks"].today or not link.ignored


def test_values_outside_are_moved_inside_and_named() -> None:
    link = read_link("meeting.interval_weeks=999&meeting.citizen_involvement=0,4&run.weeks=9999")
    assert link.values[0] == controls()["meeting.interval_weeks"].high
    assert link.values[-1] == pytest.approx(0.4)
    assert link.adjusted == ("meeting.interval_weeks",)
    assert link.ignored == ("run.weeks",)


def test_a_long_link_is_cut() -> None:
    assert len(read_link("a=1&" * LONGEST_LINK).ignored) <= 5


def test_a_plan_changes_nothing_but_the_levers() -> None:
    values = tuple(control.low for control in controls().values())
    changed = set(scenario_of(values).differences(today()))
    assert changed <= set(LEVERS)
    assert scenario_of(todays_values()).values == today().values
