"""The scoreboard as a page of the documentation, in Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_HEAD = """# Validation

*Made by a command; do not edit by hand:* `{command}`

{runs:,} runs in {minutes:.1f} minutes on {cores} threads; seed {seed}; pairs {pairs};
version {version}; {digest}.

**{passed} patterns pass, {failed} fail, {uncertain} are uncertain.** Numbers are facts about
equations, not about the world.

## How a pattern is judged

Arms run under the same seeds, with the same people and the same luck, in a steady state (the
policy holds in burn-in too) unless a reading says otherwise. As declared: twenty pairs, thirty
where differences are small, a hundred where education or jobs are counted. Every number has its
95 % interval.

| expected | holds if |
|---|---|
| + or - | the interval leaves out 0 on that side; the difference is at least the smallest |
| small + or small - | the interval leaves out 0 on that side; the size is not asked for |
| not 0 | the interval leaves out 0, on either side |
| ~0 | the whole interval lies within plus or minus the smallest difference |
| a band | the whole interval lies in it |

A reading *fails* where its interval leaves no room for what is expected, and is *uncertain* where
it leaves both open. A pattern passes if all required readings hold and fails if one fails.
Readings in brackets are reported and not required. *Reference* is what an independent, throw-away
implementation of the same design saw. A pattern marked *reported alone* does not count.

All of these patterns may be used for tuning: that they hold shows that the model can do what it
was asked, and no more. What is *built in* shows that equations work and is no finding. *By a
hair*: it held with little room in the reference.
"""

_ABLATIONS = """## Ablations

Each mechanism that is said to bring a pattern about is switched off, by parameters at the value
at which it does nothing, in every arm. The reading must not survive it. *Mostly*: less than half
is left, but that still counts.
"""

_SEEDS = """## Under other seeds

The same patterns and predictions with other people and other luck. What is not named has the
same verdict under every seed. A verdict that changes rests on the seed.
"""

_PREDICTIONS = """## Predictions, opened

{note}

