"""Robustness on a terminal: shares of worlds, who loses, regret, and where a sign turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.experiments.commands.printing import number, sentence, table
from heterophony.experiments.inputs.arms import same_premises
from heterophony.experiments.methods.groups import GROUPS, SHOWN
from heterophony.experiments.methods.robustness.regret import BESIDE
from heterophony.experiments.methods.robustness.result import HOURS
from heterophony.experiments.methods.robustness.standing import Shares, titled
from heterophony.experiments.results.notice import HEADLINE, LIMITS, NOT_FOR_PERSONS

if TYPE_CHECKING:
    from heterophony.experiments.methods.robustness import Robustness

_COUNTS = (">better", ">worse", ">no difference", ">not settled")
_SPREAD = (*_COUNTS, ">median", "5 to 95 % of worlds")
_MEASURED = 10


def print_robustness(result: Robustness, information: bool) -> None:
    """Print a card for each policy, then regret over all choices."""
    for policy in result.policies:
        name, same = policy.name, same_premises(result.baseline, policy)
        if same:
            sentence(f"{same[:1].upper()}{same[1:]}.")
            continue
        sentence(f"{name} less {result.baseline.name}: ownership after a year")
        sentence(f"  {result.sentence(name)}.")
        sentence(f"  {_turning(result, name, HEADLINE)}")
        table(
            f"{name} less {result.baseline.name}: {len(result.finished)} worlds, "
            f"{result.replicates} pairs each, seed {result.seed}",
            ("", *_SPREAD, "unit"),
            _outcome_rows(result, name),
        )
        met, worlds = result.without_harm(name)
        sentence(
            f"A gain that matters, and no harm that does to pressure, strong reactions or started "
            f"education: in {met} of {worlds} worlds."
        )
        table("Who gains, who loses: ownership after a year", ("", *_SPREAD), _groups(result, name))
        for line in _losers(result, name):
            sentence(line)
        table(
            "Structural alternatives: ownership after a year",
            ("alternative", "value", ">worlds", *_COUNTS, ">median"),
            _alternatives(result, name),
        )
        for outcome in BESIDE:
            sentence(_turning(result, name, outcome))
        if information:
            _print_information(result, name)
    _print_regret(result)
    if result.worlds.stale:
        sentence(f"Note: {result.worlds.staleness}.")
    sentence(LIMITS)
    sentence(NOT_FOR_PERSONS)


def _outcome_rows(result: Robustness, name: str) -> list[tuple[str, ...]]:
    from heterophony.scenarios import OUTCOMES

    return [
        (titled(each), *_spread_cells(result, name, each), OUTCOMES[each].unit)
        for each in (HEADLINE, *BESIDE, *HOURS)
    ]


def _groups(result: Robustness, name: str) -> list[tuple[str, ...]]:
    return [
        (GROUPS[each], *_spread_cells(result, name, HEADLINE, each))
        for each in SHOWN
        if len(result.over_worlds(name, HEADLINE, each))
    ]


def _spread_cells(
    result: Robustness, name: str, outcome: str, group: str = "everyone"
) -> tuple[str, ...]:
    found = result.spread(name, outcome, group)
    band = f"{number(found.low, sign=True)} to {number(found.high, sign=True)}"
    counts = result.shares(name, outcome, group)
    return (*map(str, counts), number(found.median, sign=True), band)


def _losers(result: Robustness, name: str) -> list[str]:
    """Say which groups lose in more worlds than they gain."""
    lines = []
    for group in SHOWN:
        shares = result.shares(name, HEADLINE, group)
        if shares.worse > shares.better:
            lines.append(
                f"Loses: {GROUPS[group]}: worse in {shares.worse} of {shares.worlds} worlds, "
                f"better in {shares.better}."
            )
    return lines


def _alternatives(result: Robustness, name: str) -> list[tuple[str, ...]]:
    rows = []
    for each in result.by_alternative(name).to_dict("records"):
        counts = Shares(*(each[field] for field in Shares._fields))
        median = number(each["median"], sign=True)
        rows.append(
            (each["alternative"], each["value"], str(each["worlds"]), *map(str, counts), median)
        )
    return rows


def _turning(result: Robustness, name: str, outcome: str) -> str:
    from heterophony.scenarios import OUTCOMES

    return f"{OUTCOMES[outcome].title['en']}: {result.discover(name, outcome).sentence()}."


def _print_information(result: Robustness, name: str) -> None:
    from heterophony.experiments.methods.robustness.information import advice

    found = result.value_of_information(name)
    rows = [
        (
            each["measurement"],
            each["kind"],
            number(each["reduction"], sign=True),
            f"{number(each['low'], sign=True)} to {number(each['high'], sign=True)}",
            number(each["loss_reduction"], sign=True),
            number(each["chance"]),
            "yes" if each["tied"] else "",
        )
        for each in found.head(_MEASURED).to_dict("records")
    ]
    if rows:
        columns = ("measure", "kind", ">less disagreement", "95 % interval", ">less loss")
        disagreement = number(float(found["disagreement"].iloc[0]))
        table(
            f"What to measure first; two worlds disagree with chance {disagreement}",
            (*columns, ">by chance", "tied with the first"),
            rows,
        )
    sentence(f"{advice(found)}.")


def _print_regret(result: Robustness) -> None:
    rows = [
        (
            each["choice"],
            number(each["median"]),
            number(each["high"]),
            number(each["largest"]),
            f"{each['best_or_tied']} of {each['worlds']}",
            str(each["alone_best"]),
        )
        for each in result.regret().to_dict("records")
    ]
    columns = ("choice", ">median", ">95 % of worlds below", ">largest", "best or tied", ">alone")
    table("Regret: what a choice gives away beside the best in each world", columns, rows)
