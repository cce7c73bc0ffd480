"""The verb `run`: one scenario, once or many times."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.deliver import deliver, finish
from heterophony.experiments.commands.printing import (
    counted,
    left_out,
    number,
    sentence,
    table,
    watched,
)
from heterophony.experiments.engine.replicates import run as simulate
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.notice import NOT_FOR_PERSONS
from heterophony.experiments.results.run_set import RunSet
from heterophony.scenarios import OUTCOMES

RunsOption = Annotated[
    int,
    options.whole(
        "Runs under different seeds: 1 to 10,000; with --out to 1,000 unless "
        "--outcomes-only is given; with --panel to 100.",
    ),
]
PanelOption = Annotated[
    bool, typer.Option("--panel", help="Also keep citizen-weeks and dated events.")
]
OutcomesOnlyOption = Annotated[
    bool, typer.Option("--outcomes-only", help="Leave out the table of meetings.")
]


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
    replicates: RunsOption = 1,
    weeks: options.WeeksOption = None,
    executor: options.ExecutorOption = options.ExecutorName.compiled,
    workers: options.WorkersOption = None,
    panel: PanelOption = False,
    outcomes_only: OutcomesOnlyOption = False,
    out: options.OutOption = None,
    force: options.ForceOption = False,
    as_document: options.JsonOption = False,
) -> None:
    """Simulate one scenario.

    With --out, writes tables (Parquet), a summary and a manifest that makes the results again.
    """
    work = watched(
        "runs",
        simulate,
        scenario=scenario,
        seed=seed,
        replicates=replicates,
        executor=executor.value,
        workers=workers,
        keep=_tables(out, panel, outcomes_only),
        overrides=options.overrides_of(assignments, weeks),
    )
    folder = options.target_of(out, "run", force=force)

    def hand_over(runs: RunSet) -> None:
        deliver(
            document=lambda: {**runs.to_json_dict(), "manifest": runs.manifest()},
            show=lambda: _print(runs),
            as_document=as_document,
            notes=_notes(runs),
            out=folder,
            write=runs.write,
            failed=bool(runs.failed),
        )

    finish(work, hand_over)


def _tables(out: Path | None, panel: bool, outcomes_only: bool) -> tuple[str, ...]:
    """Return the tables to record; none where nothing is written.

    Raises
    ------
    RequestError
        If the options contradict each other.
    """
    if panel and out is None:
        raise RequestError("--panel needs --out DIR: it keeps tables, which are written there")
    if panel and outcomes_only:
        raise RequestError("--panel and --outcomes-only exclude each other")
    if out is None or outcomes_only:
        return ()
    return ("meetings", "panel", "events") if panel else ("meetings",)


def _notes(runs: RunSet) -> Iterator[str]:
    yield from (f"note: {warning}" for warning in runs.scenario.warnings)
    yield from left_out("replicate", runs.failed, len(runs.results), "run")


def _print(runs: RunSet) -> None:
    rows = []
    for name, spread in runs.to_json_dict()["outcomes"].items():
        outcome = OUTCOMES.get(name)
        # An absolute level of ownership means nothing without another to compare it with.
        if outcome is None or name.startswith("ownership"):
            continue
        low, high = number(spread["low"]), number(spread["high"])
        interval = f"{low} to {high}" if spread["replicates"] > 1 else ""
        rows.append((name, outcome.title["en"], number(spread["mean"]), interval, outcome.unit))
    title = f"{runs.scenario.name}: {counted(len(runs.results), 'run')}, seed {runs.seed}"
    table(title, ("outcome", "", ">mean", "95 % interval", "unit"), rows)
    sentence(
        "Ownership has no unit: compare two policies to see what differs (heterophony compare)."
    )
    sentence(NOT_FOR_PERSONS)
