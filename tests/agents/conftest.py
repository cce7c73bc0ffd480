"""Rows of people and premises for rules worked by hand."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from heterophony.agents.citizen_columns import CITIZEN_COLUMNS
from heterophony.agents.columns import new_rows
from heterophony.agents.meeting_columns import MEETING_COLUMNS, TALK_COLUMNS, TURN_TYPE
from heterophony.agents.premises import premises_records
from heterophony.agents.staff_columns import CASEWORKER_COLUMNS, MENTOR_COLUMNS
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation

KINDS = {
    "citizen": CITIZEN_COLUMNS,
    "mentor": MENTOR_COLUMNS,
    "caseworker": CASEWORKER_COLUMNS,
    "meeting": MEETING_COLUMNS,
    "talk": TALK_COLUMNS,
}
# What a turn of a log says where nobody says otherwise: it answers, settles and tells nothing.
SILENT = ("orientation", "taken_up", "answers", "told_taken_up", "settled_by")


def made_premises(overrides: dict[str, Any] | None = None) -> Any:
    """Return one record of premises: the baseline with some values replaced."""
    return premises_records([load_scenario("baseline", overrides).values])[0]


def made_row(kind: str, **values: Any) -> Any:
    """Return one row of a kind, at its start values but for `values`."""
    row = new_rows(KINDS[kind], 1)[0]
    for name, value in values.items():
        row[name] = value
    return row


def made_log(turns: list[dict[str, int]]) -> Any:
    """Return a log of turns; what a turn does not say is 0, or that there is no such thing."""
    log = np.zeros(max(len(turns), 1), TURN_TYPE).view(np.recarray)
    for name in SILENT:
        log[name] = -1
    for said, values in zip(log, turns, strict=False):
        for name, value in values.items():
            said[name] = value
    return log


def made_state(overrides: dict[str, Any] | None = None) -> Any:
    """Return the tables of a small jobcentre in which no week has passed."""
    small = {"run.weeks": 60, "run.burn_in_weeks": 0, "staffing.mentors": 1}
    return Simulation(load_scenario("baseline", small | (overrides or {})), 1).state


def key_with(wanted: Callable[[Any], bool]) -> Any:
    """Return a key whose draws are as wanted: chance cannot be set, but it can be looked up."""
    return next(key for key in map(np.uint64, range(1, 100_000)) if wanted(key))


@pytest.fixture(scope="session")
def state() -> Callable[..., Any]:
    """Make the tables of a jobcentre."""
    return made_state


@pytest.fixture(scope="session")
def key() -> Callable[..., Any]:
    """Look up a key by its draws."""
    return key_with


@pytest.fixture(scope="session")
def premises() -> Callable[..., Any]:
    """Make premises."""
    return made_premises


@pytest.fixture(scope="session")
def row() -> Callable[..., Any]:
    """Make a row."""
    return made_row


@pytest.fixture(scope="session")
def written_log() -> Callable[..., Any]:
    """Make a log."""
    return made_log


@pytest.fixture
def package(root: Path, tmp_path: Path) -> Path:
    """A copy of the package with all that rules are made of."""
    copy = tmp_path / "place" / "heterophony"
    copy.mkdir(parents=True)
    for file in root.glob("__init__.py*"):
        shutil.copy(file, copy)
    for layer in ("agents", "scenarios", "sim"):
        shutil.copytree(root / layer, copy / layer, ignore=shutil.ignore_patterns("__pycache__"))
    return copy
