"""The verb `run`: one scenario, once or many times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.guard import FAILED, INTERRUPTED, say
from heterophony.experiments.commands.printing import number, progress_bar, sentence, table
from heterophony.experiments.results.errors import DEBUG

if TYPE_CHECKING:
    from pathlib import Path

    from heterophony.experiments.engine.replicates import RunSet


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "run",
        short_help="Simulate one scenario, once or many times.",
        epilog="Example: heterophony run baseline --replicates 20 --out results",
    )(run)


def run(
    scenario: options.ScenarioArgument,
    assignments: options.SetOption = None,
    seed: options.SeedOption = 1,
    replicates: options.ReplicatesOption = 1,
    weeks: options.WeeksOption = None,
    executor: options.ExecutorOption = options.ExecutorName.compiled,
    workers: options.WorkersOption = None,
    panel: Annotated[
        bool, typer.Option("--panel", help="Also keep citizen-weeks and dated events.")
    ] = False,
    out: options.OutOption = None,
    as_document: options.JsonOption = False,
) -> None:
    """Simulate one scenario.

    With --out, writes tables (Parquet), a summary and a manifest that makes the results again.
    """
    from heterophony.experiments.engine.replicates import run as simulate
    from heterophony.experiments.results.errors import Interrupted, RequestError
    from heterophony.experiments.results.folders import check_target

    if panel and out is None:
        raise RequestError("--panel needs --out DIR: it keeps tables, which are written there")
    overrides = options.overrides_of(assignments, weeks)
    keep = ("meetings", "panel", "events") if panel else ("meetings",) if out else ()
    if out is not None:
        check_target(out, "run")
    try:
        with progress_bar("runs", foretell=True) as progress:
            runs = simulate(
                scenario,
                seed=seed,
                replicates=replicates,
                executor=executor.value,
                workers=workers,
                progress=progress,
                keep=keep,
                overrides=overrides,
            )
    except Interrupted as interruption:
        say(str(interruption))
        if interruption.done:
            _deliver(interruption.finished, out, as_document)
        raise typer.Exit(INTERRUPTED) from None
    _deliver(runs, out, as_document)


def _deliver(runs: RunSet, out: Path | None, as_document: bool) -> None:
    """Write, then print: whoever sees the output can rely on the files."""
    from heterophony.experiments.results.documents import as_json, run_document

    for warning in runs.scenario.warnings:
        say(f"note: {warning}")
    for replicate, reason in runs.failed.items():
        say(f"replicate {replicate} failed and is left out of every number: {reason}")
    if runs.failed:
        say(
            f"the results are those of the {len(runs.results)} runs that are left; for the "
            f"traceback of a failed run set {DEBUG}=1 and run the same line again"
        )
    if out is not None:
        runs.write(out)
        say(f"wrote {out}")
    if as_document:
        typer.echo(as_json(run_document(runs)), nl=False)
    else:
        _print(runs)
    if runs.failed:
        raise typer.Exit(FAILED)


def _print(runs: RunSet) -> None:
    from heterophony.experiments.methods.verdicts import NOT_FOR_PERSONS
    from heterophony.experiments.results.documents import run_document
    from heterophony.scenarios import OUTCOMES

    rows = []
    for name, spread in run_document(runs)["outcomes"].items():
        outcome = OUTCOMES.get(name)
        # An absolute level of ownership means nothing without another to compare it with.
        if outcome is None or name.startswith("ownership"):
            continue
        low, high = number(spread["low"]), number(spread["high"])
        interval = f"{low} to {high}" if spread["replicates"] > 1 else ""
        rows.append((name, outcome.title["en"], number(spread["mean"]), interval, outcome.unit))
    count = len(runs.results)
    title = f"{runs.scenario.name}: {count} run{'' if count == 1 else 's'}, seed {runs.seed}"
    table(title, ("outcome", "", ">mean", "95 % interval", "unit"), rows)
    sentence(
        "Ownership has no unit: compare two policies to see what differs (heterophony compare)."
    )
    sentence(NOT_FOR_PERSONS)
