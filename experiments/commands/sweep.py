"""The verb `sweep`: a plan of many runs into a store that survives being killed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.deliver import deliver, interruptible
from heterophony.experiments.commands.effects_shown import (
    MOST_OUTCOMES,
    AskedEffect,
    asked_effect,
    print_effects,
)
from heterophony.experiments.commands.guard import say
from heterophony.experiments.commands.printing import counted, number, progress_bar, sentence, table
from heterophony.experiments.engine import sweep as engine
from heterophony.experiments.engine.pilot import Forecast, plan_ahead
from heterophony.experiments.methods import sweep_summary
from heterophony.experiments.methods.lever_effects import LeverEffects
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.notice import LIMITS, NOT_FOR_PERSONS
from heterophony.experiments.results.store import Store, read_contents
from heterophony.scenarios import OUTCOMES

KEPT = "they are kept, and the same command resumes"
_MOST_POINTS = 40  # that are printed
_MOST_UNDONE = 5
_COLUMNS = ("point", ">difference", "95 % interval", "in a word", ">pairs", ">missing")

DaskOption = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Run on the dask.distributed cluster at this address."),
]
TimeLimitOption = Annotated[
    float | None,
    typer.Option(
        parser=options.number_above(0.0),
        metavar="SECONDS",
        help="A run that takes longer becomes a row that says so.",
    ),
]
AcceptStaleOption = Annotated[
    bool,
    typer.Option("--accept-stale", help="Go on although the model has changed since."),
]
RetryOption = Annotated[
    bool,
    typer.Option("--retry", help="Make runs again that failed, timed out or were killed."),
]


EffectOfOption = Annotated[
    str | None,
    typer.Option(
        "--effect-of",
        metavar="NAME=FROM,TO",
        help="Show what this change does in every cell of the other levers, as `effect` does.",
    ),
]


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "sweep",
        short_help="Run a plan of many runs into a store.",
        epilog="Example: heterophony sweep examples/sweep_plan.toml --out results/sweep",
    )(sweep)


def sweep(
    plan: Annotated[Path, typer.Argument(metavar="PLAN.toml", help="What to vary and to keep.")],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The store: new, or begun by this plan.")
    ] = None,
    workers: options.WorkersOption = None,
    dask: DaskOption = None,
    plan_only: Annotated[
        bool, typer.Option("--plan-only", help="Only say what it will take; nothing is written.")
    ] = False,
    time_limit: TimeLimitOption = None,
    retry: RetryOption = False,
    accept_stale: AcceptStaleOption = False,
    effect_of: EffectOfOption = None,
    as_document: options.JsonOption = False,
) -> None:
    """Run a plan into a store; stop it anywhere, and the same command resumes.

    The store's table is read by pandas or DuckDB at any moment, as DIR/runs/*.parquet.
    """
    asked = None if effect_of is None else asked_effect(effect_of, "--effect-of")
    if plan_only:
        _plan_only(plan, workers, dask, as_document)
        return
    if out is None:
        raise RequestError("sweep needs --out DIR, the store; or --plan-only to see what it takes")
    with interruptible(KEPT), progress_bar(plan.stem) as progress:
        store = engine.sweep(
            plan,
            out,
            workers=workers,
            dask=dask,
            time_limit=time_limit,
            retry=retry,
            accept_stale=accept_stale,
            progress=progress,
            say=say,
        )
    deliver_store(store, as_document, asked)


def deliver_store(store: Store, as_document: bool, asked: AskedEffect | None = None) -> None:
    """Print what a finished store holds, and leave with 1 if a run of it is missing.

    With `asked`, it prints the effect of a lever instead of the points against the first one.
    """
    undone = store.undone
    effects = None if asked is None else asked.of(store)
    more = {} if effects is None else {"effects": effects.to_json_dict()}
    deliver(
        document=lambda: _document(store, undone) | more,
        show=lambda: _print(store, effects),
        as_document=as_document,
        notes=[f"wrote {store.path}", *_undone_notes(store, undone)],
        failed=len(undone) > 0,
    )


def _undone_notes(store: Store, undone: pd.DataFrame) -> Iterator[str]:
    """Say of the first runs that gave nothing why, and how to see more."""
    for _, row in undone.head(_MOST_UNDONE).iterrows():
        line = row["replay"].replace("STORE", str(store.path))
        yield f"run {row['id']} {row['status'].replace('_', ' ')}: {row['reason']}; see: {line}"
    if len(undone) > _MOST_UNDONE:
        yield f"... and {len(undone) - _MOST_UNDONE:,} more; column reason of the table says why"


def _document(store: Store, undone: pd.DataFrame) -> dict[str, object]:
    contents, design = read_contents(store.path), store.design
    return {
        "store": str(store.path),
        "points": len(design.points),
        "replicates": design.replicates,
        "varied": list(design.varied),
        "outcomes": list(design.outcomes),
        "rules_sha256": store.manifest.sources[-1].rules,
        **{key: value for key, value in contents.items() if key not in ("files", "notice")},
        "undone": undone.to_dict("records"),
        "notice": contents["notice"],
    }


def _print(store: Store, effects: LeverEffects | None) -> None:
    """Print how the points differ from the first in the first outcomes, and the limits."""
    design = store.design
    if effects is not None:
        print_effects(effects)
    elif 1 < len(design.points) <= _MOST_POINTS and design.replicates > 1:
        for name in design.outcomes[:MOST_OUTCOMES]:
            title = f"{OUTCOMES[name].title['en']}, less {design.named(0)}"
            table(title, _COLUMNS, _rows(store, name))
    sentence(
        f"{counted(store.asked, 'run')}: {counted(len(design.points), 'point')}, "
        f"{counted(design.replicates, 'seed')} each. "
        f"The table: {store.path / 'runs'}/*.parquet"
    )
    for line in (_shared_seeds(store), sweep_summary.sentence(store), LIMITS, NOT_FOR_PERSONS):
        if line:
            sentence(line)


def _shared_seeds(store: Store) -> str:
    """Say what shared seeds are worth, by the first outcome."""
    design = store.design
    if len(design.points) < 2 or design.replicates < 2:
        return ""
    ratio = float(store.summary(design.outcomes[:1], baseline=0)["variance_ratio"].median())
    if math.isnan(ratio):
        return ""
    return (
        f"Shared seeds: without them the same intervals of {design.outcomes[0]} would take about "
        f"{ratio:.1f} times as many runs (median over points)."
    )


def _rows(store: Store, name: str) -> list[tuple[str, ...]]:
    found = store.summary([name], baseline=0)
    return [
        (
            store.design.named(row["point"]),
            number(row["difference"], sign=True),
            f"{number(row['low'], sign=True)} to {number(row['high'], sign=True)}",
            row["verdict"],
            str(row["pairs"]),
            str(row["missing"]),
        )
        for _, row in found.iloc[1:].iterrows()
    ]


def _width(value: float) -> str:
    """Write a half-width with two digits that count, however small it is."""
    return f"{value:.2g}" if 0.0 < value < 10.0 else number(value)


def _plan_only(plan: Path, workers: int | None, dask: str | None, as_document: bool) -> None:
    forecast = plan_ahead(plan, workers=workers, dask=dask)
    deliver(
        document=forecast.document, show=lambda: _print_forecast(forecast), as_document=as_document
    )


def _print_forecast(forecast: Forecast) -> None:
    sentence(str(forecast))
    rows = [
        (each.outcome, str(each.seeds), f"±{_width(each.difference)}") for each in forecast.widths
    ]
    columns = ("outcome", ">seeds", ">paired difference, 95 % interval")
    table("What seeds buy (expected half-widths)", columns, rows)
