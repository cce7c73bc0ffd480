"""The verb `compare`: policies beside a baseline, in pairs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.compared import print_comparison
from heterophony.experiments.commands.csv_option import CsvOption, DecimalOption, csv_writer
from heterophony.experiments.commands.deliver import deliver, finish
from heterophony.experiments.commands.guard import say
from heterophony.experiments.commands.printing import (
    left_out,
    progress_bar,
    say_if_nothing_differs,
)
from heterophony.experiments.engine.checkpoint import unfinished_path
from heterophony.experiments.inputs.worlds import Worlds, load_worlds
from heterophony.experiments.methods.compare import compare as pair
from heterophony.experiments.methods.comparison import Comparison
from heterophony.experiments.methods.stopping import MOST_PAIRS
from heterophony.experiments.results.csv import Decimal
from heterophony.experiments.results.errors import RequestError


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
    replicates: Annotated[
        int | None,
        typer.Option(
            parser=options.whole_number(1, options.LARGEST_REPLICATES),
            metavar="R",
            help="Runs under different seeds: 50 unless given; with --worlds in each world, 4.",
        ),
    ] = None,
    worlds: options.AllWorldsOption = None,
    weeks: options.WeeksOption = None,
    executor: options.ExecutorOption = options.ExecutorName.compiled,
    workers: options.WorkersOption = None,
    until_width: Annotated[
        list[str] | None,
        typer.Option(
            "--until-width",
            metavar="OUTCOME=WIDTH",
            help="Run pairs until this outcome's 95 % interval is no wider, for every policy; "
            "--replicates is then the size of a batch. May be repeated.",
        ),
    ] = None,
    maximum: Annotated[
        int | None,
        typer.Option(
            "--max-replicates",
            parser=options.whole_number(1, options.LARGEST_REPLICATES),
            metavar="N",
            help="Where to stop in any case, with --until-width; 2,000 unless given.",
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every outcome, not only the first ones.")
    ] = False,
    groups: Annotated[
        bool, typer.Option("--groups", help="Show who gains and who loses with every outcome.")
    ] = False,
    out: options.OutOption = None,
    csv: CsvOption = None,
    decimal: DecimalOption = Decimal.point,
    force: options.ForceOption = False,
    as_document: options.JsonOption = False,
) -> None:
    """Set policies beside a baseline under the same seeds: the same people, the same fate.

    --set and --weeks hold in every arm, the baseline included. With --out, an interrupted or
    killed comparison goes on where it was when the same line is run again.
    """
    overrides = options.overrides_of(assignments, weeks)
    widths = _widths_of(until_width)
    if maximum is not None and not widths:
        raise RequestError("--max-replicates goes with --until-width; without it, --replicates")
    folder = options.target_of(out, "comparison", force=force)
    write_csv = csv_writer(csv, decimal, force=force)
    chosen, unit = _worlds(worlds), "pairs" if worlds is None else "worlds"
    unfinished = None if folder is None else unfinished_path(folder)
    if unfinished is not None and unfinished.exists():
        say(f"going on from the finished {unit} in {unfinished}")

    def work() -> Comparison:
        with progress_bar(unit, foretell=True) as progress:
            return pair(
                baseline,
                policies,
                seed=seed,
                replicates=replicates,
                executor=executor.value,
                workers=workers,
                progress=progress,
                overrides=overrides,
                until_width=widths,
                maximum=maximum or MOST_PAIRS,
                worlds=chosen,
                unfinished=unfinished,
            )

    def hand_over(found: Comparison) -> None:
        write_csv(lambda: found.to_frame(groups=True))
        deliver(
            document=lambda: {**found.to_json_dict(), "manifest": found.manifest()},
            show=lambda: print_comparison(found, everything, groups),
            as_document=as_document,
            notes=_notes(found),
            out=folder,
            write=lambda path: _write(found, path, unfinished),
            failed=bool(found.failed),
        )
        if as_document:
            say_if_nothing_differs(found.baseline, [each.scenario for each in found.policies])

    finish(work, hand_over)


def _write(comparison: Comparison, out: Path, unfinished: Path | None) -> None:
    """Write the folder; finished pairs then need no checkpoint."""
    comparison.write(out)
    if unfinished is not None and not comparison.interrupted:
        unfinished.unlink(missing_ok=True)


def _notes(comparison: Comparison) -> Iterator[str]:
    """Yield what people should know beside the numbers."""
    for scenario in (comparison.baseline, *(each.scenario for each in comparison.policies)):
        for warning in scenario.warnings:
            yield f"note on {scenario.name}: {warning}"
    yield from left_out("pair", comparison.failed, comparison.replicates, "pair")
    for number, reason in (comparison.over.failed if comparison.over else {}).items():
        yield f"world {number} could not be run and is left out: {reason}"
    if comparison.stopped is not None:
        yield from comparison.stopped.sentences(comparison.replicates)


def _worlds(asked: str | None) -> Worlds | None:
    """Load the plausible worlds that were asked for; say so if they are stale."""
    if asked is None:
        return None
    chosen = load_worlds(asked)
    if chosen.stale:
        say(chosen.staleness)
    return chosen


def _widths_of(asked: list[str] | None) -> dict[str, float]:
    """Return the widths that `--until-width` asks for, by outcome."""
    widths: dict[str, float] = {}
    for text in asked or ():
        outcome, _, width = (part.strip() for part in text.partition("="))
        if outcome in widths:
            raise RequestError(f"--until-width asks twice for {outcome}")
        try:
            widths[outcome] = float(width)
        except ValueError:
            raise RequestError(
                f"--until-width {text!r} must have the form OUTCOME=WIDTH, as in ownership_52w=0.01"
            ) from None
    return widths
