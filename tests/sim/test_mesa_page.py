"""Mesa's own page, `SolaraViz`, shows the model and steps it."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from heterophony.sim import HeterophonicModel

PATIENCE = 90_000  # ms: the first step may have to wait for the compiler
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


def _listens(port: int) -> bool:
    with socket.socket() as found:
        return found.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    script = tmp_path / "mesa_page.py"
    script.write_text(PAGE, "utf-8")
    log = tmp_path / "log"
    words = [sys.executable, "-m", "solara", "run", str(script), "--port", "0", "--no-open"]
    words += ["--host", "127.0.0.1"]
    with log.open("w") as told:
        process = subprocess.Popen(words, stdout=told, stderr=subprocess.STDOUT, cwd=tmp_path)
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
        process.wait(30)


@pytest.mark.browser
def test_in_a_browser_a_step_is_a_week(browser: Any, address: str) -> None:
    page: Any = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.get_by_text("Heterophony in Mesa").first.wait_for()
    page.get_by_text("Weeks between meetings").first.wait_for()
    page.get_by_role("button", name=re.compile("step", re.IGNORECASE)).first.click()
    page.get_by_text(re.compile(r"Step: 1\b")).first.wait_for()
    assert not page.get_by_text("Missing required model parameter").count()
    page.get_by_role("button", name=re.compile("reset", re.IGNORECASE)).first.click()
    page.get_by_text(re.compile(r"Step: 0\b")).first.wait_for()
    page.close()
