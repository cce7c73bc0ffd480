"""Figures of a reader's own place: a spreadsheet's CSV, or the export of a public statistics bank.

Semicolons or commas between cells, decimal commas or points, percent signs, title lines above the
heads, and letters as Danish offices save them are read without being asked for.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from heterophony.experiments.inputs.targets import refuse_persons
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import OUTCOMES
from heterophony.scenarios.errors import nearest
from heterophony.scenarios.reading import UnreadableFileError, read_file_bytes

LARGEST = 2**20  # bytes of a table of figures
_HEADS = {
    "outcome": ("outcome", "udfald", "resultat"),
    "value": ("value", "værdi", "vaerdi", "tal"),
    "low": ("low", "lav", "nedre"),
    "high": ("high", "høj", "hoej", "øvre"),
    "sd": ("sd", "standardafvigelse"),
    "people": ("people", "borgere", "personer", "antal"),
    "source": ("source", "kilde"),
    "name": ("name", "navn på tal", "beskrivelse"),
}
_PERIODS = (
    "tid",
    "time",
    "periode",
    "period",
    "år",
    "year",
    "kvartal",
    "quarter",
    "måned",
    "month",
)
_THOUSANDS = re.compile(r"^\d{1,3}(\.\d{3})+$")


class OwnFigure(NamedTuple):
    """One aggregated figure, in the unit of its outcome.

    Attributes
    ----------
    sd
        Its standard deviation; of a share of `people` where nothing else is said.
    """

    name: str
    outcome: str
    value: float
    sd: float
    people: float
    source: str


class BankChoice(NamedTuple):
    """What the rows of a statistics bank's export are about.

    Attributes
    ----------
    outcome
        The outcome that all of its numbers are figures of.
    row
        Words that the wanted rows hold, such as the name of a municipality; empty for all.
    people
        How many people are behind each figure.
    """

    outcome: str
    row: str = ""
    people: float = math.nan


def read_figures(path: Path, bank: BankChoice | None = None) -> list[OwnFigure]:
    """Read figures from the CSV file at `path`; with `bank` as the export of a statistics bank.

    Raises
    ------
    RequestError
        With the row and what is allowed; also if the file holds anything about single persons.
    """
    rows = _rows(path)
    if bank is not None:
        return list(_of_bank(rows, bank, str(path)))
    heads, body = _headed(rows, str(path))
    return [
        _figure(dict(zip(heads, row, strict=False)), f"{path}, row {number}")
        for number, row in body
    ]


def targets_document(figures: Sequence[OwnFigure], parameters: Sequence[str]) -> dict[str, Any]:
    """Return the table of targets that `calibrate` takes."""
    return {
        "title": "Our own figures",
        "fit": [{"parameter": each} for each in parameters],
        "target": [
            {
                "name": each.name,
                "outcome": each.outcome,
                "value": each.value,
                "sd": each.sd,
                "unit": OUTCOMES[each.outcome].unit,
                "source": each.source,
                **({} if math.isnan(each.people) else {"people": each.people}),
            }
            for each in figures
        ],
    }


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Return the numbered rows of a file, whatever separates their cells."""
    try:
        content = read_file_bytes(path, most_bytes=LARGEST)
    except UnreadableFileError as error:
        raise RequestError(f"{error}; figures about a place are a few rows of CSV") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    between = next((each for each in ";\t" if each in text), ",")
    read = csv.reader(text.splitlines(), delimiter=between)
    rows = [(n, [cell.strip() for cell in row]) for n, row in enumerate(read, start=1)]
    return [(number, row) for number, row in rows if any(row)]


