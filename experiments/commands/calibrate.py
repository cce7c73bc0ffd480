"""The verb `calibrate`: parameters fitted to a table of figures."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.deliver import deliver, interruptible
from heterophony.experiments.commands.guard import say
from heterophony.experiments.commands.printing import number, progress_bar, sentence, table
from heterophony.experiments.inputs.calibration_plan import METHODS, WORLDS, CalibrationPlan, Effort
from heterophony.experiments.inputs.targets import load_targets
from heterophony.experiments.methods.calibration import calibrate as fit
from heterophony.experiments.methods.calibration_result import KIND, Calibration
from heterophony.experiments.results.folders import check_target
from heterophony.experiments.results.notice import NOT_FOR_PERSONS


class MethodName(StrEnum):
    """How the posterior is found."""

    emulator = "emulator"
    model = "model"


TargetsArgument = Annotated[
    str, typer.Argument(metavar="TARGETS", help="A table of targets: a file, or one that ships.")
]
FolderOption = Annotated[
    Path, typer.Option("--out", metavar="DIR", help="Write the results to this folder.")
]
MethodOption = Annotated[
    MethodName,
    options.choice(MethodName, "emulator, or model: the sampler asks the model each time."),
]
BudgetOption = Annotated[
    int | None,
    options.whole(
        "Sets of parameters to simulate; 240 with an emulator, else 3,000.",
        least=30,
        most=100_000,
        metavar="N",
    ),
]
RunsOption = Annotated[
    int,
    options.whole("Runs at each set, per arm.", least=2, most=1_000),
]
ParticlesOption = Annotated[
    int,
    options.whole("Draws from the posterior.", least=20, most=5_000, metavar="P"),
]
DrawnWorldsOption = Annotated[
    int | None,
    options.whole("Draws written as worlds, at most all; 50 by default.", most=1_000, metavar="N"),
]


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "calibrate",
        short_help="Fit parameters to a table of published or own figures.",
        epilog="Example: heterophony calibrate baseline danish-mentor-trial --out results/fit",
    )(calibrate)


def calibrate(
    scenario: options.ScenarioArgument,
    targets: TargetsArgument,
    out: FolderOption,
    assignments: options.SetOption = None,
    method: MethodOption = MethodName.emulator,
    budget: BudgetOption = None,
    replicates: RunsOption = 4,
    particles: ParticlesOption = 200,
    worlds: DrawnWorldsOption = None,
    seed: options.SeedOption = 1,
    workers: options.WorkersOption = None,
    as_document: options.JsonOption = False,
) -> None:
    """Fit chosen parameters to aggregated figures, each with its uncertainty and its source.

    States its time first. It can be interrupted; the same command resumes.
    """
    plan = load_targets(targets)
    chosen = budget if budget is not None else METHODS[method.value]
    written = min(WORLDS, particles) if worlds is None else worlds
    effort = Effort(method.value, chosen, replicates, particles, written)
    found = _fitted(out, scenario, plan, effort, seed, workers, assignments)
    deliver(
        document=found.to_json_dict,
        show=lambda: _print(found, out),
        as_document=as_document,
        out=out,
        write=found.write,
        failed=not found.reached,
    )


def _fitted(
    out: Path,
    scenario: str,
    plan: CalibrationPlan,
    effort: Effort,
    seed: int,
    workers: int | None,
    assignments: list[str] | None,
) -> Calibration:
    out = check_target(out, KIND)
    kept = f"they are kept in {out}.unfinished, and the same command resumes from there"
    with interruptible(kept), progress_bar("sets of parameters") as progress:
        return fit(
            scenario,
            plan,
            effort=effort,
            seed=seed,
            out=out,
            workers=workers,
            progress=progress,
            announce=say,
            overrides=options.overrides_of(assignments, None),
        )


def _print(found: Calibration, out: Path) -> None:

    rows = [
        (
            each.prior.parameter,
            f"{_short(each.prior.low)} to {_short(each.prior.high)}",
            _short(each.median),
            f"{_short(each.low)} to {_short(each.high)}",
            f"{100 * max(each.learned, 0.0):.0f} %",
            "" if each.identified else "not identified",
        )
        for each in found.parameters
    ]
    columns = ("parameter", "range before", ">median", "middle 90 %", ">learned", "")
    table(f"{found.scenario.name}, fitted to: {found.plan.title}", columns, rows)
    checks = []
    for each in found.targets:
        low, high = each.target.interval
        word = "reached" if each.reached else f"{each.distance:+.1f} standard deviations off"
        checks.append(
            (
                each.target.name,
                f"{number(each.target.value)} ({number(low)} to {number(high)})",
                number(each.before),
                number(each.after),
                f"{number(each.low)} to {number(each.high)}",
                word if each.target.fitted else f"not fitted to; {word}",
            )
        )
    columns = ("target", "figure (95 %)", ">before", ">after", "single draws, 90 %", "")
    table("Posterior predictive check: new runs, under seeds the fit has not seen", columns, checks)
    for line in found.cautions():
        sentence(line)
    sentence(
        f"Use it: heterophony compare {out}/scenario.toml ..., or --worlds {out}/worlds.parquet."
    )
    sentence("Agreeing with these figures does not make the rest of the model true.")
    sentence(NOT_FOR_PERSONS)


def _short(value: float) -> str:
    return f"{value:.3g}"
