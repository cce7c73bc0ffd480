"""Every door through which something from outside comes in: what is valid there, and who reads it.

A door that takes a file is tried with bent bytes; a door that takes a table, with bent values.
"""

from __future__ import annotations

import json
import runpy
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from heterophony.experiments.inputs import own_jobcentre
from heterophony.experiments.inputs.claims import load_claims, read_claims
from heterophony.experiments.inputs.own_figures import BankChoice, read_figures
from heterophony.experiments.inputs.plan import plan_of, read_plan
from heterophony.experiments.inputs.resolving import resolve
from heterophony.experiments.inputs.targets import load_targets, read_targets
from heterophony.experiments.methods.own_outcomes import add_outcomes, remove_outcome
from heterophony.experiments.results.manifest import MANIFEST, read_manifest
from heterophony.scenarios import load_scenario
from heterophony.scenarios.patterns_declared import load_patterns, read_patterns
from heterophony.scenarios.settings import parse_assignment
from heterophony.viz import word_file

ROOT = Path(__file__).resolve().parents[2]
PAGE = runpy.run_path(str(Path(__file__).with_name("page_messages.py")))
OWN_OUTCOMES = """
[early_pressure]
reads = "pressure"
weeks = [0, 12]
title = { en = "Early pressure", da = "Tidligt pres" }
smallest_difference = 0.02
good = "less"
[crisis_ownership]
reads = "ownership_52w"
group = "crisis-like"
"""
TARGETS = ("scenarios", "targets", "danish-mentor-trial.toml")


@dataclass(frozen=True)
class FileDoor:
    """A door that takes a file.

    Attributes
    ----------
    valid : contents that are let in
    name : how the file is called in its folder
    read : takes the file's path
    """

    valid: tuple[bytes, ...]
    name: str
    read: Callable[[Path], object]


@dataclass(frozen=True)
class TableDoor:
    """A door that takes a document of plain values; `read` takes the document."""

    valid: tuple[Any, ...]
    read: Callable[[Any], object]


def _file(*parts: str) -> bytes:
    return ROOT.joinpath(*parts).read_bytes()


def _toml(*parts: str) -> Any:
    return tomllib.loads(_file(*parts).decode())


def _outcomes(path: Path) -> None:
    for each in add_outcomes(path):
        remove_outcome(each.name)


def _patterns() -> dict[str, Any]:
    """The first, a middle and the last pattern of the package."""
    every = _toml("scenarios", "patterns.toml")
    return {name: every[name] for name in [*every][:: max(1, len(every) // 2)]}


def _manifest(path: Path) -> object:
    return read_manifest(path.parent)


OWN_FIGURES = (
    "Udfald;Værdi;Borgere;Kilde\nin_job_52w;7,2 %;1.214;egne tal\njob_start_52w;0,04;214;måling\n",
    "outcome,value,low,high,source\nin_job_52w,0.07,0.05,0.09,own figures\n",
)
BANK = 'Ledighed efter område\n\n;2016K1;2016K2\n"Aarhus";"4,1";"4,3"\nKøbenhavn;5,0;..\n'
QUESTION = {
    "jobcentre": {"staffing.caseworker_caseload": 45, "staffing.funding": "fixed"},
    "plan": {"meeting.interval_weeks": 4, "meeting.pre_meeting_minutes": 10},
    "assumptions": {"ownership.complementarity": 0.5},
    "visitor": "abc",
    "number": 3,
}
NOTE = {
    "parts": [
        {"kind": "title", "text": "Notat"},
        {"kind": "text", "text": "Nej, ikke med de timer I har."},
        {"kind": "table", "rows": [["mål", "i dag"], ["ejerskab", "0,41"]]},
    ]
}
RUN = {"tool": "heterophony", "kind": "comparison", "version": "1", "files": {"runs.parquet": "0"}}

FILE_DOORS: dict[str, FileDoor] = {
    "scenario": FileDoor(
        (
            _file("scenarios", "library", "pre-meeting.toml"),
            _file("scenarios", "library", "reform-timeline.toml"),
        ),
        "own.toml",
        load_scenario,
    ),
    "plan": FileDoor((_file("examples", "sweep_plan.toml"),), "plan.toml", read_plan),
    "claims": FileDoor((_file("examples", "council_claims.toml"),), "claims.toml", load_claims),
    "targets": FileDoor((_file(*TARGETS),), "t.toml", load_targets),
    "patterns": FileDoor(
        (_file("scenarios", "patterns.toml").partition(b"[T3]")[0],), "patterns.toml", load_patterns
    ),
    "outcomes": FileDoor((OWN_OUTCOMES.encode(),), "outcomes.toml", _outcomes),
    "own figures": FileDoor(
        (
            *(text.encode() for text in OWN_FIGURES),
            *(OWN_FIGURES[0].encode(letters) for letters in ("latin-1", "utf-8-sig")),
        ),
        "tal.csv",
        read_figures,
    ),
    "statistics bank": FileDoor(
        (BANK.encode(), BANK.encode("latin-1")),
        "bank.csv",
        lambda path: read_figures(path, BankChoice("in_job_52w", "Aarhus", 800)),
    ),
    "manifest": FileDoor((json.dumps(RUN).encode(),), MANIFEST, _manifest),
}
TABLE_DOORS: dict[str, TableDoor] = {
    "plan": TableDoor(
        (_toml("examples", "sweep_plan.toml"), _toml("examples", "repair_plan.toml")),
        lambda table: resolve(plan_of(table, "plan", Path())),
    ),
    "claims": TableDoor(
        ({"claim": _toml("examples", "council_claims.toml")["claim"][:2]},),
        lambda table: read_claims(table, "claims", Path()),
    ),
    "targets": TableDoor(
        (_toml(*TARGETS),),
        lambda table: read_targets(table, "targets"),
    ),
    "patterns": TableDoor((_patterns(),), lambda table: read_patterns(table, "patterns")),
    "page question": TableDoor((QUESTION,), own_jobcentre.read_plan),
    "page note": TableDoor((NOTE,), word_file.written),
    "page message": TableDoor(PAGE["MESSAGES"], PAGE["spoken"]),
    "setting": TableDoor(
        ("meeting.interval_weeks=4", "staffing.funding=funded", "run.weeks = 52"),
        lambda text: load_scenario("baseline", overrides=dict([parse_assignment(str(text))])),
    ),
}
