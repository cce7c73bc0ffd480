"""Finished work survives: the journal, the checkpoint on it, and tasks that resume from it."""

import math
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from heterophony.experiments import RequestError, WorkError
from heterophony.experiments.engine.checkpoint import Checkpoint, Journal
from heterophony.experiments.engine.workers import Failure, Stop, run_tasks


@dataclass(frozen=True)
class Kept:
    """A value with everything that a codec may lose."""

    numbers: npt.NDArray[np.float64]
    names: tuple[str, ...]
    rows: dict[str, tuple[float, ...]]


VALUE = Kept(
    np.array([[1.0, math.nan], [math.inf, -0.0]]), ("å", "b"), {"x": (0.1 + 0.2, math.nan)}
)


def opened(path: Path | None, identity=None, form=Kept) -> Checkpoint:
    return Checkpoint.open(path, {"seed": 1} if identity is None else identity, "trial", form)


def test_a_value_comes_back_with_all_its_bits(tmp_path):
    first = opened(tmp_path / "journal")
    first.record("a", VALUE)
    first.close()
    found = opened(tmp_path / "journal")["a"]
    assert found.numbers.tobytes() == VALUE.numbers.tobytes()
    assert (found.names, found.rows["x"][0]) == (VALUE.names, 0.1 + 0.2)
    assert math.isnan(found.rows["x"][1])


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_line_that_was_cut_short_costs_itself_and_no_other(tmp_path, cut):
    path = tmp_path / "journal"
    first = opened(path, form=int)
    for key in "abc":
        first.record(key, ord(key))
    first.close()
    whole = path.read_bytes()
    last = len(whole) - whole.rindex(b"\n") - 1
    path.write_bytes(whole[: len(whole) - min(cut, last)])
    second = opened(path, form=int)
    assert "c" not in second
    second.record("d", 4)
    second.close()
    third = opened(path, form=int)
    assert {key: third[key] for key in "abd"} == {"a": 97, "b": 98, "d": 4}


def test_a_damaged_line_is_not_believed(tmp_path):
    path = tmp_path / "journal"
    first = opened(path, form=int)
    first.record("a", 1)
    first.record("b", 2)
    first.close()
    lines = path.read_bytes().split(b"\n")
    lines[1] = lines[1][:-4] + b"AAAA"
    path.write_bytes(b"\n".join(lines))
    second = opened(path, form=int)
    assert "a" not in second
    assert second["b"] == 2


def test_another_request_is_refused_and_what_differs_is_named(tmp_path):
    opened(tmp_path / "journal", {"seed": 1, "pairs": 3}).close()
    with pytest.raises(RequestError, match=r"another trial \(pairs differ\).*another --out"):
        opened(tmp_path / "journal", {"seed": 1, "pairs": 4})


def test_another_version_of_the_model_is_refused(tmp_path, monkeypatch):
    opened(tmp_path / "journal").close()
    monkeypatch.setattr("heterophony.experiments.engine.checkpoint.model_digest", lambda: "other")
    with pytest.raises(RequestError, match="another version of the model"):
        opened(tmp_path / "journal")


@pytest.mark.parametrize("content", [b"{}", b"[1, 2]", b"\xff\xfe", b'{"heterophony": 1}', b"x"])
def test_a_file_that_is_no_checkpoint_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "journal"
    path.write_bytes(content)
    with pytest.raises(RequestError, match="not the unfinished work of a trial"):
        opened(path)
    assert path.read_bytes() == content


def test_the_folder_of_an_earlier_version_is_refused_by_name(tmp_path):
    (tmp_path / "journal").mkdir()
    with pytest.raises(RequestError, match="an earlier version kept unfinished work; remove it"):
        opened(tmp_path / "journal")


def test_a_folder_that_cannot_be_written_is_a_work_error(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(WorkError, match="cannot write"):
        opened(tmp_path / "file" / "journal")


def test_tasks_that_are_recorded_are_not_worked_on_again(tmp_path):
    calls: list[int] = []

    def work(task: int) -> int:
        calls.append(task)
        if task == 2 and len(calls) < 5:
            raise ValueError("bad luck")
        return task * task

    def results() -> list:
        checkpoint = opened(tmp_path / "journal", form=int)
        keys = [str(each) for each in range(4)]
        with Stop() as stop:
            found = run_tasks(work, range(4), stop=stop, keys=keys, checkpoint=checkpoint)
            rows = [result for _, result in found]
        checkpoint.close()
        return rows

    assert results() == [0, 1, Failure("ValueError: bad luck"), 9]
    assert results() == [0, 1, 4, 9]
    assert calls == [0, 1, 2, 3, 2]


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_lets_the_task_under_way_finish_and_begins_no_other(tmp_path, name):
    script = textwrap.dedent(f"""
        import os, signal
        from pathlib import Path
        from heterophony.experiments.engine.checkpoint import Checkpoint
        from heterophony.experiments.engine.workers import Stop, run_tasks

        def work(task):
            if task == 1:
                os.kill(os.getpid(), signal.{name})
            return task

        checkpoint = Checkpoint.open(Path({str(tmp_path / "journal")!r}), {{}}, "trial", int)
        with Stop() as stop:
            done = [place for place, _ in run_tasks(
                work, range(9), stop=stop, keys=[str(n) for n in range(9)], checkpoint=checkpoint
            )]
        print(done, stop.asked)
    """)
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=600
    )
    assert found.stdout.strip() == "[0, 1] True"


def test_a_killed_process_leaves_what_it_had_recorded(tmp_path):
    script = textwrap.dedent(f"""
        import os, signal
        from pathlib import Path
        from heterophony.experiments.engine.checkpoint import Checkpoint

        checkpoint = Checkpoint.open(Path({str(tmp_path / "journal")!r}), {{"seed": 1}}, "trial")
        for number in range(50):
            checkpoint.record(str(number), number)
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    found = subprocess.run([sys.executable, "-c", script], check=False, timeout=600)
    assert found.returncode == -signal.SIGKILL
    assert len(opened(tmp_path / "journal", form=int)) == 50


def test_a_journal_is_removed_when_the_work_is_done(tmp_path):
    checkpoint = opened(tmp_path / "journal")
    checkpoint.record("a", VALUE)
    checkpoint.close(done=True)
    assert os.listdir(tmp_path) == []


def test_lines_are_with_the_system_before_append_returns(tmp_path):
    journal = Journal(tmp_path / "lines")
    journal.append(b"one", b"two")
    assert list(Journal(tmp_path / "lines").lines()) == [b"one", b"two"]
    journal.close()
