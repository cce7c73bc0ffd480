"""Rules compiled ahead: used where they fit, never where they do not, and always the same bits."""

import json
import os
import shutil
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from heterophony.agents import draws, prepared_rules, prepared_tables
from heterophony.agents.premises import premises_records
from heterophony.agents.prepared_rules import FOLDER, LEVELS, finding, prepared_rule
from heterophony.agents.record_layout import layout_of
from heterophony.agents.rule_arguments import UnfitError, reader_of
from heterophony.agents.rule_sources import SOURCE_DIGEST, part_digests
from heterophony.ahead.entries import ENTRIES
from heterophony.ahead.targets import TARGETS
from heterophony.scenarios import list_scenarios, load_scenario
from heterophony.sim import student

STAMP = json.loads((FOLDER / "stamp.json").read_text("utf-8"))
HERE, _ = prepared_rules._levels_here()
MOST_BYTES = 2**20  # of all libraries together: they are kept in the repository
TABLES = (prepared_tables.FILE.name, student.FILE.name)
NAMES = [each.name for each in list_scenarios()]

DIGESTS = """
import sys
from heterophony.scenarios import load_scenario
from heterophony.sim.simulation import Simulation
names, seeds, values = eval(sys.argv[1])
for name in names:
    for seed in seeds:
        for keep in ((), ("meetings", "turns", "events")):
            run = Simulation(load_scenario(name, values), seed, keep=keep)
            print(name, seed, run.run().digest())
"""
SHORT = {"run.weeks": 14, "run.burn_in_weeks": 10, "staffing.mentors": 1}

linux_only = pytest.mark.skipif(not HERE, reason="no library was compiled for this machine")


