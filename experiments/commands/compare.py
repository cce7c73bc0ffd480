"""The verb `compare`: policies beside a baseline, in pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.guard import INTERRUPTED, say
from heterophony.experiments.commands.printing import number, progress_bar, sentence, table

if TYPE_CHECKING:
    from pathlib import Path

    from heterophony.experiments.comparison import Comparison, PolicyComparison
    from heterophony.experiments.pairing import Difference

_COLUMNS = ("", ">difference", "95 % interval", "in a word", ">baseline", ">policy", "unit")
_HOUR_COLUMNS = ("", ">difference", "95 % interval", ">baseline", ">policy")
_HEADLINE = "ownership_52w"


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "compare",
        short_help="Set policies beside a baseline, in pairs.",
        epilog="Example: heterophony compare baseline ten-minutes-together-first --out results",
    )(compare)


def compare(
    baseline: Annotated[
        str, typer.Argument(metavar="BASELINE", help="What the policies are set beside.")
    ],
    policies: Annotated[
        list[str], typer.Argument(metavar="POLICY...", help="One or more scenarios.")
    ],
    assignments: options.SetOption = None,
    seed: options.SeedOption = 1,
    replicates: options.ReplicatesOption = 50,
    weeks: options.WeeksOption = None,
    executor: options.ExecutorOption = options.ExecutorName.compiled,
    workers: options.WorkersOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every outcome, not only the first ones.")
    ] = False,
    out: options.OutOption = None,
    as_document: options.JsonOption = False,
) -> None:
    """Set policies beside a baseline under the same seeds: the same people, the same fate.

    --set and --weeks hold in every arm, the baseline included.
    """
    from heterophony.experiments.errors import Interrupted
    from heterophony.experiments.folders import check_target
    from heterophony.experiments.paired_runs import compare as pair

    overrides = options.overrides_of(assignments, weeks)
    if out is not None:
        check_target(out)
    try:
        with progress_bar("pairs") as progress:
            comparison = pair(
                baseline,
                policies,
                seed=seed,
                replicates=replicates,
                executor=executor.value,
                workers=workers,
                progress=progress,
                overrides=overrides,
            )
    except Interrupted as interruption:
        say(str(interruption))
        if interruption.done:
            _deliver(interruption.finished, out, as_document, everything)
        raise typer.Exit(INTERRUPTED) from None
    _deliver(comparison, out, as_document, everything)


def _deliver(comparison: Comparison, out: Path | None, as_document: bool, everything: bool) -> None:
    """Write, then print: whoever sees the output can rely on the files."""
    from heterophony.experiments.documents import as_json

    for scenario in (comparison.baseline, *(each.scenario for each in comparison.policies)):
        for warning in scenario.warnings:
            say(f"note on {scenario.name}: {warning}")
    if out is not None:
        comparison.write(out)
        say(f"wrote {out}")
    if as_document:
        typer.echo(as_json(comparison.to_json_dict()), nl=False)
    else:
        _print(comparison, everything)


def _print(comparison: Comparison, everything: bool) -> None:
    from heterophony.experiments.verdicts import LIMITS, NOT_FOR_PERSONS, ranking
    from heterophony.scenarios import OUTCOMES

    for policy in comparison.policies:
        title = (
            f"{policy.name} less {comparison.baseline.name}: "
            f"{comparison.replicates} pairs, seed {comparison.seed}"
        )
        table(title, _COLUMNS, _outcome_rows(policy, comparison.replicates, everything))
        table("Staff hours per citizen and year", _HOUR_COLUMNS, _hour_rows(policy))
    named = [(each.name, each.outcomes[_HEADLINE]) for each in comparison.policies]
    for line in ranking(named, OUTCOMES[_HEADLINE].smallest_difference):
        sentence(f"By ownership after a year: {line}")
    sentence(LIMITS)
    sentence(NOT_FOR_PERSONS)


def _outcome_rows(policy: PolicyComparison, pairs: int, everything: bool) -> list[tuple[str, ...]]:
    """Return one row per outcome, the headline ones first."""
    from heterophony.scenarios import OUTCOMES

    shown = [
        name
        for name in policy.outcomes
        if name in OUTCOMES and (everything or OUTCOMES[name].headline)
    ]
    shown.sort(key=lambda name: (name != _HEADLINE, not OUTCOMES[name].headline))
    rows: list[tuple[str, ...]] = []
    for name in shown:
        outcome, each = OUTCOMES[name], policy.outcomes[name]
        # Pairs in which an arm is undefined are left out; where there are any, it is said.
        kept = "" if each.pairs == pairs else f" ({each.pairs} pairs)"
        word = f"{policy.verdict(name).value}{kept}"
        arms = (number(each.baseline), number(each.policy))
        rows.append((outcome.title["en"], *_change(each), word, *arms, outcome.unit))
    return rows


def _hour_rows(policy: PolicyComparison) -> list[tuple[str, ...]]:
    """Return one row per activity that takes any hours in either arm."""
    return [
        (name.replace("_", " "), *_change(each), number(each.baseline), number(each.policy))
        for name, each in policy.hours.items()
        if each.baseline or each.policy
    ]


def _change(each: Difference) -> tuple[str, str]:
    low, high = number(each.low, sign=True), number(each.high, sign=True)
    return number(each.difference, sign=True), f"{low} to {high}"
