"""The verb `robustness`: policies beside a baseline, in every plausible world."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.guard import FAILED, INTERRUPTED, say
from heterophony.experiments.commands.printing import progress_bar, say_if_nothing_differs

if TYPE_CHECKING:
    from heterophony.experiments.methods.robustness import Robustness


class FundingName(StrEnum):
    """Where the hours that a policy's coordination takes come from."""

    as_given = "as-given"
    fixed = "fixed"
    funded = "funded"
    both = "both"


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "robustness",
        short_help="Set policies beside a baseline in every plausible world.",
        epilog="Example: heterophony robustness baseline shared-goals --worlds 100 --out results",
    )(robustness)


def robustness(
    baseline: Annotated[
        str, typer.Argument(metavar="BASELINE", help="What the policies are set beside.")
    ],
    policies: Annotated[
        list[str], typer.Argument(metavar="POLICY...", help="One or more scenarios.")
    ],
    worlds: options.WorldsOption = "100",
    assignments: options.SetOption = None,
    seed: options.SeedOption = 1,
    replicates: Annotated[
        int,
        typer.Option(
            parser=options.whole_number(2, options.LARGEST_REPLICATES),
            metavar="R",
            help="Pairs in each world, from 2.",
        ),
    ] = 8,
    weeks: options.WeeksOption = None,
    funding: Annotated[
        FundingName,
        typer.Option(
            parser=options.one_of(FundingName),
            metavar=options.words_of(FundingName),
            help="Hours for coordination: as each policy says, or set here.",
        ),
    ] = FundingName.as_given,
    information: Annotated[
        bool,
        typer.Option("--value-of-information", help="Show what would be worth measuring first."),
    ] = False,
    executor: options.ExecutorOption = options.ExecutorName.compiled,
    workers: options.WorkersOption = None,
    out: options.OutOption = None,
    as_document: options.JsonOption = False,
) -> None:
    """Run every policy in every plausible world under shared seeds.

    Says in how many worlds it is better and worse, who loses, how much a wrong choice costs, and
    under which assumptions the sign turns. --set and --weeks hold in every arm and world. With
    --out it can be interrupted; the same line goes on.
    """
    from heterophony.experiments.methods.robustness import assess_robustness
    from heterophony.experiments.methods.worlds import load_worlds
    from heterophony.experiments.results.errors import Interrupted
    from heterophony.experiments.results.folders import check_target

    overrides = options.overrides_of(assignments, weeks)
    if out is not None:
        check_target(out, "robustness")
    chosen = load_worlds(worlds)
    if chosen.stale:
        say(chosen.staleness)
    try:
        with progress_bar("worlds", foretell=True) as progress:
            result = assess_robustness(
                baseline,
                policies,
                worlds=chosen,
                seed=seed,
                replicates=replicates,
                funding=funding.value,
                executor=executor.value,
                workers=workers,
                progress=progress,
                overrides=overrides,
                out=out,
            )
    except Interrupted as interruption:
        kept = "; they are kept, and the same line goes on with them" if out is not None else ""
        say(f"{interruption}{kept}")
        if interruption.done:
            _deliver(interruption.finished, out, information, as_document)
        raise typer.Exit(INTERRUPTED) from None
    _deliver(result, out, information, as_document)
    if result.failed:
        raise typer.Exit(FAILED)


def _deliver(result: Robustness, out: Path | None, information: bool, as_document: bool) -> None:
    """Write, then print: whoever sees the output can rely on the files."""
    from heterophony.experiments.commands.robust import print_robustness
    from heterophony.experiments.results.codec import as_json, plain

    for number, reason in result.failed.items():
        say(f"world {number} could not be run and is left out: {reason}")
    if out is not None:
        result.write(out)
        say(f"wrote {out}")
    if as_document:
        say_if_nothing_differs(result.baseline, result.policies)
        document = result.to_json_dict()
        if information:
            document["value_of_information"] = {
                name: plain(result.value_of_information(name).to_dict("records"))
                for name in result.names
            }
        typer.echo(as_json(document), nl=False)
    else:
        print_robustness(result, information)
