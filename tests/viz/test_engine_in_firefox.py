"""The engine in Firefox: runs there leave the tables and outcomes that they leave here.

Firefox is started on a page of this test's server, asks it for runs, and sends back what became of
them: nothing drives it. `firefox` or `firefox-esr` must be installed, as Debian has it.
"""

import base64
import hashlib
import json
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from heterophony.agents.prepared_rules import FOLDER
from heterophony.agents.state import TABLES
from heterophony.scenarios import list_scenarios, load_scenario
from heterophony.sim.simulation import Simulation
from heterophony.viz.engine_books import books_layout
from heterophony.viz.engine_world import engine_layout, engine_premises, settings_layout

FIREFOX = shutil.which("firefox") or shutil.which("firefox-esr")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(FIREFOX is None, reason="Firefox is not installed"),
]
KINDS = {".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html"}
PATIENCE = 600  # seconds for one run, on a machine that is busy
ASKING = """<script type="module">
const send = (found) => fetch("found", { method: "POST", body: JSON.stringify(found) });
try {
  await window.begin(await (await fetch("layout")).json());
  for (;;) {
    const run = await (await fetch("next")).json();
    await send({ tables: await window.live(run), outcomes: (await window.books(run)).outcomes });
  }
} catch (error) { await send({ error: String(error) }); }
</script>"""


class Server(ThreadingHTTPServer):
    """Hands out the engine, then one run after the other, and takes in what became of them."""

    daemon_threads = True

    def __init__(self, root: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.page = (root / "tests/viz/engine_page.html").read_text("utf-8") + ASKING
        self.folder = root / "viz/assets/engine"
        self.waiting: queue.Queue[dict[str, Any]] = queue.Queue()
        self.found: queue.Queue[dict[str, Any]] = queue.Queue()

    def content(self, name: str) -> bytes:
        """Return what is at an address; wait for a run if that is asked for."""
        if name == "page.html":
            return self.page.encode()
        if name == "layout":
            parts = {"settings": settings_layout(), "books": books_layout(1)}
            return json.dumps({**engine_layout(), **parts}).encode()
        if name == "next":
            return json.dumps(self.waiting.get()).encode()
        return ((FOLDER if name.endswith(".wasm") else self.folder) / name).read_bytes()


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        name = Path(self.path).name
        self.answer(self.server.content(name), KINDS.get(Path(name).suffix, "application/json"))

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.found.put(json.loads(text))
        self.answer(b"{}", "application/json")

    def answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def firefox(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Firefox on the server's page."""
    server = Server(root)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    profile = tmp_path_factory.mktemp("firefox")
    address = f"http://127.0.0.1:{server.server_port}/page.html"
    words = [str(FIREFOX), "--headless", "--no-remote", "--profile", str(profile), address]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield server
    process.terminate()
    process.wait(300)
    server.shutdown()


@pytest.mark.parametrize("name", [each.name for each in list_scenarios()])
def test_a_run_in_firefox_leaves_the_same_tables_and_outcomes(firefox: Server, name: str) -> None:
    scenario = load_scenario(name)
    given = engine_premises(scenario)
    shape, tables = given.pop("quantiles")
    packed = [shape, base64.b64encode(tables).decode()]
    firefox.waiting.put({**given, "quantiles": packed, "seed": "1", "keep": []})
    run = Simulation(scenario, 1)
    run.advance(run.weeks_in_all)  # from the first week of burn-in, as there
    outcomes = np.array(list(run.run().outcomes.values())).tobytes().hex()
    here = {}
    for each in TABLES:
        table = np.ascontiguousarray(getattr(run.state, each))
        here[each] = [list(table.shape), hashlib.sha256(table.tobytes()).hexdigest()]
    assert firefox.found.get(timeout=PATIENCE) == {"tables": here, "outcomes": outcomes}
