"""A thousand hostile plans and a thousand hostile manifests: sentences, and nothing else."""

import itertools
import json
import math
import random
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from heterophony.experiments import Store, expand
from heterophony.experiments.engine.repair import check
from heterophony.experiments.inputs.plan import as_plan, read_plan
from heterophony.experiments.inputs.resolving import resolve
from heterophony.experiments.results.digests import sha256_of
from heterophony.experiments.results.errors import RequestError, WorkError
from heterophony.scenarios import OUTCOMES, PARAMETERS, ScenarioError

BEFORE = Path(__file__).parent / "data" / "store_of_the_version_before.zip"
SAMPLE, ALL = 150, 1_000
LONGEST = 30_000  # letters of a refusal

PLAN = {
    "scenario": "baseline",
    "replicates": 2,
    "seed": 3,
    "outcomes": ["pressure", "ownership_8w"],
    "set": {"run.weeks": 30, "run": {"burn_in_weeks": 8}},
    "grid": {"meeting.interval_weeks": [2, 4], "mentor.shield": [0.2, 0.4]},
    "point": [{"meeting.minutes": 30}, {"meeting": {"minutes": 40}}],
    "sample": {"method": "sobol", "points": 4, "parameters": {"mentor.shield": [0, 1]}},
}


def deep(levels: int) -> list:
    value: list = []
    for _ in range(levels):
        value = [value]
    return value


def hostile(chance: random.Random, *, plain: bool) -> Any:
    """Draw a value that somebody may hand in; `plain` if JSON must hold it."""
    values: list[Any] = [
        *(None, True, False, 0, 1, -1, 2**31, 2**63, 10**400, 0.5, -0.0, 1e308, 1e-320),
        *("", "pressure", "4", "2,5", "\x00", "æøå" * 40, "x" * 100_000, "../../etc/passwd"),
        *([], {}, [[]], [{}], {"": 1}, {"a": {"b": {}}}, [None], ["pressure"] * 3, deep(70)),
        *(chance.choice(list(PARAMETERS)), chance.choice(list(OUTCOMES)), "baseline", "/dev/zero"),
        *(chance.uniform(-10, 10), chance.randrange(-100, 10_000), list(range(300))),
        *({"meeting.interval_weeks": chance.choice([4, "4", [4], {}])}, [0.1, 0.1], [math.pi]),
    ]
    if not plain:
        values += [
            *(math.nan, math.inf, -math.inf, b"bytes", object(), dict(PARAMETERS), deep(3_000)),
            *(np.array([4, 8]), np.array([[1.0]]), np.float32(3), np.array([math.nan])),
            *({1, "a"}, {4, 8}, range(3), range(10**9), itertools.count(), iter("ab")),
            *({3: 4}, {None: 1}, (1, 2), np.datetime64("2026-01-01"), lambda: 4, type),
        ]
    return chance.choice(values)


def places(tree: Any, path: tuple = ()) -> list[tuple]:
    """List the paths of everything in nested tables and lists."""
    found = [path] if path else []
    if len(path) >= 5:
        return found
    inner: list[tuple[Any, Any]] = []
    if isinstance(tree, dict):
        inner = list(tree.items())
    elif isinstance(tree, list):
        inner = list(enumerate(tree[:20]))
    return found + [place for key, each in inner for place in places(each, (*path, key))]


def bent(tree: Any, chance: random.Random, *, plain: bool) -> Any:
    """Return a copy with up to four things replaced, removed, renamed or added."""
    tree = json.loads(json.dumps(tree))
    for _ in range(chance.randint(1, 4)):
        found = places(tree)
        if not found:
            break
        *way, last = chance.choice(found)
        parent = tree
        for key in way:
            parent = parent[key]
        act = chance.choice(("replace", "replace", "remove", "rename", "add"))
        if act == "remove":
            del parent[last]
        elif act == "rename" and isinstance(parent, dict):
            parent[f"{last}s"] = parent.pop(last)
        elif act == "add" and isinstance(parent, dict):
            parent[chance.choice(["", "grid", "a.b", "x" * 300])] = hostile(chance, plain=plain)
        else:
            parent[last] = hostile(chance, plain=plain)
    return tree


def refused(error: Exception) -> None:
    """Hold a refusal to what a sentence is."""
    assert str(error).strip()
    assert len(str(error)) < LONGEST, str(error)[:300]


def try_plans(count: int) -> int:
    chance, wrong = random.Random(20_260_101), 0
    for _ in range(count):
        design = chance.choice(("grid", "point", "sample", ""))
        keys = ("grid", "point", "sample")
        base = {k: v for k, v in PLAN.items() if k == design or k not in keys}
        try:
            resolve(as_plan(bent(base, chance, plain=False)))
        except (RequestError, ScenarioError) as error:
            wrong += 1
            refused(error)
    return wrong


def try_files(count: int, folder: Path) -> int:
    chance, wrong = random.Random(20_260_102), 0
    text = 'replicates = 2\nseed = 1\noutcomes = ["pressure"]\n[grid]\n"meeting.minutes" = [20]\n'
    path = folder / "plan.toml"
    for _ in range(count):
        content = bytearray(text.encode())
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(len(content))
            odd = chance.choice([b"[", b"]", b'"', b"\n", b"\x00", b"\xff", b"=", b".", b"9" * 50])
            content[place : place + chance.randint(0, 3)] = odd
        path.write_bytes(bytes(content))
        try:
            resolve(read_plan(path))
        except (RequestError, ScenarioError) as error:
            wrong += 1
            refused(error)
    return wrong


def try_manifests(count: int, store: Path) -> int:
    chance, wrong = random.Random(20_260_103), 0
    whole = json.loads((store / "manifest.json").read_text())
    others = {key: value for key, value in whole.items() if key != "scenarios"}
    for number in range(count):
        # Half of them bend the little that is not a scenario's value.
        tree = whole if number % 2 else others
        document = bent(tree, chance, plain=True)
        if tree is others and "scenarios" not in document:
            document["scenarios"] = whole["scenarios"]
        if chance.random() < 0.5:
            document["manifest_sha256"] = sha256_of(document)
        (store / "manifest.json").write_text(json.dumps(document))
        for use in (use_of_readers, check, go_on):
            try:
                use(store)
            except (RequestError, WorkError, ScenarioError) as error:
                wrong += 1
                refused(error)
    return wrong


def use_of_readers(store: Path) -> None:
    opened = Store(store)
    repr(opened)
    opened.counts()
    assert len(opened.runs) == len(opened)
    opened.summary([opened.design.outcomes[0]])


def go_on(store: Path) -> None:
    expand(store, replicates=0)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A finished store; what is tried of it is only its manifest."""
    with zipfile.ZipFile(BEFORE) as archive:
        archive.extractall(tmp_path / "store")
    return tmp_path / "store"


@pytest.mark.parametrize("count", [SAMPLE, pytest.param(ALL, marks=pytest.mark.slow)])
def test_a_hostile_plan_is_refused_in_sentences(count, tmp_path) -> None:
    assert try_plans(count) > count / 2
    assert try_files(count, tmp_path) > count / 2


@pytest.mark.parametrize("count", [SAMPLE, pytest.param(ALL, marks=pytest.mark.slow)])
def test_a_hostile_manifest_is_refused_in_sentences(count, store) -> None:
    assert try_manifests(count, store) > count / 2
