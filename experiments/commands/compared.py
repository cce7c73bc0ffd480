"""A comparison on a terminal: what differs, for whom, what it takes, and what is not ranked."""

from __future__ import annotations

import math
from collections.abc import Mapping

from heterophony.experiments.commands.printing import counted, number, sentence, table
from heterophony.experiments.inputs.arms import same_premises
from heterophony.experiments.methods.comparison import Comparison
from heterophony.experiments.methods.groups import GROUPS, SHOWN
from heterophony.experiments.methods.policy_comparison import PolicyComparison
from heterophony.experiments.methods.verdicts import alike_in_few, without_interval
from heterophony.experiments.results.differences import Difference
from heterophony.experiments.results.notice import HEADLINE, LIMITS, NOT_FOR_PERSONS
from heterophony.experiments.results.over_worlds import OverWorlds, titled
from heterophony.scenarios import OUTCOMES

_ARMS = (">difference", "95 % interval", "in a word", ">matters from", ">baseline", ">policy")
_COLUMNS = ("", *_ARMS, "unit")
_GROUP_COLUMNS = ("", "people", *_ARMS, ">pairs")
_WORLD_COLUMNS = (
    *("", ">better", ">worse", ">no difference", ">not settled", ">median", "5 to 95 % of worlds"),
)
_HOUR_COLUMNS = ("", ">difference", "95 % interval", ">baseline", ">policy")


def print_comparison(comparison: Comparison, everything: bool, groups: bool) -> None:
    """Print every policy against the baseline, then the policies against each other.

    `everything` shows all outcomes, `groups` all of a group's; else the headline ones.
    """
    for place, policy in enumerate(comparison.policies):
        same = same_premises(comparison.baseline, policy.scenario)
        if same:
            sentence(f"{same[:1].upper()}{same[1:]}.")
            continue
        over = comparison.over
        each = counted(comparison.replicates, "pair")
        runs = (
            each if over is None else f"mean of {counted(over.finished, 'world')}, {each} in each"
        )
        title = f"{policy.name} less {comparison.baseline.name}: {runs}, seed {comparison.seed}"
        pairs = comparison.replicates if over is None else over.finished
        table(title, _COLUMNS, _outcome_rows(policy, pairs, everything))
        for line in _without_interval(policy, pairs, everything):
            sentence(line)
        if over is not None:
            _print_worlds(over, policy.name, everything)
        _print_groups(policy, groups)
        table("Staff hours per citizen and year", _HOUR_COLUMNS, _hour_rows(policy))
        _print_pairing(policy.name, comparison.variance_ratio(place, HEADLINE))
    for line in comparison.ranking(HEADLINE):
        sentence(f"By ownership after a year, each two in pairs: {line}")
    sentence(LIMITS)
    sentence(NOT_FOR_PERSONS)


def _without_interval(policy: PolicyComparison, pairs: int, everything: bool) -> list[str]:
    """Return a sentence for each outcome that has no interval; one for all after a single pair."""
    shown = _shown(policy.outcomes, everything)
    lines = [
        f"{without_interval(name, policy.name)}."
        for name in shown
        if policy.outcomes[name].pairs < min(pairs, 2)
    ]
    if pairs == 1:
        lines.append("One pair says nothing of chance and has no interval: ask for more pairs.")
    return lines


def _outcome_rows(policy: PolicyComparison, pairs: int, everything: bool) -> list[tuple[str, ...]]:
    """Return one row per outcome, the headline ones first."""
    rows: list[tuple[str, ...]] = []
    for name in _shown(policy.outcomes, everything):
        outcome, each = OUTCOMES[name], policy.outcomes[name]
        kept = "" if each.pairs in (0, pairs) else f" ({counted(each.pairs, 'pair')})"
        word = f"{policy.verdict(name).value}{kept}"
        rows.append((outcome.title["en"], *_cells(name, each, word), outcome.unit))
    return rows


def _print_worlds(over: OverWorlds, policy: str, everything: bool) -> None:
    """Print in how many worlds a policy is better and worse, and say it of the headline."""
    rows = []
    for name in _shown(over.shares[policy], everything):
        band, counts = over.spreads[policy][name], map(str, over.shares[policy][name])
        low, high = number(band.low, sign=True), number(band.high, sign=True)
        cells = (*counts, number(band.median, sign=True), f"{low} to {high}")
        rows.append((titled(name), *cells))
    table("World by world", _WORLD_COLUMNS, rows)
    sentence(f"Ownership after a year: {over.sentence(policy, HEADLINE)}.")


def _print_groups(policy: PolicyComparison, everything: bool) -> None:
    """Print who gains and who loses; say so where there are no groups to tell apart."""
    if not policy.groups:
        sentence("No groups: everyone here has the same resources.")
        return
    rows: list[tuple[str, ...]] = []
    first = next(iter(policy.groups.values())).outcomes
    for name in _shown(first, everything):
        for group in SHOWN:
            found = policy.groups[group]
            each, title = found.outcomes[name], OUTCOMES[name].title["en"]
            word = policy.verdict(name, group).value
            rows.append((title, GROUPS[group], *_cells(name, each, word), str(each.pairs)))
    table("Who gains, who loses", _GROUP_COLUMNS, rows)
    if alike_in_few(policy.groups[g].outcomes[n] for g in SHOWN for n in _shown(first, everything)):
        sentence(
            "An interval without width rests on fewer than twenty pairs that all came out alike, "
            "which a small group can by luck: ask for more pairs."
        )


def _print_pairing(policy: str, ratio: float) -> None:
    """Say what the shared seeds are worth, where that is known."""
    if math.isfinite(ratio):
        sentence(
            f"Without shared seeds, ownership after a year would take {ratio:,.1f} times as many "
            f"runs of {policy} and baseline for the same interval."
        )


def _shown(outcomes: Mapping[str, object], everything: bool) -> list[str]:
    """Return the outcomes to show, the headline ones first."""
    shown = [
        name for name in outcomes if name in OUTCOMES and (everything or OUTCOMES[name].headline)
    ]
    return sorted(shown, key=lambda name: (name != HEADLINE, not OUTCOMES[name].headline))


def _hour_rows(policy: PolicyComparison) -> list[tuple[str, ...]]:
    """Return one row per activity that takes any hours in either arm."""
    return [
        (name.replace("_", " "), *_change(each), number(each.baseline), number(each.policy))
        for name, each in policy.hours.items()
        if each.baseline or each.policy
    ]


def _cells(outcome: str, each: Difference, word: str) -> tuple[str, ...]:
    smallest = number(OUTCOMES[outcome].smallest_difference)
    return (*_change(each), word, smallest, number(each.baseline), number(each.policy))


def _change(each: Difference) -> tuple[str, str]:
    low, high = number(each.low, sign=True), number(each.high, sign=True)
    return number(each.difference, sign=True), f"{low} to {high}"
