"""What every test may ask for, and how hard the random campaigns are driven."""

import os
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# Figures are drawn without a screen, and the page neither calls home nor opens a window.
os.environ.setdefault("MPLBACKEND", "Agg")
os.environ.setdefault("SOLARA_TELEMETRY_MIXPANEL_ENABLE", "False")

# The everyday profile draws the same examples each time, so that a red build means a change of
# ours; `make test-full` draws new ones. Neither fails because a machine is slow or busy.
UNTIMED: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [hypothesis.HealthCheck.too_slow],
}
hypothesis.settings.register_profile("everyday", derandomize=True, **UNTIMED)
hypothesis.settings.register_profile("full", print_blob=True, **UNTIMED)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))

PATIENCE = 300_000  # ms until a test gives up waiting for a browser

# Started in the background, or by nohup, a process lets its children ignore these too.
for _name, _usual in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    if (_number := getattr(signal, _name, None)) and signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, _usual)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout's folder, which is also the package."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium to drive; without one the test is skipped, with the reason."""
    from heterophony.benchmarks.chromium import NO_CHROMIUM, chromium_here

    found = chromium_here()
    if found is None:
        pytest.skip(NO_CHROMIUM)
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """The one Chromium of a test process: Playwright allows a thread a single driver at a time."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    from heterophony.benchmarks.chromium import FLAGS

    with playwright.sync_playwright() as driver:
        window = driver.chromium.launch(executable_path=chromium, args=FLAGS, timeout=PATIENCE)
        make_patient(window)
        yield window
        window.close()


def make_patient(window: Any) -> None:
    """Let whatever opens in a browser wait as long as a busy machine may need."""

    def patient(usual: Callable[..., Any], **options: Any) -> Any:
        opened = usual(**options)
        opened.set_default_timeout(PATIENCE)
        return opened

    for name in ("new_context", "new_page"):
        setattr(window, name, partial(patient, getattr(window, name)))


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is also the current one, as for a user who types a command there."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def compiled_rules() -> None:
    """Compile the rules, which takes a minute or two when no cache holds them.

    Done once, before the first test that may need it, so that no test's own time limit has to
    allow for it and no two processes do it side by side.
    """
    import heterophony as hp

    hp.run("baseline", replicates=1, overrides={"run.weeks": 26, "run.burn_in_weeks": 26})


@pytest.fixture(autouse=True)
def ready(request: pytest.FixtureRequest) -> None:
    """Have the rules compiled for every test that may run a simulation."""
    if os.environ.get("NUMBA_DISABLE_JIT"):
        return  # nothing is compiled, and a run in plain Python takes half a minute
    if {"doors", "house", "scenarios"}.isdisjoint(request.path.parts):
        request.getfixturevalue("compiled_rules")