def _headed(
    rows: Sequence[tuple[int, list[str]]], source: str
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the known names of the columns, and the rows below them."""
    known = {word: name for name, words in _HEADS.items() for word in words}
    for place, (_, row) in enumerate(rows):
        heads = [known.get(cell.casefold(), cell) for cell in row]
        if {"outcome", "value"} <= set(heads):
            below = list(rows[place + 1 :])
            _refuse_persons(heads, below, source)
            return heads, below
    raise RequestError(
        f"{source} has no row of heads; needed are outcome (udfald) and value (værdi), beside them "
        "low and high (lav, høj) or sd, people (borgere), source (kilde)"
    )


def _refuse_persons(
    heads: Sequence[str], rows: Sequence[tuple[int, list[str]]], source: str
) -> None:
    """Refuse columns and cells about single persons."""
    table = {"target": [dict(zip(heads, row, strict=False)) for _, row in rows]}
    refuse_persons(table, source)


def _figure(cells: dict[str, str], where: str) -> OwnFigure:
    outcome = cells["outcome"]
    if outcome not in OUTCOMES:
        near = nearest(outcome, list(OUTCOMES))
        raise RequestError(f"{where}: {outcome!r} is no outcome (nearest: {near})")
    numbers = {
        name: _number(cells[name], outcome, where) if cells.get(name) else math.nan
        for name in ("value", "low", "high", "sd")
    }
    people = _number(cells["people"], "", where) if cells.get("people") else math.nan
    sd = numbers["sd"]
    if math.isnan(sd) and not math.isnan(numbers["high"] - numbers["low"]):
        sd = (numbers["high"] - numbers["low"]) / 3.92  # a 95 % interval
    if math.isnan(sd):
        sd = _sd_of_share(numbers["value"], people, outcome, where)
    name = cells.get("name") or OUTCOMES[outcome].title["en"]
    source = cells.get("source") or "our own figures"
    return OwnFigure(name, outcome, numbers["value"], sd, people, source)


def _sd_of_share(value: float, people: float, outcome: str, where: str) -> float:
    if OUTCOMES[outcome].unit != "share" or math.isnan(people):
        raise RequestError(
            f"{where}: how sure is {outcome}? Give low and high (a 95 % interval), or sd; for a "
            "share the number of people is enough"
        )
    if not 1.0 <= people < math.inf:
        raise RequestError(f"{where}: people = {people:g}; allowed: 1 or more")
    if not 0.0 <= value <= 1.0:
        raise RequestError(f"{where}: {outcome} is {value:g}; a share lies from 0 to 1, or has a %")
    return math.sqrt(max(value * (1.0 - value), 0.25 / people) / people)


def _number(text: str, outcome: str, where: str) -> float:
    """Read a number with a decimal comma or point; a percent sign divides by 100."""
    plain = text.replace("\u00a0", "").replace(" ", "")
    percent = plain.endswith("%")
    plain = plain.rstrip("%").replace("−", "-")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif _THOUSANDS.match(plain) and OUTCOMES.get(outcome, None) is None:
        plain = plain.replace(".", "")
    try:
        number = float(plain)
    except ValueError:
        raise RequestError(f"{where}: {text!r} is no number") from None
    if not math.isfinite(number):
        raise RequestError(f"{where}: {text!r} is no number")
    return number / 100.0 if percent else number


def _of_bank(
    rows: Sequence[tuple[int, list[str]]], bank: BankChoice, source: str
) -> Iterator[OwnFigure]:
    """Yield a figure of the newest period for each wanted row of a bank's export."""
    if bank.outcome not in OUTCOMES:
        near = nearest(bank.outcome, list(OUTCOMES))
        raise RequestError(f"--outcome: {bank.outcome!r} is no outcome (nearest: {near})")
    heads, below = _bank_heads(rows)
    _refuse_persons(heads, below, source)
    wanted = [
        (number, row, place)
        for number, row in below
        if bank.row.casefold() in " ".join(row).casefold()
        for place in [_last_number(row)]
        if place >= 0
    ]
    if not wanted:
        raise RequestError(f"{source} has no row with {bank.row!r} and a number at its end")
    last = [(row, _last_number(row)) for _, row in below]
    numbers = [row[place] for row, place in last if place not in (-1, _period_column(heads))]
    in_percent = OUTCOMES[bank.outcome].unit == "share" and _are_percent(numbers, source)
    for number, row, place in _newest(heads, wanted):
        where = f"{source}, row {number}"
        value = _number(row[place], bank.outcome, where)
        if in_percent and "%" not in row[place]:
            value /= 100.0
        sd = _sd_of_share(value, bank.people, bank.outcome, where)
        words = [cell for cell in row[:place] if cell and not _is_number(cell)]
        period = heads[place] if _period_column(heads) < 0 and place < len(heads) else ""
        name = " ".join(filter(None, [*words, _period_of(heads, row), period]))
        yield OwnFigure(name, bank.outcome, value, sd, bank.people, source)


def _are_percent(numbers: Sequence[str], source: str) -> bool:
    """Tell whether a bank's shares are percent; refuse where .8 may be 80 or .8 of a hundred."""
    if any("%" in each for each in numbers) or any(_number(n, "", source) > 1.0 for n in numbers):
        return True
    raise RequestError(f"{source}: no number is above 1: shares or percent? Write the % sign")


_BankRow = tuple[int, list[str], int]
"""A row's number, its cells, and the place of its newest number."""


def _bank_heads(
    rows: Sequence[tuple[int, list[str]]],
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the first row with several cells, and the rows below it; titles lie above it."""
    for place, (_, row) in enumerate(rows):
        if sum(map(bool, row)) > 1:
            return row, list(rows[place + 1 :])
    return [], []


def _last_number(row: Sequence[str]) -> int:
    """Return the place of the last number; -1 without one. Banks write `..` for a missing one."""
    return max((place for place, cell in enumerate(row) if _is_number(cell)), default=-1)


def _period_column(heads: Sequence[str]) -> int:
    """Return the column of periods, where there is a row a period; -1 where there are columns."""
    return next((n for n, head in enumerate(heads) if head.casefold() in _PERIODS), -1)


def _period_of(heads: Sequence[str], row: Sequence[str]) -> str:
    place = _period_column(heads)
    period = row[place] if 0 <= place < len(row) else ""
    return period if _is_number(period) else ""  # `2023K4` is among the words already


def _newest(heads: Sequence[str], rows: Sequence[_BankRow]) -> list[_BankRow]:
    """Return the rows of the newest period, where there is a row a period; else all of them."""
    column = _period_column(heads)
    if column < 0:
        return list(rows)
    rows = [each for each in rows if each[2] != column]  # the number of the period is missing
    last = max((row[column] for _, row, _ in rows), default="")
    return [each for each in rows if each[1][column] == last]


def _is_number(cell: str) -> bool:
    try:
        _number(cell, "", "")
    except RequestError:
        return False
    return True
