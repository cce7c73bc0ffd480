"""A run that a page begins from settings alone leaves the tables that it leaves here."""

import base64
import hashlib
import random
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from heterophony.agents.prepared_rules import FOLDER
from heterophony.agents.state import TABLES
from heterophony.scenarios import Scenario, list_scenarios, load_scenario
from heterophony.sim.simulation import Simulation
from heterophony.viz.engine_world import engine_layout, engine_premises, settings_layout

pytestmark = pytest.mark.browser
ADDRESS = "http://localhost:9/"  # hashing needs an origin that browsers trust; nothing is fetched
KINDS = {".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html"}
HTML = """<!doctype html><script type="module">
import { Rules } from "./rules.js";
import { World } from "./world.js";
const bytesOf = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
const two = (byte) => byte.toString(16).padStart(2, "0");
const hex = (buffer) => [...new Uint8Array(buffer)].map(two).join("");
const product = (shape) => shape.reduce((all, each) => all * each, 1);
let rules, layout, settings;
window.begin = async (given) => {
  [layout, settings] = [given.layout, given.settings];
  rules = new Rules(await WebAssembly.compile(await (await fetch("rules.wasm")).arrayBuffer()));
};

// An array as rules take one, of numbers or at an address that is there.
function array(numbers, shape = [numbers.length], address = null) {
  const size = product(shape);
  const place = address ?? rules.allocate(8 * size);
  if (address === null) new Float64Array(rules.memory.buffer, place, size).set(numbers);
  const strides = shape.map((_, each) => BigInt(8 * product(shape.slice(each + 1))));
  return [0, 0, BigInt(size), 8n, place, ...shape.map(BigInt), ...strides];
}

function wholes(numbers) {
  const place = rules.allocate(8 * numbers.length);
  new BigInt64Array(rules.memory.buffer, place, numbers.length).set(numbers.map(BigInt));
  return array(null, [numbers.length], place);
}

function settingsOf({ numbers, weeks }) {
  const found = new Float64Array(settings.count);
  found.set(numbers);
  for (const place of weeks) found[place] = 1;
  return found;
}

function blank() {
  rules.clear();
  const world = Object.create(World.prototype);
  Object.assign(world, { rules, layout, tables: {}, place: 0 });
  const bytes = 8 * Object.keys(layout.tables).length * layout.headerFields;
  world.header = rules.allocate(bytes);
  rules.bytes(world.header, bytes).fill(0);
  return world;
}

function writeRecords(world, name, premises) {
  const bytes = layout.tables[name].bytes;
  world.put(name, [premises.length]);
  premises.forEach((each, number) => {
    const record = world.tables[name].address + number * bytes;
    const words = array(null, [bytes / 8], record);
    const values = [...array(settingsOf(each)), ...array(each.beside)];
    rules.call("write_premises", record, ...words, ...values);
  });
}

function sizesOf(world, firstWeek) {
  const found = wholes(layout.sizes.map(() => 0));
  rules.call("write_sizes", world.address, BigInt(firstWeek), ...found);
  const written = rules.numbers(found[4], layout.sizes.length);
  return Object.fromEntries(layout.sizes.map((name, place) => [name, Number(written[place])]));
}

function setAside(world, sizes) {
  for (const [name, shape] of Object.entries(layout.shapes)) {
    world.put(name, shape.map((each) => sizes[each] ?? each));
    const first = layout.firstRows[name];
    const memory = world.bytesOf(name);
    for (let at = 0; first && at < memory.length; at += first.length) memory.set(first, at);
  }
  world.aliasMeetings();
}

function begun({ firstWeeks, premises, baseline, quantiles: [shape, text], changes }, seed) {
  const world = Object.assign(blank(), { changes });
  writeRecords(world, "premises", premises);
  writeRecords(world, "baseline", [baseline]);
  world.put("quantiles", shape, bytesOf(text));
  const sizes = sizesOf(world, firstWeeks[0]);
  world.put("calendar", [sizes.days]);
  const all = premises.flatMap((each) => [...settingsOf(each)]);
  const held = [...array(all, [premises.length, settings.count]), ...wholes(firstWeeks)];
  rules.call("write_calendar", world.address, ...held);
  setAside(world, sizes);
  rules.call("furnish", world.address, BigInt(seed), 0n);
  return world;
}

window.live = async ([given, seed]) => {
  const world = begun(given, seed);
  world.liveTo();
  const found = {};
  for (const [name, { shape, bytes }] of Object.entries(world.copied()))
    found[name] = [shape, hex(await crypto.subtle.digest("SHA-256", bytes))];
  return found;
};

window.terms = ({ today }) => {
  const prices = settings.ranges[0].length + 1;
  const terms = array(new Array(4 * prices).fill(0), [4, prices]);
  const ranges = array(settings.ranges.flat(), [2, prices - 1]);
  rules.call("write_terms", ...array(settingsOf(today)), ...ranges, ...terms);
  return [...new Float64Array(rules.memory.buffer, terms[4], 4 * prices)];
};
window.ready = true;
</script>"""
NAMES = [each.name for each in list_scenarios()]
_TESTS = Path(__file__).parents[1]
allowed_values = runpy.run_path(str(_TESTS / "random_values.py"))["allowed_values"]
_CORNERS = runpy.run_path(str(_TESTS / "sim/test_corners.py"))


@pytest.fixture(scope="module")
def engine(browser: Any, root: Path) -> Iterator[Any]:
    """A page that has the compiled rules, and knows how settings lie."""

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
    page.evaluate("begin", {"layout": engine_layout(), "settings": settings_layout()})
    yield page
    context.close()


def assert_same_run(engine: Any, scenario: Scenario, seed: int) -> None:
    """Begin and live a run in the page and here: all tables, and what outcomes are reckoned by."""
    given = engine_premises(scenario)
    shape, raw = given["quantiles"]
    given["quantiles"] = (shape, base64.b64encode(raw).decode())
    found = engine.evaluate("live", [given, seed])
    simulation = Simulation(scenario, seed)
    simulation.advance(simulation.weeks_in_all)
    for name in TABLES:
        table = np.ascontiguousarray(getattr(simulation.state, name))
        expected = [list(table.shape), hashlib.sha256(table.tobytes()).hexdigest()]
        assert found[name] == expected, name
    assert engine.evaluate("terms", given) == simulation.ready.terms.ravel().tolist()


@pytest.mark.parametrize("name", ["baseline", "reform-timeline"])
def test_a_run_begun_in_the_page_leaves_the_same_tables(engine, name):
    assert_same_run(engine, load_scenario(name, {"run.weeks": 40, "run.burn_in_weeks": 10}), 1)


def test_so_does_one_of_random_values(engine):
    assert_same_run(engine, load_scenario("baseline", allowed_values(1000)), 1000)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_so_does_the_whole_library(engine, name):
    assert_same_run(engine, load_scenario(name), 5)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(300))
def test_so_do_many_random_values(engine, seed):
    assert_same_run(engine, load_scenario("baseline", allowed_values(seed)), seed)


@pytest.mark.slow
@pytest.mark.parametrize("run", range(_CORNERS["RUNS"]))
def test_so_does_every_pair_of_hard_bounds(engine, run):
    kept = _CORNERS["allowed"](_CORNERS["corners"]()[run], random.Random(run))
    assert_same_run(engine, load_scenario("baseline", {**kept, **_CORNERS["FRAME"]}), 1)
