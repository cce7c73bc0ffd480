"""The verb `figures`: aggregated figures of one's own place beside the model."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Any

import tomlkit
import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.calibrate import calibrate as fit_to
from heterophony.experiments.commands.deliver import deliver
from heterophony.experiments.commands.guard import say
from heterophony.experiments.commands.printing import number, sentence, table, watched
from heterophony.experiments.inputs.own_figures import (
    BankChoice,
    read_figures,
    targets_document,
)
from heterophony.experiments.inputs.targets import read_targets
from heterophony.experiments.methods.own_figures import FiguresBeside, compare_figures
from heterophony.experiments.results.atomic import write_file
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.folders import check_file_target
from heterophony.experiments.results.notice import NOT_FOR_PERSONS

_OURS = b"# Targets that heterophony figures wrote"
FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE.csv", help="A table of aggregated figures.")
]
ScenarioOption = Annotated[
    str, typer.Option("--scenario", metavar="SCENARIO", help="What they are compared with.")
]
BankOutcomeOption = Annotated[
    str | None,
    typer.Option(
        "--outcome",
        metavar="OUTCOME",
        help="The file is an export of a statistics bank, and its numbers are this outcome.",
    ),
]
RowOption = Annotated[
    str, typer.Option("--row", metavar="TEXT", help="With --outcome: rows that hold this text.")
]
PeopleOption = Annotated[
    int | None,
    options.whole(
        "With --outcome: how many people are behind each figure.",
        least=5,
        most=10_000_000,
        metavar="N",
    ),
]
FitOption = Annotated[
    list[str] | None,
    typer.Option("--fit", metavar="NAME", help="With --targets: what to fit; may be repeated."),
]
TargetsOption = Annotated[
    Path | None,
    typer.Option("--targets", metavar="FILE.toml", help="Write a table that `calibrate` takes."),
]
CalibrateOption = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="With --targets: fit at once, and write to this folder."),
]
RunsOption = Annotated[
    int,
    options.whole("Runs under different seeds.", least=2),
]


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "figures",
        short_help="Compare aggregated figures of your own place with the model.",
        epilog="Example: heterophony figures our-figures.csv --targets our-targets.toml "
        "--fit education.own_start",
    )(figures)


def figures(
    file: FileArgument,
    scenario: ScenarioOption = "baseline",
    outcome: BankOutcomeOption = None,
    row: RowOption = "",
    people: PeopleOption = None,
    targets: TargetsOption = None,
    fit: FitOption = None,
    calibrate: CalibrateOption = None,
    assignments: options.SetOption = None,
    replicates: RunsOption = 20,
    seed: options.SeedOption = 1,
    workers: options.WorkersOption = None,
    force: options.ForceOption = False,
    as_document: options.JsonOption = False,
) -> None:
    """Read figures, check them, and say where the model agrees and what stays unknown.

    Semicolons, decimal commas and percent signs are read. Anything about single persons is refused.
    """
    if calibrate is not None and as_document:
        raise RequestError("--calibrate DIR gives a second result: leave out --json")
    target = _target(targets, bool(fit), calibrate is not None, force=force)
    found = read_figures(file, _bank(outcome, row, people))
    document = targets_document(found, fit or [])
    if target is not None:
        read_targets(document, str(file))  # refuses what cannot be fitted, before any work is done
    how = {"replicates": replicates, "seed": seed, "workers": workers}
    overrides = options.overrides_of(assignments, None)
    beside = watched(
        "runs", compare_figures, figures=found, scenario=scenario, overrides=overrides, **how
    )()
    if target is not None:
        _write_targets(target, document, scenario)
    deliver(document=beside.to_json_dict, show=lambda: _print(beside), as_document=as_document)
    if target is not None and calibrate is not None:
        fit_to(scenario, str(target), calibrate, assignments, seed=seed, workers=workers)


def _target(targets: Path | None, fitted: bool, calibrated: bool, *, force: bool) -> Path | None:
    """Return the checked file of targets; None where none was asked for."""
    if fitted != (targets is not None):
        raise RequestError("--targets FILE.toml and --fit NAME go together")
    if targets is None:
        if calibrated:
            raise RequestError("--calibrate DIR needs --targets FILE.toml and --fit NAME")
        return None
    return check_file_target(targets, "--targets", _OURS, force=force)


def _bank(outcome: str | None, row: str, people: int | None) -> BankChoice | None:
    if outcome is None:
        return None
    return BankChoice(outcome, row, math.nan if people is None else float(people))


def _write_targets(target: Path, document: dict[str, Any], scenario: str) -> None:
    write_file(target, _OURS + b"\n" + tomlkit.dumps(document).encode())
    say(f"wrote {target}; fit to it with: heterophony calibrate {scenario} {target} --out DIR")


def _print(found: FiguresBeside) -> None:
    rows = [
        (
            each["figure"],
            f"{number(each['value'])} ({number(each['low'])} to {number(each['high'])})",
            number(each["model"]),
            f"{number(each['model_low'])} to {number(each['model_high'])}",
            "agrees" if each["agrees"] else f"{each['distance']:+.1f} standard deviations off",
            each["unit"],
        )
        for each in found.table.to_dict("records")
    ]
    heads = ("figure", "95 % interval", ">model", "nine of ten runs", "", "unit")
    table(f"Figures beside {found.scenario}", heads, rows)
    for line in found.sentences():
        sentence(line)
    sentence(NOT_FOR_PERSONS)
