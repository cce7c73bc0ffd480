"""The verb `compare`: policies beside a baseline, in pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.guard import FAILED, INTERRUPTED, say
from heterophony.experiments.commands.printing import progress_bar, say_if_nothing_differs
from heterophony.experiments.results.errors import DEBUG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from heterophony.experiments.methods.comparison import Comparison


_LARGEST = 2_000


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
    as_document: options.JsonOption = False,
) -> None:
    """Set policies beside a baseline under the same seeds: the same people, the same fate.

    --set and --weeks hold in every arm, the baseline included.
    """
    from heterophony.experiments.results.errors import Interrupted, RequestError
    from heterophony.experiments.results.folders import check_target

    overrides = options.overrides_of(assignments, weeks)
    widths = _widths_of(until_width)
    if maximum is not None and not widths:
        raise RequestError("--max-replicates goes with --until-width; without it, --replicates")
    if out is not None:
        check_target(out, "comparison")
    pair = _pairing(worlds, replicates, widths, maximum or _LARGEST)
    try:
        with progress_bar("pairs" if worlds is None else "worlds", foretell=True) as progress:
            comparison = pair(
                baseline,
                policies,
                seed=seed,
                executor=executor.value,
                workers=workers,
                progress=progress,
                overrides=overrides,
            )
    except Interrupted as interruption:
        say(str(interruption))
        if interruption.done:
            _deliver(interruption.finished, out, as_document, everything, groups)
        raise typer.Exit(INTERRUPTED) from None
    _deliver(comparison, out, as_document, everything, groups)


def _pairing(
    worlds: str | None, replicates: int | None, widths: dict[str, float], maximum: int
) -> Callable[..., Comparison]:
    """Return what runs the pairs, in the scenario as it stands or in every plausible world."""
    from functools import partial

    from heterophony.experiments.methods.paired_runs import compare as pair

    chosen = None
    if worlds is not None:
        from heterophony.experiments.methods.worlds import load_worlds

        chosen = load_worlds(worlds)
        if chosen.stale:
            say(chosen.staleness)
    return partial(pair, replicates=replicates, until_width=widths, maximum=maximum, worlds=chosen)


def _widths_of(asked: list[str] | None) -> dict[str, float]:
    """Return the widths that `--until-width` asks for, by outcome."""
    from heterophony.experiments.results.errors import RequestError

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


def _deliver(
    comparison: Comparison, out: Path | None, as_document: bool, everything: bool, groups: bool
) -> None:
    """Write, then print: whoever sees the output can rely on the files."""
    from heterophony.experiments.commands.compared import print_comparison
    from heterophony.experiments.results.documents import as_json

    for scenario in (comparison.baseline, *(each.scenario for each in comparison.policies)):
        for warning in scenario.warnings:
            say(f"note on {scenario.name}: {warning}")
    for number, reason in comparison.failed.items():
        say(f"pair {number} failed and is left out of every number: {reason}")
    if comparison.failed:
        say(
            f"differences are over the {comparison.replicates} pairs that are left; for the "
            f"traceback of a failed run set {DEBUG}=1 and run the same line again"
        )
    for number, reason in (comparison.over.failed if comparison.over else {}).items():
        say(f"world {number} could not be run and is left out: {reason}")
    if comparison.stopped is not None:
        for line in comparison.stopped.sentences(comparison.replicates):
            say(line)
    if out is not None:
        comparison.write(out)
        say(f"wrote {out}")
    if as_document:
        say_if_nothing_differs(comparison.baseline, [e.scenario for e in comparison.policies])
        typer.echo(as_json(comparison.to_json_dict()), nl=False)
    else:
        print_comparison(comparison, everything, groups)
    if comparison.failed:
        raise typer.Exit(FAILED)
