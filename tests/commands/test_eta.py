"""A long verb says once how long it takes, by its own first tasks."""

import re

import pytest

from heterophony.experiments import Progress
from heterophony.experiments.commands import printing
from heterophony.experiments.commands.printing import Eta

SHORT = ("--set", "run.burn_in_weeks=8", "--weeks", 30, "--replicates", 2)


def test_the_first_task_is_not_counted_and_the_rest_is_told_once(capsys) -> None:
    eta = Eta("pairs")
    for done in range(1, 12):
        eta(Progress(done, 1_010, 30.0 + 0.3 * done))
    assert capsys.readouterr().err == "heterophony: 1,010 pairs: about 5 minutes at this pace\n"


def test_one_slow_task_among_quick_ones_makes_no_hours_of_a_minute(capsys) -> None:
    eta = Eta("runs")
    eta(Progress(1, 1_000, 1.0))
    eta(Progress(2, 1_000, 3.0))
    assert capsys.readouterr().err == ""
    eta(Progress(9, 1_000, 3.4))
    assert capsys.readouterr().err == "heterophony: 1,000 runs: about 5 minutes at this pace\n"


def test_long_tasks_tell_after_some_seconds(capsys) -> None:
    eta = Eta("worlds")
    for done in range(1, 3):
        eta(Progress(done, 101, 6.0 * done))
    assert capsys.readouterr().err == "heterophony: 101 worlds: about 10 minutes at this pace\n"


def test_what_is_soon_done_needs_no_word(capsys) -> None:
    eta = Eta("pairs")
    for done in range(1, 6):
        eta(Progress(done, 5, 0.2 * done))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("compare baseline pre-meeting", "2 pairs"),
        ("robustness baseline pre-meeting --worlds 3", "3 worlds"),
        ("compare baseline pre-meeting --worlds 3", "3 worlds"),
    ],
)
def test_a_verb_tells_it_where_nobody_sees_a_bar(command, monkeypatch, words, told) -> None:
    monkeypatch.setattr(printing, "MEASURED", 0.0)
    monkeypatch.setattr(printing, "FEWEST", 0)
    monkeypatch.setattr(printing, "WORTH_SAYING", 0.0)
    ended = command(*words.split(), *SHORT)
    assert ended.code == 0
    how_long = r"(less than a second|about \d+ (second|minute)s?)"  # a busy machine takes longer
    assert re.search(f"^heterophony: {told}: {how_long} at this pace$", ended.err, re.M), ended.err
