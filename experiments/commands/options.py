"""The options that several verbs share: their words, ranges and help."""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from heterophony.experiments.commands.guard import say
from heterophony.experiments.engine.seeds import LARGEST_SEED
from heterophony.experiments.engine.workers import LARGEST_WORKERS
from heterophony.experiments.results.design import LARGEST_REPLICATES
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.folders import check_target
from heterophony.experiments.results.manifest import MANIFEST, read_manifest
from heterophony.scenarios import parse_assignment
from heterophony.scenarios.errors import nearest

_Choice = TypeVar("_Choice", bound=StrEnum)

LARGEST_WEEKS = 1_400


class ExecutorName(StrEnum):
    """How the agents are stepped; the results are the same."""

    compiled = "compiled"
    agents = "agents"


class Language(StrEnum):
    """The languages of all words on pages and in print."""

    en = "en"
    da = "da"


def whole_number(minimum: int, maximum: int) -> Callable[[str | int], int]:
    """Return a reader of whole numbers from `minimum` to `maximum` that names them if refused."""

    def read(text: str | int) -> int:
        try:
            number = int(text)
        except ValueError:
            number = None
        if number is None or not minimum <= number <= maximum:
            raise typer.BadParameter(
                f"{text} is not allowed; allowed: a whole number from {minimum} to {maximum}"
            )
        return number

    return read


def number_above(bound: float) -> Callable[[str | float], float]:
    """Return a reader of numbers above `bound` that says so if one is refused."""

    def read(text: str | float) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not bound < number < math.inf:
            raise typer.BadParameter(
                f"{text} is not allowed; allowed: a number above {bound:g}, as in 2.5"
            )
        return number

    return read


def one_of(kind: type[_Choice]) -> Callable[[str], _Choice]:
    """Return a reader of one of a few words that names them, and the nearest, if refused."""

    def read(text: str) -> _Choice:
        allowed = [each.value for each in kind]
        if text not in allowed:
            hint = nearest(text, allowed)
            near = f" (nearest valid name: {hint})" if hint else ""
            raise typer.BadParameter(f"{text} is not allowed; allowed: {', '.join(allowed)}{near}")
        return kind(text)

    return read


def words_of(kind: type[StrEnum]) -> str:
    """Write the words of a choice as the help of an option shows them."""
    return f"[{'|'.join(kind)}]"


def whole(
    text: str, *names: str, least: int = 1, most: int = LARGEST_REPLICATES, metavar: str = "R"
) -> Any:
    """Declare an option that takes a whole number from `least` to `most`; `text` is its help."""
    return typer.Option(*names, parser=whole_number(least, most), metavar=metavar, help=text)


def choice(kind: type[StrEnum], text: str, *names: str) -> Any:
    """Declare an option that takes one of the words of `kind`; `text` is its help."""
    return typer.Option(*names, parser=one_of(kind), metavar=words_of(kind), help=text)


ScenarioArgument = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A name in the library, or the path of a file.")
]
BaselineArgument = Annotated[
    str, typer.Argument(metavar="BASELINE", help="What policies are compared with.")
]
PoliciesArgument = Annotated[
    list[str], typer.Argument(metavar="POLICY...", help="One or more scenarios.")
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Replace one value; may be repeated."),
]
SeedOption = Annotated[
    int,
    whole(
        "Base seed: the same seed gives the same results.", least=0, most=LARGEST_SEED, metavar="S"
    ),
]
ReplicatesOption = Annotated[
    int,
    whole(f"Runs under different seeds, 1 to {LARGEST_REPLICATES:,}."),
]
WeeksOption = Annotated[
    int | None,
    whole(
        f"Weeks after burn-in, 1 to {LARGEST_WEEKS:,}; those of the scenario by default.",
        most=LARGEST_WEEKS,
        metavar="N",
    ),
]
WorkersOption = Annotated[
    int | None,
    whole(
        "Threads; one per core by default. Results do not depend on it.",
        most=LARGEST_WORKERS,
        metavar="N",
    ),
]
ExecutorOption = Annotated[
    ExecutorName,
    choice(ExecutorName, "How the agents are stepped; the results are the same."),
]
WorldsOption = Annotated[
    str,
    typer.Option(
        "--worlds",
        metavar="N|FILE",
        help="Plausible worlds: so many of the shipped set, or a file of worlds.",
    ),
]
AllWorldsOption = Annotated[
    str | None,
    typer.Option(
        "--worlds",
        metavar="N|FILE",
        help="Compare in so many plausible worlds of the shipped set, or in those of a file.",
    ),
]
EverythingOption = Annotated[
    bool, typer.Option("--all", help="Show everything, not only the first ones.")
]
OutOption = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Write the results to this folder.")
]
ForceOption = Annotated[
    bool,
    typer.Option("--force", help="Replace what another verb, or another program, has written."),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON document on standard output.")
]
LanguageOption = Annotated[
    Language,
    choice(Language, "Language of the words.", "--lang"),
]


def target_of(out: Path | None, kind: str, *, force: bool = False) -> Path | None:
    """Return the folder that results will be written to, checked before any work is done.

    Says which earlier results will be replaced.

    Raises
    ------
    RequestError, WorkError
        If it must not or cannot be written; see `check_target`.
    """
    if out is None:
        return None

    folder = check_target(out, kind, force=force)
    if (folder / MANIFEST).exists():
        there = read_manifest(folder)
        scenarios = [there.get("baseline"), *(there.get("policies") or [there.get("scenario")])]
        names = ", ".join(each["name"] for each in scenarios if isinstance(each, dict))
        say(
            f"{folder} holds an earlier {there.get('kind', 'result')} ({names or 'no scenarios'}, "
            f"made {there.get('started', 'at an unknown time')}); the new results will replace it"
        )
    return folder


def overrides_of(assignments: list[str] | None, weeks: int | None) -> dict[str, object]:
    """Return the values that `--set` and `--weeks` replace, by parameter name.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If a value is set twice, or is no value of its parameter.
    """
    overrides: dict[str, object] = {}
    pairs = [parse_assignment(each) for each in assignments or ()]
    if weeks is not None:
        pairs.append(("run.weeks", weeks))
    for name, value in pairs:
        if name in overrides:
            raise RequestError(f"{name} is set twice: to {overrides[name]} and to {value}")
        overrides[name] = value
    return overrides
