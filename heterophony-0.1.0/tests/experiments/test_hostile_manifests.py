"""Manifests that somebody bent: a clear refusal or a right answer; no file elsewhere touched."""

import copy
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from heterophony.experiments import Comparison, RequestError, WorkError, compare
from heterophony.experiments.results.folders import check_target, write_folder
from heterophony.experiments.results.manifest import MANIFEST, read_manifest
from heterophony.experiments.results.tables import write_text
from heterophony.scenarios import ScenarioError

REFUSED = (RequestError, WorkError, ScenarioError)
HOSTILE: tuple[Any, ...] = (
    None, True, -1, 0, 1.5, 1e308, 2**70, "", "..", "../victim.txt", "/etc/passwd", "a" * 10_000,
    "\0", "æøå", [], {}, [[[[[]]]]], {"..": "x"}, {"files": {"../victim.txt": "x"}}, ["x"] * 100,
)  # fmt: skip


def mutated(document: Any, chance: random.Random) -> Any:
    """Return a document with one or a few of its parts removed, renamed or replaced."""
    found = copy.deepcopy(document)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        place = found
        for _ in range(chance.randint(0, 4)):
            inner = [each for each in _parts(place) if isinstance(each, dict | list) and each]
            if not inner:
                break
            place = chance.choice(inner)
        if isinstance(place, dict) and place:
            key = chance.choice(sorted(place))
            match chance.randint(0, 2):
                case 0:
                    del place[key]
                case 1:
                    place[key] = chance.choice(HOSTILE)
                case _:
                    place[chance.choice(("..", "../victim.txt", key + "x"))] = place.pop(key)
        elif isinstance(place, list) and place:
            place[chance.randrange(len(place))] = chance.choice(HOSTILE)
    return found


def _parts(place: Any) -> list[Any]:
    return list(place.values()) if isinstance(place, dict) else list(place)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A small comparison with a neighbour that nothing may touch."""
    place = tmp_path_factory.mktemp("hostile")
    (place / "victim.txt").write_text("x")
    short = {"run.weeks": 8, "run.burn_in_weeks": 4}
    compare("baseline", "pre-meeting", replicates=2, overrides=short).write(place / "o")
    return place / "o"


READERS: dict[str, Callable[[Path], object]] = {
    "manifest": read_manifest,
    "comparison": Comparison.read,
    "target": lambda folder: check_target(folder, "comparison"),
    "replaced": lambda folder: write_folder(
        folder, {"a": write_text("a")}, {"tool": "heterophony", "kind": "x"}
    ),
}


def refusal(read: Callable[[Path], object], folder: Path) -> str:
    """Return the sentence with which a reader refuses a folder; empty if it reads it."""
    try:
        read(folder)
    except REFUSED as error:
        return f"{error!s:.3000}"
    return ""


def tried(folder: Path, text: str) -> None:
    """Let every reader meet a manifest; each answers or refuses, and the neighbour stays."""
    for name, read in READERS.items():
        copied = folder.parent / "bent"
        shutil.copytree(folder, copied)
        try:
            (copied / MANIFEST).write_text(text, "utf-8", "surrogatepass")
            assert refusal(read, copied).count("\n") < 40, name
            assert sorted(each.name for each in folder.parent.iterdir()) == [
                "bent", "o", "victim.txt",
            ]  # fmt: skip
            assert (folder.parent / "victim.txt").read_text() == "x"
        finally:
            shutil.rmtree(copied)


def bent(folder: Path, number: int) -> str:
    """Return the manifest of a folder, bent in a way of its own, or cut, or with a byte changed."""
    chance = random.Random(f"hostile manifest {number}")
    text = (folder / MANIFEST).read_text("utf-8")
    if number % 5 == 4:
        place = chance.randrange(len(text))
        return chance.choice(
            (text[:place], text[:place] + chance.choice('{}[]",:\0é') + text[place:])
        )
    return json.dumps(mutated(json.loads(text), chance))


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_a_manifest_bent_at_random_is_refused_or_read(folder, first):
    for number in range(first, first + 20):
        tried(folder, bent(folder, number))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(60, 1_000, 94))
def test_a_thousand_manifests_bent_at_random_are_refused_or_read(folder, first):
    for number in range(first, first + 94):
        tried(folder, bent(folder, number))


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "1", '"x"', "[" * 100_000, '{"a":' * 100_000, "\ufeff{}", "{}"]
)
def test_a_manifest_that_is_no_table_is_refused(folder, text):
    tried(folder, text)
