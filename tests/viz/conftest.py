import json
import re
import runpy
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from heterophony.experiments import Comparison, compare
from heterophony.scenarios import load_scenario

NASTY = 'Pre-meetings <script>alert("x")</script> & more'
SHORT = {"run.weeks": 60, "run.burn_in_weeks": 26}
FOR_EVER = 300  # seconds until a test gives up: an answer may have to wait for the compiler
PAIRS = 2  # of a lesson's runs: the form of a result does not depend on it


@pytest.fixture(scope="session")
def comparison() -> Comparison:
    """A small real comparison whose policy bears a title that tries to be markup."""
    policy = load_scenario("ten-minutes-together-first")
    named = replace(policy, title={"en": NASTY, "da": NASTY})
    return compare("baseline", [named], replicates=4, overrides=SHORT)


@pytest.fixture(scope="session")
def comparison_folder(comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, as `compare --out` leaves it."""
    return comparison.write(tmp_path_factory.mktemp("made") / "comparison")


@contextmanager
def served(*words: str) -> Iterator[str]:
    """Start a page's server; yield its address."""
    with subprocess.Popen([sys.executable, *words], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
        try:
            assert found
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=FOR_EVER)


@pytest.fixture(scope="session")
def serve() -> Callable[..., Any]:
    """How to start a server of one's own."""
    return served


@pytest.fixture(scope="session")
def address(compiled_rules: None) -> Iterator[str]:
    """The page as `heterophony ui` serves it, for all tests that do not disturb it."""
    with served("-m", "heterophony", "ui", "--no-browser", "--port", "0") as found:
        yield found


@pytest.fixture(scope="session")
def mailed(compiled_rules: None, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A mailed classroom in a language; made once."""
    from heterophony.viz.publish import publish

    folder = tmp_path_factory.mktemp("mailed")

    def made(language: str) -> Path:
        file = folder / f"{language}.html"
        return file if file.exists() else publish(file, language=language, pairs=PAIRS)

    return made


@pytest.fixture(scope="session")
def policy_page(
    compiled_rules: None, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Path]:
    """A mailed policy page in a language, with so many plausible worlds; made once."""
    from heterophony.viz.publish import publish

    folder = tmp_path_factory.mktemp("policies")

    def made(language: str, worlds: int = 0) -> Path:
        file = folder / f"{language}-{worlds}.html"
        if file.exists():
            return file
        return publish(file, what="policy", language=language, worlds=worlds)

    return made


class Answered:
    """What a server says to one request."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status
        self.headers = response.headers
        self.text: str = response.read().decode()

    @property
    def lines(self) -> list[Any]:
        """Its documents, one a line."""
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture(scope="session")
def ask(address: str) -> Callable[..., Answered]:
    """Ask the server, by GET or with a document by POST."""

    def asked(path: str, document: object = None, **headers: str) -> Answered:
        body = None
        if document is not None:
            body = document if isinstance(document, bytes) else json.dumps(document).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(f"{address}{path}", body, named)
        try:
            with urllib.request.urlopen(request, timeout=FOR_EVER) as response:
                return Answered(response)
        except urllib.error.HTTPError as error:
            return Answered(error)

    return asked


def until(page: Any, expression: str, arg: Any = None) -> None:
    """Wait until an expression is true.

    Playwright's own way evaluates a string in the page again and again, which the content policy of
    our pages forbids unless it is true at once.
    """
    end = time.monotonic() + FOR_EVER
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(50)


@pytest.fixture(scope="module")
def engine(browser: Any) -> Iterator[Any]:
    """A page with the engine, as `engine_runs.py` describes it."""
    context = browser.new_context(service_workers="block")
    yield runpy.run_path(str(Path(__file__).with_name("engine_runs.py")))["EnginePage"](context)
    context.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """An empty page that notes errors and every address that it asks."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.wait_for_function = partial(until, opened)
    opened.errors, opened.asked = [], []
    opened.on("pageerror", lambda error: opened.errors.append(str(error)))
    opened.on(
        "console",
        lambda message: opened.errors.append(message.text) if message.type == "error" else None,
    )
    opened.on("request", lambda request: opened.asked.append(request.url))
    yield opened
    context.close()


@pytest.fixture(scope="session")
def violations() -> Callable[[Any], list[str]]:
    """What axe-core holds against a page as it is now: a line for each rule and element."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()

    def found(page: Any) -> list[str]:
        rules = axe.run(page).response["violations"]
        return [f"{rule['id']}: {node['html']}" for rule in rules for node in rule["nodes"]]

    return found


@pytest.fixture
def answered() -> Callable[[Any], str]:
    """Wait until a page has its final answer; return its first line."""

    def wait(page: Any, **plan: object) -> str:
        for name, value in plan.items():
            page.wait_for_function(
                "([name, value]) => JSON.parse(document.querySelector('#answer')?.dataset.plan"
                " ?? '{}')[name.replace('__', '.')] === value",
                arg=[name, value],
            )
        page.wait_for_selector("#answer[data-state=final], #answer[data-state=error]")
        assert not page.locator(".failed").count(), page.locator(".failed").inner_text()
        return str(page.locator(".line.first").inner_text())

    return wait


@pytest.fixture(scope="session")
def recorded() -> Callable[[Path], dict[str, Any]]:
    """Reads the runs that a mailed classroom carries."""

    def read(file: Path) -> dict[str, Any]:
        found = re.search(
            r'<script type="application/json" id="recorded">(.*?)</script>', file.read_text("utf-8")
        )
        assert found
        document: dict[str, Any] = json.loads(found[1])
        return document

    return read
