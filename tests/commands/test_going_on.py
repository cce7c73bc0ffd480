"""Work that was interrupted, what a rerun needs, and what a folder already holds."""

import json
import os
import pty
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest

from heterophony.experiments import Comparison
from heterophony.sim import model_digest

SHORT = ("--set", "run.burn_in_weeks=26", "--weeks", "60")
NOTICE = "Not for deciding about, ranking or profiling persons"


def _read_on(screen: int) -> None:
    """Read what is left on a terminal, which would keep its writer waiting when it is full."""
    with suppress(OSError):  # the other end was closed
        while os.read(screen, 4_096):
            pass


def test_an_interrupted_comparison_keeps_what_was_finished(empty_folder: Path) -> None:
    screen, terminal = pty.openpty()
    line = ["-m", "heterophony", "compare", "baseline", "pre-meeting", *SHORT, "--json"]
    work = subprocess.Popen(
        [sys.executable, *line, "--replicates", "10000", "--out", "results"],
        stdout=subprocess.PIPE,
        stderr=terminal,
        text=True,
    )
    os.close(terminal)
    seen = b""
    while b"/10,000, " not in seen:  # the terminal shows progress with rate and time left
        seen += os.read(screen, 4_096)
    work.send_signal(signal.SIGINT)
    reading = threading.Thread(target=_read_on, args=(screen,))
    reading.start()
    out = work.communicate(timeout=600)[0]
    reading.join()
    os.close(screen)
    assert work.returncode == 130
    found = json.loads(out)
    assert 0 < found["replicates"] < 10_000
    kept = Comparison.read("results")
    assert kept.interrupted
    assert kept.replicates == found["replicates"]
    assert kept.runs["replicate"].nunique() == kept.replicates


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_comparison_that_was_ended_goes_on_to_the_same_bytes(
    command, ended_at, empty_folder, number
):
    line = ("compare", "baseline", "pre-meeting", *SHORT, "--replicates", 12)
    stopped = ended_at("line", 5, number, *line, "--out", "ended", "--workers", 1)
    assert stopped.code == (-9 if number == signal.SIGKILL else 130), stopped.err
    journal = empty_folder / "ended.unfinished"
    assert journal.read_bytes().count(b"\n") == 5
    ended = command(*line, "--out", "ended")
    assert ended.code == 0
    assert "resuming from the finished pairs in ended.unfinished" in ended.err
    assert not journal.exists()
    assert command(*line, "--out", "whole", "--workers", 1).code == 0
    for name in ("comparison.json", "groups.parquet", "weekly.parquet", "outcomes.parquet"):
        first, second = (empty_folder / each / name for each in ("ended", "whole"))
        assert first.read_bytes() == second.read_bytes(), name


def test_the_finished_pairs_of_another_comparison_are_not_mixed_in(command, empty_folder):
    line = ("compare", "baseline", "pre-meeting", *SHORT, "--replicates", 2, "--out", "results")
    from heterophony.experiments import compare

    overrides = {"run.burn_in_weeks": 26, "run.weeks": 60}
    compare(
        "baseline", "pre-meeting", seed=2, replicates=1, overrides=overrides,
        unfinished=empty_folder / "results.unfinished",
    )  # fmt: skip
    ended = command(*line)
    assert ended.code == 2
    assert "unfinished work of another comparison (seed differ)" in ended.err


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("run", "baseline", "--replicates", 1), ["baseline"]),
        (("compare", "baseline", "pre-meeting", "--replicates", 2), ["baseline", "pre-meeting"]),
        (("evidence", "baseline", "pre-meeting", "--outcome", "preparation", "--pairs", 3,
          "--confidence", "H"), ["baseline", "pre-meeting"]),
    ],
)  # fmt: skip
def test_a_document_holds_all_that_a_rerun_needs(command, words, names) -> None:
    ended = command(*words, *SHORT, "--set", "staffing.caseworker_caseload=45", "--json")
    assert ended.code == 0
    found = json.loads(ended.out)["manifest"]
    assert found["command"][1] == words[0]
    assert found["overrides"]["staffing.caseworker_caseload"] == 45
    assert found["seed"] == 1
    assert found["model_sha256"] == model_digest()
    assert len(found["results_sha256"]) == 64
    scenarios = [found[key] for key in ("scenario", "baseline", "policy") if key in found]
    scenarios += found.get("policies", [])
    assert [each["name"] for each in scenarios] == names
    assert {each["values"]["staffing.caseworker_caseload"] for each in scenarios} == {45}


