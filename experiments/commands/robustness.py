"""The verb `robustness`: policies and a baseline in every plausible world."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.csv_option import CsvOption, DecimalOption, csv_writer
from heterophony.experiments.commands.deliver import deliver, finish
from heterophony.experiments.commands.guard import say
from heterophony.experiments.commands.printing import say_if_nothing_differs, watched
from heterophony.experiments.commands.worlds_shown import print_robustness, resumable
from heterophony.experiments.inputs.worlds import load_worlds
from heterophony.experiments.methods.assessing import assess_robustness
from heterophony.experiments.methods.robustness import Robustness
from heterophony.experiments.results.csv import Decimal


class FundingName(StrEnum):
    """Where the hours that a policy's coordination takes come from."""

    as_given = "as-given"
    fixed = "fixed"
    funded = "funded"
    both = "both"


PairsOption = Annotated[
    int,
    options.whole("Pairs in each world, from 2.", "--replicates", least=2),
]
FundingOption = Annotated[
    FundingName,
    options.choice(FundingName, "Hours for coordination: as each policy says, or set here."),
]
InformationOption = Annotated[
    bool, typer.Option("--value-of-information", help="Show what would be worth measuring first.")
]


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "robustness",
        short_help="Compare policies with a baseline in every plausible world.",
        epilog="Example: heterophony robustness baseline shared-goals --worlds 100 --out results",
    )(robustness)


def robustness(
    baseline: options.BaselineArgument,
    policies: options.PoliciesArgument,
    worlds: options.WorldsOption = "100",
    assignments: options.SetOption = None,
    seed: options.SeedOption = 1,
    replicates: PairsOption = 8,
    weeks: options.WeeksOption = None,
    funding: FundingOption = FundingName.as_given,
    information: InformationOption = False,
    executor: options.ExecutorOption = options.ExecutorName.compiled,
    workers: options.WorkersOption = None,
    out: options.OutOption = None,
    csv: CsvOption = None,
    decimal: DecimalOption = Decimal.point,
    as_document: options.JsonOption = False,
) -> None:
    """Run every policy in every plausible world under shared seeds.

    Says in how many worlds it is better and worse, who loses, how much a wrong choice costs, and
    under which assumptions the sign turns. --set and --weeks hold in every arm and world. With
    --out it can be interrupted: the same command resumes it.
    """
    out = options.target_of(out, "robustness")
    write_csv = csv_writer(csv, decimal)
    assess = watched(
        "worlds",
        assess_robustness,
        baseline=baseline,
        policies=policies,
        worlds=load_worlds(worlds, announce=say),
        seed=seed,
        replicates=replicates,
        funding=funding.value,
        executor=executor.value,
        workers=workers,
        overrides=options.overrides_of(assignments, weeks),
        out=out,
    )

    def hand_over(result: Robustness) -> None:
        write_csv(result.shares_frame)
        _hand_over(result, information, as_document, out)

    finish(partial(_resumably, assess, out), hand_over)


def _resumably(assess: Callable[[], Robustness], out: Path | None) -> Robustness:
    with resumable("worlds" if out is not None else ""):
        return assess()


def _hand_over(result: Robustness, information: bool, as_document: bool, out: Path | None) -> None:
    deliver(
        document=partial(_document, result, information),
        show=partial(print_robustness, result, information),
        as_document=as_document,
        notes=_notes(result),
        out=out,
        write=result.write,
        failed=bool(result.failed) and not result.interrupted,
    )


def _notes(result: Robustness) -> list[str]:
    return [
        f"world {number} could not be run and is left out: {reason}"
        for number, reason in result.failed.items()
    ]


def _document(result: Robustness, information: bool) -> dict[str, Any]:
    say_if_nothing_differs(result.baseline, result.policies)
    document = result.to_json_dict()
    if information:
        document["value_of_information"] = {
            name: result.value_of_information(name).to_dict("records") for name in result.names
        }
    return document
