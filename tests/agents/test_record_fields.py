"""A misspelt field of a record fails the type checker."""

import subprocess
import sys
from pathlib import Path

import pytest

from heterophony.docs.generate.record_fields import FILE, written

SNIPPET = """
from __future__ import annotations
from typing import TYPE_CHECKING
from heterophony.agents.state import State
if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, Parameters

def rule(w: State, row: int, citizen: CitizenRow, params: Parameters) -> None:
    citizen.pressure += params.meeting_interval_weeks
    w.citizens[row].pressure = citizen.pressure
    {misspelt}
"""


def test_the_file_of_fields_is_what_the_declarations_say():
    assert FILE.read_text("utf-8") == written(), "run make tables"


@pytest.mark.slow
def test_a_misspelt_field_is_an_error_of_types(root: Path, tmp_path: Path):
    (tmp_path / "heterophony").symlink_to(root)
    misspelt = {
        "citizen.presure = 1.0": '"CitizenRow" has no attribute "presure"',
        "params.meeting_intervall_weeks": '"Parameters" has no attribute "meeting_intervall_weeks"',
        "w.citizens[row].presure = 1.0": '"CitizenRow" has no attribute "presure"',
        "w.citizzens": '"State" has no attribute "citizzens"',
    }
    for number, line in enumerate(["pass", *misspelt]):
        (tmp_path / f"rule_{number}.py").write_text(SNIPPET.format(misspelt=line), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file=", "--follow-imports=silent", ".",
         "--exclude", "heterophony/"],
        check=False, cwd=tmp_path, capture_output=True, text=True,
        env={"MYPYPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    errors = done.stdout.splitlines()
    assert not [line for line in errors if line.startswith("rule_0")], done.stdout
    for number, said in enumerate(misspelt.values(), 1):
        assert [line for line in errors if line.startswith(f"rule_{number}.py") and said in line], (
            done.stdout
        )
