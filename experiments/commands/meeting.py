"""The verb `meeting`: one simulated meeting, retold turn by turn."""

from __future__ import annotations

import csv
import io
from enum import StrEnum
from typing import Annotated, Any

import numpy as np
import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.deliver import deliver
from heterophony.experiments.commands.meeting_text import meeting_text
from heterophony.experiments.commands.printing import sentence
from heterophony.experiments.engine.replicates import run
from heterophony.experiments.methods.meeting_account import MeetingAccount, account_of
from heterophony.experiments.results.errors import RequestError

_SETTLED = 26  # by then a meeting has a history
_LARGEST_NUMBER = 1_000_000


class Format(StrEnum):
    """How a meeting is printed."""

    text = "text"
    csv = "csv"
    json = "json"


WeekOption = Annotated[
    int | None,
    options.whole(
        f"A meeting held in this week; by default one from week {_SETTLED} on.",
        least=0,
        most=options.LARGEST_WEEKS - 1,
        metavar="N",
    ),
]
CitizenOption = Annotated[
    int | None,
    options.whole(
        "A meeting with this citizen, by the number in the tables.",
        least=0,
        most=2**31,
        metavar="I",
    ),
]
NumberOption = Annotated[
    int,
    options.whole(
        "The K-th of the meetings that fit; by default the first.",
        most=_LARGEST_NUMBER,
        metavar="K",
    ),
]
FormatOption = Annotated[
    Format,
    options.choice(Format, "To read, as a table of its turns, or as one document.", "--format"),
]


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "meeting",
        short_help="Print one simulated meeting.",
        epilog="Example: heterophony meeting baseline --week 30 --lang da",
    )(meeting)


def meeting(
    scenario: options.ScenarioArgument = "baseline",
    week: WeekOption = None,
    citizen: CitizenOption = None,
    number: NumberOption = 1,
    assignments: options.SetOption = None,
    seed: options.SeedOption = 1,
    language: options.LanguageOption = options.Language.en,
    form: FormatOption = Format.text,
    as_document: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Print one simulated meeting: what was known, each turn, how it was decided.

    It is a meeting of the first replicate of `run` with the same scenario and seed. The lines are
    invented; what they do is read off the model's log.
    """
    account = retold(scenario, (week, citizen, number), assignments, seed, language.value)

    def show() -> None:
        sentence(_as_csv(account) if form is Format.csv else "\n".join(meeting_text(account)))

    document = as_document or form is Format.json
    deliver(document=account.document, show=show, as_document=document)


def retold(
    scenario: str,
    wanted: tuple[int | None, int | None, int],
    assignments: list[str] | None,
    seed: int,
    language: str,
) -> MeetingAccount:
    """Simulate once, and retell the meeting that fits: by week, citizen and its number among them.

    Raises
    ------
    RequestError
        If there is no such meeting, or its turns were not simulated.
    """
    overrides = options.overrides_of(assignments, None)
    result = run(scenario, seed=seed, keep=("meetings", "turns"), overrides=overrides).results[0]
    held = result.meetings or {}
    row = _chosen(held, *wanted)
    facts = {name: column[row].item() for name, column in held.items()}
    turns = result.turns(row)
    counted = result.scenario.values["alternatives.meeting"] == "counts"
    if counted and facts["three_party"]:
        raise RequestError(
            "under alternatives.meeting=counts no turns of three-party meetings are simulated; "
            "allowed here: turns"
        )
    return account_of(result.scenario.name, seed, facts, turns, language)


def _chosen(held: dict[str, Any], week: int | None, citizen: int | None, number: int) -> int:
    """Return the row of a meeting that fits.

    Raises
    ------
    RequestError
        If there is none; the message says which there are.
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
    whose = "" if citizen is None else f" with citizen {citizen}"
    if not wanted.any():
        near = _nearest(weeks[fits], week or 0)
        raise RequestError(f"no meeting{whose} in week {week}; held nearest, in week: {near}")
    rows = np.flatnonzero(wanted)
    if number > len(rows):
        raise RequestError(f"--number {number} is not allowed; allowed here: 1 to {len(rows)}")
    return int(rows[number - 1])


def _nearest(numbers: Any, wanted: int) -> str:
    """Name up to six of the numbers, those nearest to the one that was wanted."""
    near = sorted(set(numbers.tolist()), key=lambda each: abs(each - wanted))[:6]
    return ", ".join(f"{each:.0f}" for each in sorted(near))


def _as_csv(account: MeetingAccount) -> str:
    """Write the turns as a table with a heading, a row each."""
    rows = account.rows()
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().rstrip("\n")