How each is read now is shown by `heterophony show H4`.
*Parts* counts the required readings that hold.
"""


def validation_page(document: Mapping[str, Any]) -> str:
    """Return the page of a scoreboard document."""
    seconds = document["seconds"] + document.get("ablation_seconds", 0.0)
    parts = [
        _HEAD.format(
            command=document["command"],
            runs=document["runs"] + document.get("ablation_runs", 0),
            minutes=seconds / 60.0,
            cores=document["threads"],
            digest=_digest(document),
            **{
                key: document[key]
                for key in ("seed", "pairs", "version", "passed", "failed", "uncertain")
            },
        ),
        "## Scoreboard\n",
        _board(document["patterns"]),
        _not_holding(document["patterns"]),
        "## Every reading\n",
        _readings(document["patterns"]),
    ]
    if document.get("predictions"):
        parts += [
            _PREDICTIONS.format(note=document["predictions_note"]),
            _predictions(document["predictions"]),
            "### Every reading of the predictions\n",
            _readings(document["predictions"]),
        ]
    if "other_seeds" in document:
        parts += [_SEEDS, _by_seed(document), _unsteady(document)]
    if "ablations" in document:
        parts += [_ABLATIONS, _ablations(document["ablations"])]
    return "\n".join(parts)


def _digest(document: Mapping[str, Any]) -> str:
    """Say under which model; documents of the version before name its rules only."""
    if "model_sha256" in document:
        return f"model `{document['model_sha256']}`"
    return f"rules `{document['rules_sha256']}`"


def _board(patterns: Iterable[Mapping[str, Any]]) -> str:
    rows = [
        (
            each["id"],
            each["title"]["en"],
            each["evidence"],
            "; ".join(_named(reading, reading["expected"]) for reading in each["readings"]),
            "; ".join(_named(reading, number(reading["seen"])) for reading in each["readings"]),
            f"**{each['verdict']}**",
            _marks(each),
        )
        for each in patterns
    ]
    return table(("", "pattern", "evidence", "expected", "seen", "verdict", "marks"), rows)


def _predictions(predictions: Iterable[Mapping[str, Any]]) -> str:
    rows = [
        (
            each["id"],
            each["registered"]["en"],
            each["opening"]["date"],
            f"{each['opening']['verdict']}: {each['opening']['seen']}",
            "; ".join(_named(reading, number(reading["seen"])) for reading in each["readings"]),
            f"**{each['verdict']}**",
            f"{each['parts_holding']} of {each['parts']}",
        )
        for each in predictions
    ]
    head = ("", "as registered", "opened", "verdict at the opening", "seen now", "now", "parts")
    return table(head, rows)


def _not_holding(patterns: Iterable[Mapping[str, Any]]) -> str:
    rows = [
        (
            each["id"],
            reading["title"]["en"],
            reading["expected"],
            interval(reading),
            number(reading["smallest_difference"], sign=False),
            reading["standing"] + ("" if reading["required"] else " (reported, not required)"),
            reading["note"],
        )
        for each in patterns
        for reading in each["readings"]
        if not reading["holds"]
    ]
    if not rows:
        return "\nEvery reading holds.\n"
    head = ("", "reading", "expected", "seen", "smallest", "result", "note")
    return "\n## Readings that do not hold\n\n" + table(head, rows)


def _readings(patterns: Iterable[Mapping[str, Any]]) -> str:
    rows = [
        (
            each["id"],
            _named(reading, reading["title"]["en"]),
            reading["evidence"],
            reading["expected"],
            interval(reading),
            "–" if reading["reference"] is None else number(reading["reference"]),
            str(reading["pairs"]),
            reading["standing"],
            _marks(reading),
        )
        for each in patterns
        for reading in each["readings"]
    ]
    head = ("", "reading", "evidence", "expected", "seen, 95 % interval", "reference", "pairs")
    return table((*head, "result", "marks"), rows)


def _by_seed(document: Mapping[str, Any]) -> str:
    counts = ("seed", "passed", "failed", "uncertain")
    boards = [document, *document["other_seeds"]]
    return table(counts, ([str(each[key]) for key in counts] for each in boards))


def _unsteady(document: Mapping[str, Any]) -> str:
    """Return the table of patterns and predictions whose verdict differs between seeds."""
    rows = []
    for each in (*document["patterns"], *document.get("predictions", ())):
        others = [board["verdicts"][each["id"]] for board in document["other_seeds"]]
        if any(other != each["verdict"] for other in others):
            rows.append((each["id"], each["title"]["en"], each["verdict"], *others))
    if not rows:
        return "No verdict differs.\n"
    seeds = (f"seed {board['seed']}" for board in (document, *document["other_seeds"]))
    return table(("", "pattern or prediction", *seeds), rows)


def _ablations(ablations: Iterable[Mapping[str, Any]]) -> str:
    rows = [
        (
            each["id"],
            each["mechanism"],
            "<br>".join(f"`{name} = {value}`" for name, value in each["switch"].items()),
            f"{each['reading']} {each['expected']}",
            number(each["seen_with"]),
            f"{number(each['seen_without'])} ({number(each['low_without'])} to "
            f"{number(each['high_without'])})",
            each["destroyed"],
        )
        for each in ablations
    ]
    return table(
        ("", "mechanism", "switched off by", "reading", "with", "without", "destroyed"), rows
    )


def _named(reading: Mapping[str, Any], text: str) -> str:
    return text if reading["required"] else f"({text})"


def _marks(of: Mapping[str, Any]) -> str:
    marks = []
    for key, words in (("built_in", "built in"), ("by_a_hair", "by a hair")):
        found = of[key]
        if isinstance(found, list):
            if found:
                marks.append(f"{words}: {', '.join(found)}")
        elif found:
            marks.append(words)
    if not of.get("counts", True):
        marks.append("reported alone")
    return "; ".join(marks)


def interval(reading: Mapping[str, Any]) -> str:
    """Write a number with its interval."""
    seen, low, high = (number(reading[key]) for key in ("seen", "low", "high"))
    return f"{seen} ({low} to {high})"


def number(value: float | None, *, sign: bool = True) -> str:
    """Write a number with three decimals, fewer if it is large, and a dash where undefined."""
    if value is None or math.isnan(value):
        return "–"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:+.3f}" if sign else f"{value:.3f}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table."""
    lines = [_row(head), "|" + "---|" * len(head), *(_row(row) for row in rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(each.replace("|", "\\|") for each in cells) + " |"
