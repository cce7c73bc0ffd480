"""Mesa's own page, `SolaraViz`, shows the model and steps it."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.methods.jobcentre_year import jobcentre_year
from heterophony.scenarios import load_scenario
from heterophony.sim import HeterophonicModel

PATIENCE = 600_000  # ms: the first step may have to wait for the compiler
PAGE = """
import solara
from mesa.visualization import Slider, SolaraViz, make_plot_component
from heterophony import HeterophonicModel

VALUES = {"run__weeks": 8, "run__burn_in_weeks": 10, "staffing__mentors": 1}
choices = {
    **VALUES,
    "scenario": {"type": "Select", "value": "baseline", "values": ["baseline", "handover"]},
    "meeting__interval_weeks": Slider("Weeks between meetings", value=8, min=1, max=26, step=1),
}
page = SolaraViz(
    HeterophonicModel(rng=1, **VALUES),
    components=[make_plot_component("ownership")],
    model_params=choices,
    name="Heterophony in Mesa",
)
"""


def test_its_check_of_parameters_finds_nothing_missing():
    page = pytest.importorskip("mesa.visualization.solara_viz")
    page._check_model_params(HeterophonicModel.__init__, {"meeting__interval_weeks": 4})


def test_a_watched_model_notes_what_the_classroom_shows() -> None:
    pytest.importorskip("solara")
    from heterophony.viz.mesa_page import WatchedModel

    weeks, values = 3, {"run.burn_in_weeks": 10, "staffing.mentors": 1}
    named = {name.replace(".", "__"): value for name, value in values.items()}
    model = WatchedModel(rng=replicate_seed(1, 0), run__weeks=weeks, **named)
    for _ in range(weeks):
        model.step()
    assert model.notes.document() == jobcentre_year(load_scenario("baseline", values), 1, weeks)


def _listens(port: int) -> bool:
    with socket.socket() as found:
        return found.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def served(folder: Path, text: str) -> Iterator[str]:
    """Serve a script that defines a page of Mesa's; yield its address."""
    script, log = folder / "mesa_page.py", folder / "log"
    script.write_text(text, "utf-8")
    words = [sys.executable, "-m", "solara", "run", str(script), "--port", "0", "--no-open"]
    words += ["--host", "127.0.0.1"]
    with log.open("w") as told:
        process = subprocess.Popen(words, stdout=told, stderr=subprocess.STDOUT, cwd=folder)
    try:
        until = time.monotonic() + PATIENCE / 1000
        while not (found := re.search(r"http://127\.0\.0\.1:[1-9]\d*", log.read_text("utf-8"))):
            assert process.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < until, log.read_text("utf-8")
            time.sleep(0.2)
        while not _listens(int(found[0].rpartition(":")[2])):  # it is named before it listens
            assert process.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < until, log.read_text("utf-8")
            time.sleep(0.2)
        yield found[0]
    finally:
        process.terminate()
        process.wait(300)


@pytest.mark.browser
def test_in_a_browser_a_step_is_a_week(browser: Any, tmp_path: Path) -> None:
    with served(tmp_path, PAGE) as address:
        page = opened(browser, address)
        page.get_by_text("Weeks between meetings").first.wait_for()
        page.get_by_role("button", name=re.compile("step", re.IGNORECASE)).first.click()
        page.get_by_text(re.compile(r"Step: 1\b")).first.wait_for()
        assert not page.get_by_text("Missing required model parameter").count()
        page.get_by_role("button", name=re.compile("reset", re.IGNORECASE)).first.click()
        page.get_by_text(re.compile(r"Step: 0\b")).first.wait_for()
        page.close()


def opened(browser: Any, address: str) -> Any:
    page: Any = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.get_by_text("Heterophony in Mesa").first.wait_for()
    return page


WATCHED = """
from mesa.visualization import SolaraViz
from heterophony.viz.mesa_page import WatchedModel, storyline, understanding

VALUES = {"run__weeks": 8, "run__burn_in_weeks": 10, "staffing__mentors": 2}
page = SolaraViz(
    WatchedModel(rng=1, **VALUES),
    components=[understanding("da"), storyline("da")],
    model_params=VALUES,
    name="Heterophony in Mesa",
)
"""


@pytest.mark.browser
def test_in_a_browser_pictures_of_ours_follow_the_model(browser: Any, tmp_path: Path) -> None:
    with served(tmp_path, WATCHED) as address:
        page = opened(browser, address)
        page.locator("svg.network [data-side=mentors]").nth(1).wait_for()
        for week in (0, 1):
            page.get_by_role("button", name=re.compile("step", re.IGNORECASE)).first.click()
            page.get_by_text(f"Hvem der forstår hvem, uge {week}").wait_for()
        page.locator("svg.network [data-side=mentors] circle").first.click()
        assert page.locator("svg.network .tie.own").count() > 0
        page.locator("select[data-key=person]").select_option(index=1)
        page.locator("svg.story path.line").first.wait_for()
        path = page.locator("svg.story path.line").first.get_attribute("d")
        assert path.count("L") == 1  # a line from week 0 to week 1
        page.close()
