"""The verb `compare`: policies and a baseline, in pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.compared import print_comparison
from heterophony.experiments.commands.csv_option import (
    CsvOption,
    CsvWriter,
    DecimalOption,
    csv_writer,
)
from heterophony.experiments.commands.deliver import deliver, finish
from heterophony.experiments.commands.guard import say
from heterophony.experiments.commands.printing import (
    left_out,
    say_if_nothing_differs,
    watched,
)
from heterophony.experiments.engine.checkpoint import unfinished_path
from heterophony.experiments.inputs.worlds import load_worlds
from heterophony.experiments.methods.compare import compare as pair
from heterophony.experiments.methods.comparison import Comparison
from heterophony.experiments.methods.stopping import MOST_PAIRS
from heterophony.experiments.results.csv import Decimal
from heterophony.experiments.results.errors import RequestError

PairsOption = Annotated[
    int | None,
    options.whole(
        "Runs under different seeds: 50 by default; with --worlds in each world, 4.",
        "--replicates",
    ),
]
UntilWidthOption = Annotated[
    list[str] | None,
    typer.Option(
        "--until-width",
        metavar="OUTCOME=WIDTH",
        help="Run pairs until this outcome's 95 % interval is no wider, for every policy; "
        "--replicates is then the size of a batch. May be repeated.",
    ),
]
UntilSettledOption = Annotated[
    list[str] | None,
    typer.Option(
        "--until-settled",
        metavar="OUTCOME",
        help="Run pairs until this outcome's word is settled, for every policy, however often one "
        "looks; --replicates is then the size of a batch, 8 by default. May be repeated.",
    ),
]
MaximumOption = Annotated[
    int | None,
    options.whole(
        "Where to stop in any case, with --until-width or --until-settled; 2,000 by default.",
        "--max-replicates",
        metavar="N",
    ),
]
GroupsOption = Annotated[
    bool, typer.Option("--groups", help="Show who gains and who loses with every outcome.")
]

WithinOption = Annotated[
    str | None,
    typer.Option(
        "--within",
        metavar="NAME=FROM,TO",
        help="Make this change in the baseline and in every policy, and say which policy repairs "
        "its harm and which only adds elsewhere. --out is then a store, as of `sweep`.",
    ),
]


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "compare",
        short_help="Compare policies with a baseline, in pairs.",
        epilog="Example: heterophony compare baseline ten-minutes-together-first --out results",
    )(compare)


def compare(
    baseline: options.BaselineArgument,
    policies: options.PoliciesArgument,
    assignments: options.SetOption = None,
    seed: options.SeedOption = 1,
    replicates: PairsOption = None,
    worlds: options.AllWorldsOption = None,
    weeks: options.WeeksOption = None,
    executor: options.ExecutorOption = options.ExecutorName.compiled,
    workers: options.WorkersOption = None,
    until_width: UntilWidthOption = None,
    until_settled: UntilSettledOption = None,
    maximum: MaximumOption = None,
    everything: options.EverythingOption = False,
    groups: GroupsOption = False,
    within: WithinOption = None,
    out: options.OutOption = None,
    csv: CsvOption = None,
    decimal: DecimalOption = Decimal.point,
    force: options.ForceOption = False,
    as_document: options.JsonOption = False,
) -> None:
    """Compare policies with a baseline under the same seeds: the same people, the same luck.

    --set and --weeks hold in every arm, the baseline included. With --out, the same command
    resumes a comparison that was interrupted or killed.
    """
    request = {
        **{"baseline": baseline, "policies": policies, "seed": seed, "replicates": replicates},
        **{"workers": workers, "overrides": options.overrides_of(assignments, weeks)},
    }
    write_csv = csv_writer(csv, decimal, force=force)
    if within is not None:
        from heterophony.experiments.commands.within import show_within  # scipy is slow

        _refuse_beside_within(worlds, until_width, until_settled, maximum, groups, executor)
        shown = {"everything": everything, "as_document": as_document}
        show_within(within, request, out=out, write_csv=write_csv, **shown)
        return
    folder = options.target_of(out, "comparison", force=force)
    request |= {"executor": executor.value, **_stopping(until_width, until_settled, maximum)}
    show = partial(print_comparison, everything=everything, groups=groups)
    work = _work(request, worlds, folder)
    finish(work, lambda found: _hand_over(found, show, as_document, folder, write_csv))


def _refuse_beside_within(
    worlds: str | None,
    until_width: list[str] | None,
    until_settled: list[str] | None,
    maximum: int | None,
    groups: bool,
    executor: options.ExecutorName,
) -> None:
    given = {
        "--worlds": worlds,
        "--until-width": until_width,
        "--until-settled": until_settled,
        "--max-replicates": maximum,
        "--groups": groups,
        "--executor agents": executor is options.ExecutorName.agents,
    }
    for name, value in given.items():
        if value:
            raise RequestError(f"{name} and --within exclude each other")


def _work(
    request: Mapping[str, Any], worlds: str | None, folder: Path | None
) -> Callable[[], Comparison]:
    """Return the comparison to run, in the worlds that are asked for and with its checkpoint."""
    unit = "pairs" if worlds is None else "worlds"
    return watched(
        unit,
        pair,
        **request,
        worlds=None if worlds is None else load_worlds(worlds, announce=say),
        unfinished=_unfinished(folder, unit),
    )


def _hand_over(
    found: Comparison,
    show: Callable[[Comparison], None],
    as_document: bool,
    out: Path | None,
    write_csv: CsvWriter,
) -> None:
    write_csv(lambda: found.to_frame(groups=True))
    deliver(
        document=lambda: {**found.to_json_dict(), "manifest": found.manifest()},
        show=lambda: show(found),
        as_document=as_document,
        notes=_notes(found),
        out=out,
        write=lambda path: _write(found, path),
        failed=bool(found.failed),
    )
    if as_document:
        say_if_nothing_differs(found.baseline, [each.scenario for each in found.policies])


def _unfinished(folder: Path | None, unit: str) -> Path | None:
    """Return the checkpoint beside the folder; say so if it resumes."""
    path = None if folder is None else unfinished_path(folder)
    if path is not None and path.exists():
        say(f"resuming from the finished {unit} in {path}")
    return path


def _write(comparison: Comparison, out: Path) -> None:
    """Write the folder; finished pairs then need no checkpoint."""
    comparison.write(out)
    if not comparison.interrupted:
        unfinished_path(out).unlink(missing_ok=True)


def _notes(comparison: Comparison) -> Iterator[str]:
    """Yield what people should know about the numbers."""
    for scenario in (comparison.baseline, *(each.scenario for each in comparison.policies)):
        for warning in scenario.warnings:
            yield f"note on {scenario.name}: {warning}"
    yield from left_out("pair", comparison.failed, comparison.replicates, "pair")
    for number, reason in (comparison.over.failed if comparison.over else {}).items():
        yield f"world {number} could not be run and is left out: {reason}"
    if comparison.stopped is not None:
        yield from comparison.stopped.sentences(comparison.replicates)


def _stopping(
    widths: list[str] | None, settled: list[str] | None, maximum: int | None
) -> dict[str, Any]:
    """Return what `compare` takes of the rules for stopping.

    Raises
    ------
    RequestError
        If `--max-replicates` is given without a rule, or a width is wrong.
    """
    if maximum is not None and not (widths or settled):
        raise RequestError(
            "--max-replicates goes with --until-width or --until-settled; without one, --replicates"
        )
    return {
        "until_width": _widths_of(widths),
        "until_settled": settled or [],
        "maximum": maximum or MOST_PAIRS,
    }


def _widths_of(asked: list[str] | None) -> dict[str, float]:
    """Return the widths that `--until-width` asks for, by outcome.

    Raises
    ------
    RequestError
        If one is no number or asked for twice.
    """
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