def printed(statement: str, *words: str, said: str = "", **environment: str) -> str:
    """Run a statement in a process of its own; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", statement, *words], check=False, capture_output=True, text=True,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (said in done.stderr) if said else not done.stderr
    return done.stdout


# --- what is in the repository ---


def test_the_rules_compiled_ahead_are_the_installed_ones():
    assert STAMP["rules"] == SOURCE_DIGEST, "the rules were edited: run `make rules`"
    assert STAMP["parts"] == part_digests()
    assert STAMP["entries"] == {entry.name: entry.described() for entry in ENTRIES}


def test_every_target_has_its_library_and_all_are_small():
    files = {file.name: file for file in FOLDER.iterdir()}
    assert set(files) == {"stamp.json", *TABLES, *(target.file for target in TARGETS)}
    assert sum(file.stat().st_size for file in files.values()) < MOST_BYTES


def test_a_rule_is_exported_under_a_name_of_its_own():
    symbols = [entry.symbol for entry in ENTRIES]
    assert len(set(symbols)) == len(symbols)


@pytest.mark.slow
def test_the_same_tools_make_the_same_bytes_again(tmp_path):
    from heterophony.ahead.stamp import tools
    from heterophony.ahead.targets import MissingToolError, linker_for

    try:
        here = tools(linker_for(TARGETS[0]))
    except MissingToolError as error:
        pytest.skip(str(error))
    if here != STAMP["made_with"]:
        pytest.skip(f"made with {STAMP['made_with']}, and here is {here}")
    done = subprocess.run(
        [sys.executable, "-m", "heterophony.ahead", "--anew", "--into", str(tmp_path)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for name, digest in STAMP["files"].items():
        made, kept = (tmp_path / name).read_bytes(), (FOLDER / name).read_bytes()
        assert made == kept, f"{name} of {digest} comes out otherwise: run `make rules`"


# --- where they are used ---


@linux_only
def test_a_run_neither_compiles_nor_imports_the_compiler(tmp_path):
    statement = f"{DIGESTS}\nassert 'numba' not in sys.modules"
    printed(statement, repr((["baseline"], [1], SHORT)), NUMBA_CACHE_DIR=str(tmp_path))
    assert not list(tmp_path.iterdir())


@linux_only
@pytest.mark.parametrize("damage", ["missing", "other bytes", "no stamp", "stamp is no JSON"])
def test_a_library_that_is_not_the_one_of_its_stamp_is_not_used(damage, monkeypatch, tmp_path):
    folder = tmp_path / "prepared"
    shutil.copytree(FOLDER, folder)
    for file in folder.glob("*.so"):
        if damage == "missing":
            file.unlink()
        elif damage == "other bytes":
            file.write_bytes(file.read_bytes()[:-1] + b"?")
    if damage == "no stamp":
        (folder / "stamp.json").unlink()
    elif damage == "stamp is no JSON":
        (folder / "stamp.json").write_text("{")
    monkeypatch.setattr(prepared_rules, "FOLDER", folder)
    found = finding.__wrapped__()
    assert found.library is None
    assert str(folder) in found.reason


@linux_only
@pytest.mark.parametrize("machine", ["Darwin", "riscv64"])
def test_another_machine_has_none_and_is_named(machine, monkeypatch):
    monkeypatch.setattr(
        f"platform.{'system' if machine == 'Darwin' else 'machine'}", lambda: machine
    )
    found = finding.__wrapped__()
    assert found.library is None
    assert machine in found.reason


@linux_only
def test_64_bit_arm_takes_the_library_made_for_it(monkeypatch):
    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    taken = []
    monkeypatch.setattr(prepared_rules, "_loaded", lambda level, stamp: taken.append(level))
    finding.__wrapped__()
    assert taken == ["aarch64"]
    head = (FOLDER / "rules-aarch64.so").read_bytes()[:20]
    assert head[:4] == b"\x7fELF"
    assert int.from_bytes(head[18:20], "little") == 183  # ELF's number of that machine


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("CHOSEN", "jit", "HETEROPHONY_RULES"),
        ("CHECKS_INDICES", True, "NUMBA_BOUNDSCHECK"),
        ("PLAIN", True, "HETEROPHONY_PLAIN"),
    ],
)
def test_they_can_be_switched_off(name, value, reason, monkeypatch):
    monkeypatch.setattr(prepared_rules, name, value)
    found = finding.__wrapped__()
    assert found.library is None
    assert reason in found.reason


@linux_only
@pytest.mark.parametrize("chosen", ["x86-64-v4", "x86-64-v9"])
def test_a_level_that_this_processor_lacks_is_not_taken(chosen, monkeypatch):
    without = LEVELS["x86-64-v2"]
    monkeypatch.setattr(prepared_rules, "_features", lambda: without)
    monkeypatch.setattr(prepared_rules, "CHOSEN", chosen)
    assert finding.__wrapped__().reason == f"HETEROPHONY_RULES is {chosen}; here: jit, x86-64-v2"


# --- what is handed to them ---


def refused(*arguments):
    return "compiled"


@linux_only
def test_arguments_of_other_types_than_declared_go_to_the_compiler():
    plain: Any = draws.child_key
    plain = plain.py_func
    rule: Any = prepared_rule(plain, refused)
    with np.errstate(over="ignore"):  # 64-bit arithmetic wraps by design
        expected = plain(np.uint64(3), 4, 5)
    assert rule(np.uint64(3), 4, 5) == rule(np.uint64(3), np.int64(4), 5) == expected
    for other in ((3, 4, 5), (np.uint64(3), 4.0, 5), (np.uint64(3), True, 5)):
        assert rule(*other) == "compiled"
    assert rule(np.uint64(3), 2**63, 5) == "compiled"
    assert rule(np.uint64(3), 4) == "compiled"


VALUES = {
    "int": 1,
    "float": 1.0,
    "bool": True,
    "key": np.uint64(1),
    "floats:1Cw": np.zeros(3),
    "floats:2Cw": np.zeros((3, 2)),
    "wholes:2Cw": np.zeros((3, 2), np.int64),
}


@pytest.mark.parametrize("kind", VALUES)
def test_every_kind_refuses_what_the_compiler_would_tell_apart(kind):
    for other, value in VALUES.items():
        if kind == other:
            assert len(reader_of(kind).read(value)) == len(reader_of(kind).types)
        else:
            with pytest.raises(UnfitError):
                reader_of(kind).read(value)


def test_an_array_that_machine_code_would_misread_is_refused():
    table = np.arange(12.0).reshape(3, 4)
    *_, address, rows, columns, row, column = reader_of("floats:2Aw").read(table[:, 1:3])
    assert (address, rows, columns, row, column) == (table.ctypes.data + 8, 3, 2, 32, 8)
    fixed = table.copy()
    fixed.flags.writeable = False
    for other in (table[:, 1:3], table.T, table.astype(">f8"), table.view(np.recarray), fixed):
        with pytest.raises(UnfitError):
            reader_of("floats:2Cw").read(other)
    assert reader_of("floats:2Cr").read(fixed)[4] == fixed.ctypes.data


def test_a_record_of_another_layout_is_refused():
    record = premises_records([load_scenario("baseline").values])[0]
    layout = layout_of(record.dtype)
    (address,) = reader_of(f"row:{layout}").read(record)
    assert address == record.__array_interface__["data"][0]
    for kind, value in ((f"row:{'0' * 12}", record), (f"row:{layout}", 1), ("state:x", record)):
        with pytest.raises(UnfitError):
            reader_of(kind).read(value)


# --- the same bits ---


@linux_only
def test_every_level_gives_what_plain_python_gives():
    words = repr((["baseline"], [3], SHORT))
    expected = printed(DIGESTS, words, NUMBA_DISABLE_JIT="1")
    for level in HERE:
        assert printed(DIGESTS, words, HETEROPHONY_RULES=level) == expected, level


@linux_only
@pytest.mark.slow
def test_every_level_gives_what_the_compiler_gives_in_the_whole_library():
    words = repr((NAMES, [1, 77], {}))
    expected = printed(DIGESTS, words, HETEROPHONY_RULES="jit")
    assert len(expected.splitlines()) == 4 * len(NAMES)
    for level in HERE:
        assert printed(DIGESTS, words, HETEROPHONY_RULES=level) == expected, level
