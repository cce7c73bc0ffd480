"""The worlds of a mailed file: small, the tool's bit for bit, and with the tool's answers."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from heterophony.agents.premises import beside_settings
from heterophony.agents.prepared_tables import computed_quantiles
from heterophony.agents.settings import NUMBERS, settings_of
from heterophony.experiments import load_worlds
from heterophony.experiments.inputs.own_jobcentre import OwnPlan
from heterophony.experiments.inputs.worlds import Worlds
from heterophony.experiments.methods.answers import answer_of
from heterophony.experiments.methods.deepening import (
    as_document,
    conditions,
    deepened,
    run_condition,
    run_world,
)
from heterophony.experiments.methods.ensemble import Ensemble
from heterophony.experiments.methods.lever_map import AXES, LeverMap
from heterophony.scenarios import load_scenario
from heterophony.sim.quantile_curves import log_scale_of, made_anew, missing_units
from heterophony.sim.quantiles import grid, quantile_tables
from heterophony.viz.bundle import ASSETS, bundled
from heterophony.viz.carried_worlds import carried_worlds
from heterophony.viz.computing import MAP_WORLDS
from heterophony.viz.publish import publish

ALL = 100
FEW = 3
MOST, MOST_WITH_WORLDS = 500_000, 1_000_000  # bytes
PLAN = OwnPlan({"staffing.mentors": 5}, {"meeting.interval_weeks": 4})
CORNERS = [
    *(("beta", shapes) for shapes in ((1.02, 9.7), (9.7, 1.02), (1.3, 1.3), (40.0, 25.0))),
    *(("gamma", (shape,)) for shape in (0.8, 1.5, 12.0)),
]
ASK = """([what, question]) => new Promise((done) => {
  const lines = [];
  const end = (line) => line[what] !== undefined || line.error;
  const take = (line) => { lines.push(line); if (end(line)) done(lines); };
  page.source.ask(what, question, take, new AbortController().signal);
})"""
# The rules in the page itself walk a world's tables anew, as its workers do.
UNPACKED = f"""async (number) => {{
  {bundled("engine/curves.js", ASSETS)}
  const worlds = await page.source.worlds();
  const world = worlds.world(number);
  const rules = page.source.answering.rules;
  const {{ quantiles }} = page.source.layout.start;
  const tables = module_engine_curves_js.quantilesOf(rules, quantiles, world);
  return {{ settings: [...world.settings], beside: world.beside,
    tables: [...new Float64Array(tables.bytes.buffer)] }};
}}"""


@pytest.fixture
def few(policy_page: Any) -> Path:
    """A file with a few worlds, in one of which counts stand for conversations."""
    file: Path = policy_page("en", FEW)
    return file


@pytest.fixture
def opened(page: Any, few: Path) -> Any:
    page.goto(few.as_uri())
    page.wait_for_function("() => window.page?.found?.pairs")
    return page


def test_it_is_small_without_worlds_and_with_all(tmp_path: Path) -> None:
    none = publish(tmp_path / "none.html", what="policy", worlds=0)
    every = publish(tmp_path / "all.html", what="policy")
    assert none.stat().st_size < MOST
    assert every.stat().st_size < MOST_WITH_WORLDS


@pytest.mark.parametrize(("kind", "shapes"), CORNERS)
def test_a_table_walked_anew_is_scipys_to_the_last_bit(kind: str, shapes: Any) -> None:
    table, nodes, scale = (
        computed_quantiles(kind, shapes, grid()),
        np.array(grid()),
        log_scale_of(kind, shapes),
    )
    missing = missing_units(kind, shapes, scale, nodes, table)
    again = made_anew(kind, shapes, scale, (table[0], table[-1]), nodes, missing)
    assert again.tobytes() == table.tobytes()
    assert np.abs(missing).max() < 2**15  # two bytes are enough


def test_a_world_with_weeks_of_its_own_is_refused() -> None:
    world = load_worlds(1).worlds[0]
    odd = type(world)(0, {**world.values, "process.held_weeks": (3,)})
    with pytest.raises(ValueError, match="list of weeks"):
        carried_worlds(Worlds((odd,), "", "odd"), 1)


def assert_unpacked(page: Any, number: int) -> None:
    """A world in the page has the settings and tables of the tool."""
    there = page.evaluate(UNPACKED, number)
    values = load_worlds(ALL).worlds[number].applied_to(load_scenario("baseline")).values
    tables = quantile_tables(values)
    assert there["settings"] == settings_of(values)[:NUMBERS].tolist()
    assert there["beside"] == beside_settings(values).tolist()
    assert there["tables"] == np.stack([tables, tables]).ravel().tolist()


@pytest.mark.browser
def test_a_world_in_the_page_is_the_tools(opened: Any) -> None:
    for number in range(FEW):
        assert_unpacked(opened, number)


@pytest.mark.slow
@pytest.mark.browser
def test_so_is_every_world(page: Any, policy_page: Any) -> None:
    page.goto(policy_page("da", ALL).as_uri())
    page.wait_for_function("() => window.page?.found?.pairs")
    for number in range(ALL):
        assert_unpacked(page, number)


def looked_at(question: OwnPlan, worlds: int) -> Any:
    """What the tool says of an answer over some worlds, all but which assumption decides it."""
    there = load_worlds(worlds)
    notes = [run_world([question], there, place)[0] for place in range(worlds)]
    cases = {(each.name, each.value): run_condition(each) for each in conditions(question)}
    own = answer_of(Ensemble(question.arms[0]).compare(question.arms[1], 16))
    document = deepened(question, there, notes, cases, own["outcomes"][own["headline"]])
    del document["assumptions"]
    return document


def assert_same_depth(page: Any, question: OwnPlan, worlds: int) -> None:
    lines = page.evaluate(ASK, ["depth", as_document(question)])
    steps = len(conditions(question)) + worlds
    assert [(line["done"], line["of"]) for line in lines[:-1]] == [
        (done, steps) for done in range(steps + 1)
    ]
    assert lines[-1]["depth"] == looked_at(question, worlds)


@pytest.mark.slow
@pytest.mark.browser
def test_how_sure_and_what_turns_it_are_what_the_tool_says(opened: Any) -> None:
    assert_same_depth(opened, PLAN, FEW)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(
    "assumed",
    [
        # The first two keep the sum of the weights at 1, so that the others are a world's own.
        {"ownership.weight_trust": 0.28, "ownership.weight_autonomy": 0.18},
        {"ownership.weight_meaning": 0.16, "mentor.enabled": False},
        {"population.profile": "stable", "dialogue.caseworkers_attending": 2},
    ],
)
def test_so_they_are_under_other_assumptions(opened: Any, assumed: Any) -> None:
    assert_same_depth(opened, replace(PLAN, assumptions=assumed), FEW)


@pytest.mark.slow
@pytest.mark.browser
def test_so_they_are_over_all_worlds(page: Any, policy_page: Any) -> None:
    page.goto(policy_page("da", ALL).as_uri())
    page.wait_for_function("() => window.page?.found?.pairs")
    assert_same_depth(page, PLAN, ALL)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("across", "up", "worlds"),
    [
        ("staffing.funding", "staffing.handover", FEW),
        pytest.param(*AXES, MAP_WORLDS, marks=pytest.mark.slow),
    ],
)
def test_a_map_is_the_tools(page: Any, policy_page: Any, across: str, up: str, worlds: int) -> None:
    page.goto(policy_page("en", worlds).as_uri())
    page.wait_for_function("() => window.page?.found?.pairs")
    question = OwnPlan({"staffing.mentors": 3, "staffing.caseworker_caseload": 72.5})
    there = load_worlds(worlds)
    lever_map = LeverMap(question, across, up, pairs=1)
    expected = lever_map.document([lever_map.run_world(there, place) for place in range(worlds)])
    asked = {**as_document(question), "across": across, "up": up}
    assert page.evaluate(ASK, ["map", asked])[-1]["map"] == expected


@pytest.mark.slow
@pytest.mark.browser
def test_it_says_how_sure_first_in_worlds_and_then_in_luck(page: Any, few: Path) -> None:
    page.goto(few.as_uri())
    page.wait_for_function("() => window.page?.found?.depth?.worlds && window.page.map")
    sure = page.locator("[data-part=sure]").inner_text()
    assert sure.index("of 3 ways") < sure.index("9 of 10 ways") < sure.index("Chance alone")
    assert page.locator("[data-part=sure] .dots text").count() == FEW
    assert page.locator("[data-part=map] .tile").count() > 20
    assert page.errors == []
