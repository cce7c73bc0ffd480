"""The verb `sensitivity`: which assumptions an outcome, or a policy difference, depends on."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.deliver import deliver, interruptible
from heterophony.experiments.commands.guard import say
from heterophony.experiments.commands.printing import progress_bar, sentence
from heterophony.experiments.commands.sensitivity_shown import print_outcome
from heterophony.experiments.inputs.together import Inputs
from heterophony.experiments.methods.sensitivity import assess_sensitivity
from heterophony.experiments.results.notice import LIMITS, NOT_FOR_PERSONS
from heterophony.experiments.results.sensitivity import Sensitivity

_LARGEST_SAMPLES = 1_000_000


class MethodName(StrEnum):
    """How the ranges are searched."""

    morris = "morris"
    sobol = "sobol"


PolicyArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[POLICY]", help="Analyse this policy's paired difference from SCENARIO."
    ),
]
MethodOption = Annotated[
    MethodName,
    options.choice(
        MethodName, "morris screens many inputs; sobol shares out the variance among few."
    ),
]
OutcomesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--outcome",
        metavar="NAME",
        help="What is analysed; ownership_52w by default. May be repeated.",
    ),
]
ParametersOption = Annotated[
    list[str] | None,
    typer.Option(
        "--parameters",
        metavar="NAME",
        help="What is varied: a parameter, a component of one, a section, or a kind (lever, "
        "context, behaviour); all of kind behaviour by default. May be repeated.",
    ),
]
GroupOption = Annotated[
    list[str] | None,
    typer.Option(
        "--group",
        metavar="NAME=INPUTS",
        help="Inputs that move together and have one row of indices: NAME=INPUT,INPUT, or a "
        "section alone. May be repeated.",
    ),
]
CorrelatedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--correlated",
        metavar="INPUT,INPUT=R",
        help="The rank correlation of two inputs, -1 to 1, for sobol. May be repeated.",
    ),
]
InputsOption = Annotated[
    Path | None,
    typer.Option(
        "--inputs",
        metavar="FILE",
        help="A TOML file with parameters, groups and correlations, beside those given here.",
    ),
]
SamplesOption = Annotated[
    int | None,
    options.whole(
        "Trajectories (morris, 20), or base points (sobol, 256; a power of 2).",
        most=_LARGEST_SAMPLES,
        metavar="N",
    ),
]


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "sensitivity",
        short_help="Find the assumptions that an outcome or a policy difference depends on.",
        epilog="Example: heterophony sensitivity baseline shared-goals --method morris "
        "--outcome ownership_52w --out results/sensitivity",
    )(sensitivity)


def sensitivity(
    scenario: options.ScenarioArgument,
    policy: PolicyArgument = None,
    method: MethodOption = MethodName.morris,
    outcomes: OutcomesOption = None,
    parameters: ParametersOption = None,
    groups: GroupOption = None,
    correlated: CorrelatedOption = None,
    inputs: InputsOption = None,
    samples: SamplesOption = None,
    assignments: options.SetOption = None,
    seed: options.SeedOption = 1,
    replicates: options.ReplicatesOption = 4,
    weeks: options.WeeksOption = None,
    workers: options.WorkersOption = None,
    everything: options.EverythingOption = False,
    out: options.OutOption = None,
    as_document: options.JsonOption = False,
) -> None:
    """Vary parameters over their plausible ranges, and see what outcomes depend on.

    With POLICY its paired difference is analysed; the parameters vary in both arms alike. With
    --out it can be interrupted; the same command resumes.
    """
    settings = {
        "outcomes": outcomes or "ownership_52w",
        "overrides": options.overrides_of(assignments, weeks),
        "method": method.value,
        "samples": samples,
        "replicates": replicates,
        "seed": seed,
        "workers": workers,
        "out": out,
        **_inputs(parameters, groups, correlated, inputs),
    }
    found = _analysed(scenario, policy, settings)
    if out is not None:
        say(f"wrote {out}")
    deliver(
        document=found.to_json_dict,
        show=lambda: _print(found, everything),
        as_document=as_document,
        notes=_notes(found),
        failed=any(each.refused for each in found.analyses.values()),
    )


def _inputs(
    parameters: list[str] | None,
    groups: list[str] | None,
    correlated: list[str] | None,
    path: Path | None,
) -> dict[str, Any]:
    """Return what the options and the file ask for together, as `assess_sensitivity` takes it."""
    asked = Inputs()
    if path is not None:
        asked.read(path)
    asked.parameters += parameters or []
    for each in groups or ():
        asked.take_group(each)
    for each in correlated or ():
        asked.take_pair(each)
    return {**vars(asked), "parameters": asked.parameters or None}


def _analysed(scenario: str, policy: str | None, settings: dict[str, Any]) -> Sensitivity:
    out = settings["out"]
    kept = "" if out is None else f"the same command resumes from {out}.unfinished"
    with interruptible(kept), progress_bar("points", foretell=True) as progress:
        return assess_sensitivity(scenario, policy, progress=progress, announce=say, **settings)


def _print(found: Sensitivity, everything: bool) -> None:
    for outcome, each in found.analyses.items():
        if not each.refused:
            print_outcome(found, outcome, each, everything)
    sentence(LIMITS)
    sentence(NOT_FOR_PERSONS)


def _notes(found: Sensitivity) -> Iterator[str]:
    """Say what was not analysed, and what failed."""
    for outcome, each in found.analyses.items():
        if each.refused:
            yield f"{outcome} is not analysed: {each.refused}"
    if found.failed:
        yield f"{found.failed:,} runs failed; their reasons are in the table of runs"
