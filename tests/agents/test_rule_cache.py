"""Compiled rules are read from any warm cache, and compiled wherever nothing can be kept."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

# One small rule in a package of its own: what holds for its cache holds for every rule's.
RULE = '''
from heterophony.agents.compiled import compiled

@compiled
def doubled(value):
    """Return twice a value."""
    return value + value
'''
CALLS = "from heterophony.agents.doubling import doubled; print(doubled(21.0))"
# Counts the rule's compilations beside its result.
COUNTS = f"{CALLS}; print(sum(doubled.dispatcher.stats.cache_misses.values()))"
NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")


@pytest.fixture
def package(package: Path, tmp_path: Path) -> Path:
    """The copy with a small rule more, which compiles soon."""
    (package / "agents/doubling.py").write_text(RULE, "utf-8")
    (tmp_path / "tmp").mkdir()
    return package


@pytest.fixture
def called(package: Path, tmp_path: Path):
    """Call the rule in a process of its own; return what it printed, and what it said."""

    def call(*before: str, unset: tuple[str, ...] = (), **environment: str) -> tuple[int, str]:
        everything = {
            **os.environ,
            "PYTHONPATH": str(package.parent),
            "NUMBA_CACHE_DIR": str(tmp_path / "cache"),
            "TMPDIR": str(tmp_path / "tmp"),
            **environment,
        }
        for name in unset:
            everything.pop(name, None)
        done = subprocess.run(
            [*before, sys.executable, "-c", COUNTS], check=False, capture_output=True, text=True,
            env=everything, cwd=package.parent,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        value, compilations = done.stdout.split()
        assert value == "42.0"
        return int(compilations), done.stderr

    return call


@pytest.fixture
def read_only(tmp_path: Path):
    """Words that begin a command for which package and cache are mounted read-only."""
    if subprocess.run([*NAMESPACE, "true"], check=False, capture_output=True).returncode:
        pytest.skip("no namespace of our own to mount in")
    mounts = "; ".join(
        f"mkdir -p {path}; mount --bind {path} {path} && mount -o remount,bind,ro {path} || exit 9"
        for path in (tmp_path / "place", tmp_path / "cache")
    )
    return (*NAMESPACE, "sh", "-c", f'{mounts}; exec "$@"', "sh")


def test_a_warm_cache_is_read(called):
    assert called() == (1, "")
    assert called() == (0, "")


def test_a_warm_cache_is_read_where_package_and_cache_are_read_only(called, read_only):
    called()
    assert called(*read_only) == (0, "")


def test_a_cold_cache_that_is_read_only_is_replaced_by_a_temporary_folder(called, read_only):
    compilations, said = called(*read_only)
    assert compilations == 1
    assert said.count("compiled rules cannot be kept in") == 1
    assert "Set NUMBA_CACHE_DIR to a folder that can be written" in said
    assert called(*read_only) == (0, "")  # the temporary folder is warm


def test_a_cache_folder_that_is_a_file_is_replaced_likewise(called, tmp_path):
    (tmp_path / "cache").write_text("")
    compilations, said = called()
    assert compilations == 1
    assert "NUMBA_CACHE_DIR" in said
    assert called() == (0, "")


def test_a_cache_on_a_full_disk_is_replaced_likewise(called, read_only, tmp_path):
    (tmp_path / "cache").mkdir()
    fill = f"mount -t tmpfs -o size=4k tmpfs {tmp_path / 'cache'} || exit 9"
    compilations, said = called(*NAMESPACE, "sh", "-c", f'{fill}; exec "$@"', "sh")
    assert compilations == 1
    assert "No space left on device" in said
    assert "NUMBA_CACHE_DIR" in said


def test_where_nothing_can_be_kept_rules_work_all_the_same(called, tmp_path):
    (tmp_path / "cache").write_text("")
    (tmp_path / f"tmp/heterophony-{os.getuid()}").write_text("")
    compilations, said = called()
    assert compilations == 1
    assert "every process compiles them anew" in said


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs users")
def test_a_temporary_folder_that_others_can_write_is_not_trusted(called, tmp_path):
    (tmp_path / "cache").write_text("")
    called()
    (tmp_path / f"tmp/heterophony-{os.getuid()}").chmod(0o777)
    compilations, said = called()
    assert compilations == 1
    assert "every process compiles them anew" in said


def test_a_user_without_a_home_has_a_cache(called):
    here = {"HOME": "/nonexistent/home"} if os.getuid() else {"HOME": "/proc/nobody"}
    compilations, said = called(unset=("NUMBA_CACHE_DIR", "XDG_CACHE_HOME"), **here)
    assert compilations == 1
    assert "NUMBA_CACHE_DIR" in said
    assert called(unset=("NUMBA_CACHE_DIR", "XDG_CACHE_HOME"), **here) == (0, "")


@pytest.mark.parametrize(
    "damage",
    [b"", *(pytest.param(e, marks=pytest.mark.slow) for e in (b"\x80", b"no pickle at all"))],
)
@pytest.mark.parametrize("ending", ["nbi", "nbc"])
def test_a_damaged_file_is_written_anew(called, tmp_path, damage, ending):
    called()
    files = list((tmp_path / "cache").glob(f"*/*/doubling.*.{ending}"))
    assert files
    for file in files:
        file.write_bytes(damage)
    assert called() == (1, "")
    assert called() == (0, "")


def litter(cache: Path) -> list[str]:
    """Files of a cache that are neither an index nor a compiled rule."""
    return [
        file.name
        for file in cache.rglob("*")
        if file.is_file() and file.suffix not in (".nbi", ".nbc")
    ]


def test_a_cold_cache_raced_by_four_processes_ends_whole(called, tmp_path):
    with ThreadPoolExecutor(4) as four:
        found = list(four.map(lambda _: called(), range(4)))
    assert {said for _, said in found} == {""}
    assert sum(compilations for compilations, _ in found) in range(1, 5)
    assert called() == (0, "")
    assert litter(tmp_path / "cache") == []


RUNS = "import heterophony as hp; print(hp.run('baseline', seed=1, replicates=1, "
RUNS += "overrides={'run.weeks': 30, 'run.burn_in_weeks': 26}).results[0].digest())"


@pytest.mark.full
def test_all_rules_compiled_by_four_processes_at_once_give_the_bits_of_those_prepared(tmp_path):
    cold = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "cache"), "HETEROPHONY_RULES": "jit"}

    def digest(environment: dict[str, str]) -> str:
        done = subprocess.run(
            [sys.executable, "-c", RUNS], check=True, capture_output=True, text=True,
            env=environment,
        )  # fmt: skip
        assert done.stderr == ""
        return done.stdout

    with ThreadPoolExecutor(4) as four:
        found = set(four.map(lambda _: digest(cold), range(4)))
    assert found == {digest(dict(os.environ))}
    assert litter(tmp_path / "cache") == []
