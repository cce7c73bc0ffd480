"""The verb `meeting`: one simulated meeting, turn by turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import numpy as np
import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.deliver import deliver
from heterophony.experiments.commands.printing import sentence
from heterophony.experiments.engine.replicates import run
from heterophony.experiments.results.errors import RequestError
from heterophony.sim import Result

# Turns and a language to lines of text. How a meeting reads belongs to viz, which lies above this
# package and joins the two.
AsText = Callable[[Sequence[Any], str], str]

_SETTLED = 26  # by then a meeting has a history


WeekOption = Annotated[
    int | None,
    typer.Option(
        parser=options.whole_number(0, options.LARGEST_WEEKS - 1),
        metavar="N",
        help=f"A meeting held in this week; by default one from week {_SETTLED} on.",
    ),
]
CitizenOption = Annotated[
    int | None,
    typer.Option(
        parser=options.whole_number(0, 2**31),
        metavar="I",
        help="A meeting with this citizen, by the number in the tables.",
    ),
]


def register(app: typer.Typer, as_text: AsText) -> None:
    """Join the verb to the command; `as_text` writes the turns for people."""

    def meeting(
        scenario: options.ScenarioArgument,
        week: WeekOption = None,
        citizen: CitizenOption = None,
        assignments: options.SetOption = None,
        seed: options.SeedOption = 1,
        language: options.LanguageOption = options.Language.en,
        as_document: options.JsonOption = False,
    ) -> None:
        """Print one simulated meeting, turn by turn.

        It is a meeting of the first replicate of `run` with the same scenario and seed.
        """
        result, row = _found(scenario, week, citizen, assignments, seed)

        def print_meeting() -> None:
            sentence(_heading(result, row, scenario, language.value))
            sentence(as_text(result.turns(row), language.value))

        deliver(
            document=lambda: _document(result, row, scenario, seed),
            show=print_meeting,
            as_document=as_document,
        )

    app.command(
        "meeting",
        short_help="Print one simulated meeting.",
        epilog="Example: heterophony meeting baseline --week 30 --lang da",
    )(meeting)


def _found(
    scenario: str, week: int | None, citizen: int | None, assignments: list[str] | None, seed: int
) -> tuple[Result, int]:
    """Simulate once, and return the result with the row of the first meeting that fits."""
    overrides = options.overrides_of(assignments, None)
    runs = run(scenario, seed=seed, keep=("meetings", "turns"), overrides=overrides)
    return runs.results[0], _chosen(runs.results[0].meetings or {}, week, citizen)


def _chosen(held: dict[str, Any], week: int | None, citizen: int | None) -> int:
    """Return the row of the first meeting that fits.

    Raises
    ------
    RequestError
        If none does; the message says which there are.
    """
    weeks, citizens = held["week"], held["citizen"]
    fits = np.full(len(weeks), True) if citizen is None else citizens == citizen
    if not fits.any():
        message = "no meeting was held in this run"
        if citizen is not None and len(citizens):
            near = _nearest(citizens, citizen)
            message = f"no meeting with citizen {citizen}; among those who had one: {near}"
        raise RequestError(message)
    latest = weeks[fits].max()
    wanted = fits & (weeks >= min(_SETTLED, latest) if week is None else weeks == week)
    if not wanted.any():
        whose = "" if citizen is None else f" with citizen {citizen}"
        near = _nearest(weeks[fits], week or 0)
        raise RequestError(f"no meeting{whose} in week {week}; held nearest, in week: {near}")
    return int(np.flatnonzero(wanted)[0])


def _nearest(numbers: Any, wanted: int) -> str:
    """Name up to six of the numbers, those nearest to the one that was wanted."""
    near = sorted(set(numbers.tolist()), key=lambda each: abs(each - wanted))[:6]
    return ", ".join(f"{each:.0f}" for each in sorted(near))


def _facts(result: Result, row: int) -> dict[str, Any]:
    """Return what the table of meetings says of one."""
    held = result.meetings or {}
    return {name: column[row].item() for name, column in held.items()}


def _document(result: Result, row: int, scenario: str, seed: int) -> dict[str, Any]:
    names = ("phase", "speaker", "code", "act", "connected", "orientation")
    turns = [
        {"turn": number} | {name: getattr(turn, name) for name in names}
        for number, turn in enumerate(result.turns(row), start=1)
    ]
    return {"scenario": scenario, "seed": seed, "meeting": _facts(result, row), "turns": turns}


def _heading(result: Result, row: int, scenario: str, language: str) -> str:
    facts = _facts(result, row)
    words = {"en": ("week", "citizen"), "da": ("uge", "borger")}[language]
    return f"{scenario}: {words[0]} {facts['week']:.0f}, {words[1]} {facts['citizen']:.0f}"