def test_a_folder_says_what_it_replaces(command, empty_folder: Path) -> None:
    assert command("run", "baseline", *SHORT, "--out", "results").code == 0
    again = command("run", "handover", *SHORT, "--out", "results")
    assert again.code == 0
    assert "results holds an earlier run (baseline, made 20" in again.err
    other = ("compare", "baseline", "handover", *SHORT, "--replicates", 2, "--out", "results")
    refused = command(*other)
    assert refused.code == 2
    assert "results of another kind (run)" in refused.err
    forced = command(*other, "--force")
    assert forced.code == 0
    assert "results holds an earlier run (handover, made 20" in forced.err


def test_a_file_that_bears_the_baselines_name_is_refused(command, empty_folder: Path) -> None:
    Path("own.toml").write_text('name = "baseline"\nextends = "baseline"\n'
        'meeting.interval_weeks = 4\ntitle = { en = "Own", da = "Egen" }\n'
        'summary = { en = "Own.", da = "Egen." }\nevidence = "Assumed."\n')  # fmt: skip
    for verb, more in (("compare", ()), ("robustness", ("--worlds", 2)), ("evidence", ())):
        ended = command(verb, "baseline", "own.toml", *SHORT, *more)
        assert (ended.code, ended.out) == (2, ""), verb
        assert "own.toml is called 'baseline', as the baseline is" in ended.err


def test_so_many_runs_need_no_table_of_meetings(command, empty_folder: Path) -> None:
    refused = command("run", "baseline", "--replicates", 3000, "--out", "o")
    assert refused.code == 2
    assert "allowed: 1 to 1,000, with meetings kept" in refused.err
    assert "--outcomes-only" in refused.err
    assert "--outcomes-only" in command("run", "--help").out
    ended = command("run", "baseline", *SHORT, "--outcomes-only", "--out", "o")
    assert ended.code == 0
    assert not (empty_folder / "o/meetings.parquet").exists()
    assert (empty_folder / "o/outcomes.parquet").exists()


def test_evidence_on_an_outcome_without_a_value_is_refused(command) -> None:
    ended = command("evidence", "baseline", "handover", "--weeks", 20, "--pairs", 3)
    assert (ended.code, ended.out) == (2, "")
    assert "ownership_52w is undefined in all pairs of handover but at most one" in ended.err


def test_evidence_says_that_nothing_is_kept_when_it_is_interrupted(command, monkeypatch) -> None:
    from heterophony.experiments.methods.oat import both_arms

    pairs = []

    def interrupting(task):
        pairs.append(task)
        if len(pairs) == 3:
            os.kill(os.getpid(), signal.SIGINT)
        return both_arms(task)

    monkeypatch.setattr("heterophony.experiments.methods.evidence.both_arms", interrupting)
    ended = command("evidence", "baseline", "pre-meeting", *SHORT, "--workers", 1)
    assert (ended.code, ended.out) == (130, "")
    assert "pairs; nothing was kept; the same command starts again" in ended.err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_runs_that_a_batch_system_stops_are_kept(ended_at, empty_folder: Path, number) -> None:
    line = ("run", "baseline", *SHORT, "--replicates", 1000, "--workers", 2, "--out", "results")
    ended = ended_at("run", 5, number, *line, "--json")
    assert ended.code == 130, ended.err
    assert "of 1,000 replicates" in ended.err
    kept = json.loads((empty_folder / "results/manifest.json").read_text())
    assert kept["interrupted"] is True
    runs = len(pd.read_parquet(empty_folder / "results/outcomes.parquet"))
    assert 5 <= runs == json.loads(ended.out)["replicates"] < 20


def test_a_comparison_over_worlds_that_was_killed_goes_on_to_the_same_bytes(
    command, ended_at, empty_folder
):
    line = ("compare", "baseline", "pre-meeting", *SHORT, "--replicates", 2, "--worlds", 5)
    killed = ended_at("line", 3, signal.SIGKILL, *line, "--out", "ended", "--workers", 1)
    assert killed.code == -9, killed.err
    journal = empty_folder / "ended.unfinished"
    assert journal.read_bytes().count(b"\n") == 3
    ended = command(*line, "--out", "ended")
    assert ended.code == 0
    assert "resuming from the finished worlds in ended.unfinished" in ended.err
    assert not journal.exists()
    assert command(*line, "--out", "whole", "--workers", 1).code == 0
    for name in ("comparison.json", "groups.parquet", "weekly.parquet", "outcomes.parquet"):
        first, second = (empty_folder / each / name for each in ("ended", "whole"))
        assert first.read_bytes() == second.read_bytes(), name
