from dataclasses import replace
from pathlib import Path

import pytest

from heterophony.experiments import Comparison, compare
from heterophony.scenarios import load_scenario

NASTY = 'Pre-meetings <script>alert("x")</script> & more'
SHORT = {"run.weeks": 60, "run.burn_in_weeks": 26}


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
