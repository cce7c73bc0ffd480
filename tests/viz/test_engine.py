"""The rules in a page: what a jobcentre's tables hold after a run there is what they hold here."""

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from heterophony.agents.prepared_rules import FOLDER
from heterophony.agents.state import TABLES
from heterophony.scenarios import list_scenarios, load_scenario
from heterophony.sim.simulation import Simulation
from heterophony.viz.engine_world import engine_changes, engine_layout, engine_tables

pytestmark = pytest.mark.browser
ADDRESS = "http://localhost:9/"  # hashing needs an origin that browsers trust; nothing is fetched
KINDS = {".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html"}
HTML = """<!doctype html><script type="module">
import { Pool } from "./pool.js";
const bytesOf = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
const two = (byte) => byte.toString(16).padStart(2, "0");
const hex = (buffer) => [...new Uint8Array(buffer)].map(two).join("");
window.begin = async (layout) => { window.pool = await Pool.start("rules.wasm", layout, 2); };
window.live = async ({ tables, changes }) => {
  const unpack = ([name, [shape, text]]) => [name, { shape, bytes: bytesOf(text) }];
  const world = { tables: Object.fromEntries(Object.entries(tables).map(unpack)), changes };
  const found = {};
  for (const [name, { shape, bytes }] of Object.entries(await window.pool.run(world)))
    found[name] = [shape, hex(await crypto.subtle.digest("SHA-256", bytes))];
  return found;
};
window.ready = true;
</script>"""
KEPT = ("meetings", "turns", "events")
NAMES = [each.name for each in list_scenarios()]


@pytest.fixture(scope="module")
def engine(browser: Any, root: Path) -> Iterator[Any]:
    """A page with two workers that have the compiled rules."""

    def serve(route: Any) -> None:
        name = route.request.url.removeprefix(ADDRESS) or "page.html"
        kind = KINDS[Path(name).suffix]
        if name == "page.html":
            route.fulfill(body=HTML, content_type=kind)
            return
        folder = FOLDER if name.endswith(".wasm") else root / "viz/assets/engine"
        route.fulfill(body=(folder / name).read_bytes(), content_type=kind)

    context = browser.new_context(service_workers="block")
    context.route(f"{ADDRESS}**", serve)
    page = context.new_page()
    page.goto(ADDRESS)
    page.wait_for_function("window.ready")
    page.evaluate("layout => begin(layout)", engine_layout())
    yield page
    context.close()


def in_page(engine: Any, name: str, seed: int, keep: tuple[str, ...], values: Any) -> Any:
    """Let a jobcentre live in the page; return name -> (shape, hash) of its tables."""
    scenario = load_scenario(name, values)
    first = engine_tables(Simulation(scenario, seed, keep=keep).state)
    tables = {name: (shape, base64.b64encode(raw).decode()) for name, (shape, raw) in first.items()}
    given = {"tables": tables, "changes": engine_changes(scenario)}
    return {name: tuple(found) for name, found in engine.evaluate("live", given).items()}


def here(name: str, seed: int, keep: tuple[str, ...], values: Any) -> Any:
    """The same in this process."""
    simulation = Simulation(load_scenario(name, values), seed, keep=keep)
    simulation.advance(simulation.weeks_in_all)
    tables = {each: np.ascontiguousarray(getattr(simulation.state, each)) for each in TABLES}
    return {
        each: (list(table.shape), hashlib.sha256(table.tobytes()).hexdigest())
        for each, table in tables.items()
    }


@pytest.mark.parametrize("name", ["baseline", "full-recommendation", "reform-timeline"])
def test_a_run_in_the_page_leaves_the_same_tables(engine, name):
    values = {"run.weeks": 60, "run.burn_in_weeks": 26}
    assert in_page(engine, name, 1, KEPT, values) == here(name, 1, KEPT, values)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_so_it_does_in_the_whole_library(engine, name):
    for seed in (1, 77):
        assert in_page(engine, name, seed, (), {}) == here(name, seed, (), {})


def test_a_page_that_fails_in_one_run_goes_on_with_the_next(engine):
    with pytest.raises(Exception, match="undefined"):
        engine.evaluate("live", {"tables": {}, "changes": []})
    values = {"run.weeks": 5, "run.burn_in_weeks": 4}
    assert in_page(engine, "baseline", 2, (), values) == here("baseline", 2, (), values)
