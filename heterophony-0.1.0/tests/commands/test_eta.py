"""A long verb says once how long it takes, by its own first tasks."""

import pytest

from heterophony.experiments import Progress
from heterophony.experiments.commands import printing
from heterophony.experiments.commands.printing import Eta

SHORT = ("--set", "run.burn_in_weeks=8", "--weeks", 30, "--replicates", 2)


def test_the_first_task_is_not_counted_and_the_rest_is_told_once(capsys) -> None:
    eta = Eta("pairs")
    for done, seconds in ((1, 30.0), (2, 30.3), (3, 30.6), (4, 30.9)):
        eta(Progress(done, 1_003, seconds))
    told = "heterophony: 1,003 pairs: about 5 minutes if nothing else runs here\n"
    assert capsys.readouterr().err == told


def test_what_is_soon_done_needs_no_word(capsys) -> None:
    eta = Eta("pairs")
    for done in range(1, 6):
        eta(Progress(done, 5, 0.2 * done))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("compare baseline pre-meeting", "2 pairs: less than a second"),
        ("robustness baseline pre-meeting --worlds 3", "3 worlds: less than a second"),
        ("compare baseline pre-meeting --worlds 3", "3 worlds: less than a second"),
    ],
)
def test_a_verb_tells_it_where_nobody_sees_a_bar(command, monkeypatch, words, told) -> None:
    monkeypatch.setattr(printing, "MEASURED", 0.0)
    monkeypatch.setattr(printing, "WORTH_SAYING", 0.0)
    ended = command(*words.split(), *SHORT)
    assert ended.code == 0
    assert f"heterophony: {told} if nothing else runs here" in ended.err
