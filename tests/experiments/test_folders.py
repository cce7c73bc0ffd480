"""Folders of results: whole or not at all, and nobody's other files touched."""

import errno
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from heterophony.experiments import RequestError, WorkError
from heterophony.experiments.results.folders import check_target, write_folder
from heterophony.experiments.results.manifest import read_manifest

Writer = Callable[[Path], None]


def text(content: str) -> Writer:
    def write(path: Path) -> None:
        path.write_text(content, "utf-8")

    return write


def full_disk(path: Path) -> None:
    raise OSError(errno.ENOSPC, "No space left on device", str(path))


def contents(folder: Path) -> dict[str, str]:
    """Return all files under a folder, hidden ones too."""
    return {str(p.relative_to(folder)): p.read_text() for p in folder.rglob("*") if p.is_file()}


def written(folder: Path, **files: str) -> Path:
    return write_folder(folder, {k: text(v) for k, v in files.items()}, {"tool": "heterophony"})


def test_a_new_folder_appears_whole_with_parents_and_hashes(tmp_path: Path) -> None:
    out = written(tmp_path / "målinger/ny mappe/æøå", a="1", b="2")
    assert sorted(contents(out)) == ["a", "b", "manifest.json"]
    assert sorted(read_manifest(out)["files"]) == ["a", "b"]
    assert [each.name for each in out.parent.iterdir()] == ["æøå"]
    assert out.stat().st_mode & 0o777 == (tmp_path / "målinger").stat().st_mode & 0o777


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    written(tmp_path, a="1")
    assert sorted(contents(tmp_path)) == ["a", "manifest.json"]


def test_older_results_are_replaced_and_their_pages_stay(tmp_path: Path) -> None:
    out = written(tmp_path / "out", a="old", panel="old")
    (out / "report.html").write_text("page")
    written(out, a="new", b="new")
    found = contents(out)
    assert (found["a"], found["b"], found["report.html"]) == ("new", "new", "page")
    assert "panel" not in found
    assert sorted(found) == ["a", "b", "manifest.json", "report.html"]


@pytest.mark.parametrize("foreign", ["letter.docx", "weekly.parquet", "manifest.json"])
def test_somebody_elses_files_are_refused_and_kept(tmp_path: Path, foreign: str) -> None:
    (tmp_path / foreign).write_text("{}")
    with pytest.raises(RequestError, match=r"not results of heterophony|not written by"):
        written(tmp_path, a="1")
    assert contents(tmp_path) == {foreign: "{}"}


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("text")
    with pytest.raises(RequestError, match="is a file; results need a folder"):
        check_target(tmp_path / "out")
    with pytest.raises((RequestError, WorkError)):
        check_target(tmp_path / "out/below")


def test_a_failing_write_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(WorkError, match="no space left; nothing was written"):
        write_folder(tmp_path / "new/out", {"a": text("1"), "b": full_disk}, {})
    assert list(tmp_path.iterdir()) == []


def test_a_failing_write_leaves_older_results_as_they_were(tmp_path: Path) -> None:
    out = written(tmp_path / "out", a="old")
    before = contents(out)
    with pytest.raises(WorkError):
        write_folder(out, {"a": text("new"), "b": full_disk}, {})
    assert contents(out) == before


def test_a_place_that_nobody_can_write_to_is_told_in_one_sentence() -> None:
    with pytest.raises(WorkError, match="cannot write /proc/heterophony"):
        written(Path("/proc/heterophony/out"), a="1")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_a_folder_without_permission_is_refused_before_the_work(tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)
    program = (
        "import os, sys, pathlib\n"
        "from heterophony.experiments.results.folders import check_target\n"
        "from heterophony.experiments import WorkError\n"
        "os.setuid(65534)\n"
        "try: check_target(pathlib.Path(sys.argv[1]))\n"
        "except WorkError as error: print(error)\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "permission denied; nothing was written" in found.stdout


def test_a_disk_without_room_is_met_by_the_system_itself(tmp_path: Path) -> None:
    program = (
        "import pathlib, sys, pandas\n"
        "from heterophony.experiments import WorkError\n"
        "from heterophony.experiments.results.folders import write_folder\n"
        "table = pandas.DataFrame({'a': range(500_000)})\n"
        "try: write_folder(pathlib.Path(sys.argv[1]), {'a.parquet': table.to_parquet}, {})\n"
        "except WorkError as error: print(error)\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert found.stdout == f"cannot write {tmp_path}/out: no space left; nothing was written\n"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_a_manifest_is_no_result(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="holds no results"):
        read_manifest(tmp_path)
    (tmp_path / "manifest.json").write_text("{broken")
    with pytest.raises(RequestError, match="cannot be read"):
        read_manifest(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"tool": "another"}))
    with pytest.raises(RequestError, match="was not written by heterophony"):
        read_manifest(tmp_path)


