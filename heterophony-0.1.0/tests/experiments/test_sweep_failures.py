"""What fails in a sweep is a row, or waits, or is said; the rest goes on."""

import resource

import numpy as np
import pytest

import heterophony as hp
from heterophony.experiments import Store, sweep
from heterophony.experiments.engine.workers import Progress
from heterophony.experiments.results.errors import Interrupted, RequestError, WorkError


@pytest.fixture
def full_disk():
    """Switch a full disk on and off: no file may grow beyond a byte."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def switch(full: bool) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 if full else before[0], before[1]))

    yield switch
    switch(False)


def test_on_a_full_disk_the_runs_go_on_and_are_kept_when_there_is_room_again(
    small_plan, whole, kept_files, tmp_path, full_disk
) -> None:
    out, said = tmp_path / "store", []

    def fill_up(now: Progress) -> None:
        if now.done in (5, 35):
            full_disk(now.done == 5)

    sweep(small_plan(), out, workers=1, progress=fill_up, say=said.append)
    assert said == ["no space left; the runs go on, and wait in memory for room"]
    assert kept_files(out) == kept_files(whole)


def test_a_disk_that_stays_full_ends_the_sweep_with_a_word_and_the_rest_is_made_later(
    small_plan, whole, kept_files, tmp_path, full_disk
) -> None:
    out = tmp_path / "store"
    with pytest.raises(WorkError, match=r"cannot write .*part-.*: no space left"):
        sweep(
            small_plan(),
            out,
            workers=1,
            progress=lambda now: full_disk(now.done >= 23),
            say=lambda _: None,
        )
    full_disk(False)
    assert Store(out).counts()["done"] == 20
    sweep(small_plan(), out)
    assert kept_files(out) == kept_files(whole)


def test_a_run_that_takes_too_long_is_a_row_and_can_be_tried_again(
    small_plan, whole, kept_files, tmp_path, interrupt_after, sessions
) -> None:
    out = tmp_path / "store"
    store = sweep(small_plan(), out, time_limit=1e-9)
    assert store.counts() == {
        "done": 0, "failed": 0, "timed_out": 36, "killed": 0, "not_run": 0,
    }  # fmt: skip
    undone = store.undone
    assert set(undone["reason"]) == {"took longer than 1e-09 s"}
    assert undone["replay"][0] == f"heterophony replay STORE {undone['id'][0]} --out DIR"
    assert sweep(small_plan(), out).counts()["timed_out"] == 36  # not again unless told
    with pytest.raises(Interrupted):
        sweep(small_plan(), out, workers=1, retry=True, progress=interrupt_after(7))
    assert sweep(small_plan(), out).counts()["timed_out"] == 36 - 7  # what was retried is kept
    sweep(small_plan(), out, retry=True)
    assert kept_files(out) == kept_files(whole)
    assert sum(sessions(out)) == 36 + 36


@pytest.mark.parametrize("limit", [0, -1, float("nan"), "long"])
def test_a_time_limit_that_is_none_is_refused(small_plan, tmp_path, limit) -> None:
    with pytest.raises(RequestError, match="time_limit is"):
        sweep(small_plan(), tmp_path / "store", time_limit=limit)


class Stumbling(hp.Caseworker):
    """A caseworker who fails where the seed is odd."""

    def plan_week(self):
        """Fail, or plan the week as any caseworker would."""
        if self.model.simulation.seed % 2:
            raise LookupError("no such\nform")
        super().plan_week()


def test_a_run_that_fails_is_a_row_with_its_reason_and_the_others_go_on(
    small_plan, tmp_path
) -> None:
    tiny = {"run.weeks": 6, "run.burn_in_weeks": 2, "staffing.mentors": 1}
    plan = small_plan(set=tiny, grid=None, replicates=4)
    agents = {"caseworker_class": Stumbling}
    store = sweep(plan, tmp_path / "store", agents=agents)
    odd = store.runs["seed"] % 2 == 1
    assert 0 < odd.sum() < 4
    assert (store.runs["status"] == np.where(odd, "failed", "done")).all()
    assert set(store.undone["reason"]) == {"LookupError: no such form"}
    with pytest.raises(RequestError, match="classes that act instead of the model's own"):
        sweep(plan, store.path)  # without the class it is another model


def test_a_long_sweep_says_beforehand_what_it_takes(small_plan, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("heterophony.experiments.engine.sweep._WORTH_SAYING", 0.0)
    said: list[str] = []
    sweep(small_plan(replicates=34), tmp_path / "store", say=said.append)
    assert len(said) == 1
    assert said[0].startswith("188 runs, ")
    assert "from a pilot of 16 runs" in said[0]
    assert "34 seeds ±" in said[0]
