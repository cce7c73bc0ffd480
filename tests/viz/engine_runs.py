"""A browser's page with the engine in it, and runs as it takes them; tests read this by path."""

import base64
from pathlib import Path
from typing import Any

from heterophony.agents.prepared_rules import FOLDER
from heterophony.scenarios import Scenario
from heterophony.viz.engine_books import books_layout
from heterophony.viz.engine_world import engine_layout, engine_premises, settings_layout

ADDRESS = "http://localhost:9/"  # hashing needs an origin that browsers trust; nothing is fetched
KINDS = {".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html"}
_HERE = Path(__file__).parent
_FOLDERS = {".js": _HERE.parents[1] / "viz/assets/engine", ".wasm": FOLDER, ".html": _HERE}
MOST_PAIRS = 50


class EnginePage:
    """A page with two workers that have the compiled rules; see `engine_page.html`."""

    def __init__(self, context: Any) -> None:
        context.route(f"{ADDRESS}**", _serve)
        self._page = context.new_page()
        self._page.goto(f"{ADDRESS}engine_page.html")
        self._page.wait_for_function("window.ready")
        books = {"settings": settings_layout(), "books": books_layout(MOST_PAIRS)}
        self._page.evaluate("layout => begin(layout)", {**engine_layout(), **books})

    def evaluate(self, what: str, given: Any) -> Any:
        """Call a function of the page."""
        return self._page.evaluate(what, given)

    @staticmethod
    def run_of(scenario: Scenario, seed: int, keep: tuple[str, ...] = ()) -> dict[str, Any]:
        """Return a run as the page takes it: settings, what goes with them, a seed."""
        found = engine_premises(scenario)
        shape, tables = found.pop("quantiles")
        kept = [f"KEEP_{name.upper()}" for name in keep]
        packed = [shape, base64.b64encode(tables).decode()]
        return {**found, "quantiles": packed, "seed": str(seed), "keep": kept}


def _serve(route: Any) -> None:
    name = route.request.url.removeprefix(ADDRESS)
    ending = Path(name).suffix
    route.fulfill(body=(_FOLDERS[ending] / name).read_bytes(), content_type=KINDS[ending])