def test_results_of_another_kind_are_not_replaced(tmp_path):
    folder = tmp_path / "æøå results"
    write_folder(folder, {}, {"tool": "heterophony", "kind": "comparison"})
    check_target(folder, "comparison")
    check_target(folder)
    with pytest.raises(RequestError, match=r"another kind \(comparison\).*robustness"):
        check_target(folder, "robustness")


@pytest.mark.parametrize("name", ["../victim.txt", "/etc/hostname", "a/b", "..", "", "a\\b"])
def test_a_manifest_that_names_files_elsewhere_is_refused_and_nothing_is_removed(tmp_path, name):
    (tmp_path / "victim.txt").write_text("x")
    out = tmp_path / "o"
    out.mkdir()
    manifest = {"tool": "heterophony", "kind": "run", "files": {name: "x"}}
    (out / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(RequestError, match="names files outside of its folder"):
        written(out, a="1")
    with pytest.raises(RequestError, match="names files outside of its folder"):
        read_manifest(out)
    assert (tmp_path / "victim.txt").read_text() == "x"
    assert sorted(contents(out)) == ["manifest.json"]


@pytest.mark.parametrize("files", [["a"], 3, "a", None, {"a": 1, "..": 2}])
def test_a_manifest_whose_files_are_no_table_of_names_is_refused(tmp_path, files):
    (tmp_path / "manifest.json").write_text(json.dumps({"tool": "heterophony", "files": files}))
    with pytest.raises(RequestError, match="names files outside of its folder"):
        check_target(tmp_path)


@pytest.mark.parametrize("instant", range(1, 9))
def test_a_process_killed_while_it_replaces_results_leaves_the_old_or_the_new(tmp_path, instant):
    """The process dies at its n-th rename or removal; whatever it left is whole for a reader."""
    out = written(tmp_path / "out", a="old", b="old", panel="old")
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from heterophony.experiments.results.folders import write_folder\n"
        "left = [int(sys.argv[2])]\n"
        "def dying(usual):\n"
        "    def act(*args, **kwargs):\n"
        "        left[0] -= 1\n"
        "        if left[0] == 0:\n"
        "            os.kill(os.getpid(), 9)\n"
        "        return usual(*args, **kwargs)\n"
        "    return act\n"
        "for name in ('rename', 'replace', 'unlink', 'rmdir'):\n"
        "    setattr(os, name, dying(getattr(os, name)))\n"
        "writers = {n: (lambda path: path.write_text('new')) for n in 'abc'}\n"
        "write_folder(Path(sys.argv[1]), writers, {'tool': 'heterophony'})\n"
    )
    asked = [sys.executable, "-c", script, str(out), str(instant)]
    died = subprocess.run(asked, check=False, timeout=600).returncode == -9
    assert died or instant > 6, "every earlier step of replacing is a step at which it can die"
    manifest = read_manifest(out)
    found = {name: (out / name).read_text() for name in manifest["files"]}
    assert found in (dict.fromkeys(["a", "b", "panel"], "old"), dict.fromkeys("abc", "new"))
    written(out, a="third")
    assert contents(out).keys() == {"a", "manifest.json"}
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_the_current_folder_can_be_replaced(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written(Path("."), a="1")
    written(Path("."), b="2")
    assert sorted(contents(tmp_path)) == ["b", "manifest.json"]


@pytest.mark.parametrize("address", ["s3://b/x", "https://example.org/x", "gs://b"])
def test_an_address_is_refused(address):
    with pytest.raises(RequestError, match="allowed: a path of this machine, not an address"):
        check_target(address)


def test_a_tilde_is_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert check_target("~/o2") == tmp_path / "o2"
