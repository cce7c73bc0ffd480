"""`import heterophony` is cheap, and what it promises is there."""

import importlib.metadata
import inspect
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import heterophony as hp
from heterophony import agents, experiments

HEAVY = ("mesa", "numba", "numpy", "pandas", "scipy", "matplotlib", "networkx", "solara", "typer")


def test_importing_it_loads_nothing_heavy():
    script = f"import sys, heterophony; print([n for n in {HEAVY!r} if n in sys.modules])"
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=600
    )
    assert shown.stdout.strip() == "[]"


PACKAGES = (hp, agents, experiments)
# What a script calls for each verb that computes.
VERBS = {
    **{"run": "run", "compare": "compare", "sweep": "sweep", "expand": "expand"},
    **{"replay": "replay", "sensitivity": "assess_sensitivity", "robustness": "assess_robustness"},
    **{"claim": "judge", "worlds": "make_worlds", "calibrate": "calibrate"},
    **{
        "validate": "check_all",
        "evidence": "invented_numbers",
        "effect": "lever_effects",
        "search": "search",
        "survey": "survey",
        "rerun": "rerun",
        "discover": "discover_cases",
        "figures": "compare_figures",
    },
}


@pytest.mark.parametrize(
    ("package", "name"),
    [(package, name) for package in PACKAGES for name in package.__all__],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_every_public_name_is_there(package, name):
    assert getattr(package, name) is getattr(package, name)
    assert name in dir(package)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_that_computes_is_a_function_too_and_the_table_names_it(verb):
    assert inspect.isfunction(getattr(experiments, VERBS[verb]))
    assert f"`{VERBS[verb]}`" in experiments.__doc__


PUBLIC = sorted(
    {name: getattr(package, name) for package in PACKAGES for name in package.__all__}.items()
)


@pytest.mark.parametrize(("name", "thing"), PUBLIC, ids=[name for name, _ in PUBLIC])
def test_a_public_name_is_a_function_or_a_class_and_says_what_it_is(name, thing):
    assert callable(thing) or name == "__version__"
    assert inspect.getdoc(thing)


def explained(function) -> set[str]:
    """Names of parameters that a docstring explains, itself or by another function's."""
    text = inspect.getdoc(function) or ""
    section = re.search(r"^Parameters\n-+\n(.*?)(?=^\w+\n-+\n|\Z)", text, re.M | re.S)
    heads = re.findall(r"^([\w*, ]+)(?: : .*)?$", section[1], re.MULTILINE) if section else []
    names = {name.strip(" *") for head in heads for name in head.split(",")}
    names |= set(re.findall(r"`(\w+)`", text.partition("\n\n")[0]))
    other = re.search(r"Other parameters(?:, and the errors,)? are those of `(\w+)`", text)
    return names | (explained(getattr(experiments, other[1])) if other else set())


@pytest.mark.parametrize(
    "function",
    [thing for _, thing in PUBLIC if inspect.isfunction(thing)],
    ids=lambda each: each.__name__,
)
def test_a_public_function_explains_every_parameter(function):
    names = set(inspect.signature(function).parameters)
    assert len(names) < 2 or not names - explained(function)


def test_an_unknown_name_is_an_attribute_error():
    for package in PACKAGES:
        with pytest.raises(AttributeError, match=rf"No {package.__name__} attribute nonsense$"):
            _ = package.nonsense


def test_the_version_is_said_once_and_repeated_faithfully(root: Path):
    declared = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    cited = re.search(r"^version: (\S+)$", (root / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    assert cited
    assert declared == cited[1] == hp.__version__ == importlib.metadata.version("heterophony")
    assert f"## {declared}" in (root / "CHANGELOG.md").read_text("utf-8")


def test_types_travel_with_the_package(root: Path):
    assert (root / "py.typed").exists()
