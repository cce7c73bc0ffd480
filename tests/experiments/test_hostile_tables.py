"""Tables of targets that somebody bent: read, or refused in a sentence."""

import copy
import datetime
import math
import os
import random
from collections.abc import Callable
from typing import Any

import pytest

from heterophony.experiments import RequestError
from heterophony.experiments.inputs.targets import load_targets, read_targets
from heterophony.scenarios import ScenarioError
from heterophony.scenarios.patterns_declared import load_patterns

TARGETS = {
    "title": "Own figures",
    "run": {"run": {"weeks": 104}},
    "arm": {"alone": {"mentor.enabled": False}},
    "fit": [{"parameter": "education.job", "low": 0.001, "high": 0.01, "scale": "log"}],
    "target": [
        {
            "name": "in a job",
            "outcome": "in_job_52w",
            "arm": "alone",
            "less": "scenario",
            "value": 0.07,
            "low": 0.05,
            "high": 0.09,
            "unit": "share",
            "source": "own figures of 2016",
            "people": 214,
        },
        {"outcome": "pressure", "weeks": [3, 9], "value": 0.2, "sd": 0.01, "source": "own"},
    ],
}


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


HOSTILE = (
    None, True, -1, 0, 10**400, -(10**18), math.nan, math.inf, -math.inf, 1e308, 5e-324, "", " ",
    "\0", "x" * 100_000, "010190-1234", "scenario", "../../etc/passwd", [], {}, [[]], [None],
    {"": ""}, [{}], {"a": {"a": {"a": 1}}}, nested(80), nested(3_000), b"bytes", 1 + 2j,
    datetime.date(2017, 4, 1), datetime.datetime(2017, 4, 1, 12), [1, 2, 3], ["few"] * 1_000,
    {str(number): number for number in range(20_000)}, object(),
)  # fmt: skip
KEYS = ("", "cpr", "name", "value", "arms", "a.b.c", "\n", "x" * 1_000, "readings", "low")


def places(value: Any, path: tuple = ()) -> list[tuple]:
    """Every place in a table, by its path."""
    found = [path] if path else []
    if len(path) > 8:
        return found
    if isinstance(value, dict):
        for key, each in value.items():
            found += places(each, (*path, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            found += places(each, (*path, number))
    return found


def bent(table: dict, chance: random.Random) -> dict:
    """A copy with one to three places replaced, removed or added to."""
    table = copy.deepcopy(table)
    for _ in range(chance.randint(1, 3)):
        known = places(table)
        if not known:
            break
        *path, last = chance.choice(known)
        owner = table
        for step in path:
            owner = owner[step]
        how = chance.random()
        if how < 0.7:
            owner[last] = chance.choice(HOSTILE)
        elif how < 0.85:
            del owner[last]
        elif isinstance(owner, dict):
            owner[chance.choice(KEYS)] = chance.choice(HOSTILE)
        else:
            owner.append(chance.choice(HOSTILE))
    return table


def try_bent(read: Callable[[dict, str], object], table: dict, count: int) -> int:
    """Read so many bent tables; return how many were refused."""
    refused = 0
    for number in range(count):
        hostile = bent(table, random.Random(f"bent {number}"))
        try:
            read(hostile, "own.toml")
        except (RequestError, ScenarioError) as error:
            refused += 1
            sentence = str(error)
            assert "own.toml" in sentence or "outcome" in sentence, sentence
            assert len(sentence) < 20_000, (number, len(sentence))
    return refused


@pytest.mark.parametrize(
    "count", [150, pytest.param(500, marks=pytest.mark.full)], ids=["some", "all"]
)
def test_bent_tables_are_read_or_refused_in_a_sentence(count: int) -> None:
    assert read_targets(TARGETS, "own.toml")
    assert try_bent(read_targets, TARGETS, count) > count // 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a=" + "[" * 1_000, "deep"),
        ("a=" + "[" * 1_000 + "]" * 1_000, "deep"),
        ("target=[{}]\nfit=[{}]", "parameter is missing"),
        ("\n".join(f"k{number}=1" for number in range(20_000)), "more problems"),
        ("title = 3", "title = 3; allowed: a text"),
    ],
)
def test_hostile_texts_are_refused(tmp_path, text: str, words: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text)
    with pytest.raises(RequestError, match=words):
        load_targets(file)


@pytest.mark.parametrize("load", [load_targets, load_patterns])
def test_what_is_no_regular_file_is_refused(tmp_path, load) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero", tmp_path):
        with pytest.raises((RequestError, ScenarioError), match=r"regular file|is a directory"):
            load(path)
