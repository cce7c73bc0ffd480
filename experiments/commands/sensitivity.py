"""The verb `sensitivity`: which assumptions an outcome, or a policy difference, depends on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Annotated, Any

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.deliver import deliver, interruptible
from heterophony.experiments.commands.guard import say
from heterophony.experiments.commands.printing import progress_bar, sentence, table
from heterophony.experiments.methods.sensitivity import assess_sensitivity
from heterophony.experiments.results.notice import LIMITS, NOT_FOR_PERSONS
from heterophony.experiments.results.sensitivity import Analysis, Sensitivity

Write = Callable[[float], str]

_LARGEST_SAMPLES = 1_000_000
_SHOWN = 20
_MORRIS = (">effect", "95 % interval", ">mean", ">spread")
_SOBOL = (">total", "95 % interval", ">alone", "95 % interval of it")


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
    }
    if parameters:
        settings["parameters"] = parameters
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


def _analysed(scenario: str, policy: str | None, settings: dict[str, Any]) -> Sensitivity:
    out = settings["out"]
    kept = "" if out is None else f"the same command resumes from {out}.unfinished"
    with interruptible(kept), progress_bar("points", foretell=True) as progress:
        return assess_sensitivity(scenario, policy, progress=progress, announce=say, **settings)


def _print(found: Sensitivity, everything: bool) -> None:
    for outcome, each in found.analyses.items():
        if not each.refused:
            _print_outcome(found, outcome, each, everything)
    sentence(LIMITS)
    sentence(NOT_FOR_PERSONS)


def _notes(found: Sensitivity) -> Iterator[str]:
    """Say what was not analysed, and what failed."""
    for outcome, each in found.analyses.items():
        if each.refused:
            yield f"{outcome} is not analysed: {each.refused}"
    if found.failed:
        yield f"{found.failed:,} runs failed; their reasons are in the table of runs"


def _print_outcome(found: Sensitivity, outcome: str, each: Analysis, everything: bool) -> None:
    """Print the inputs that matter most, then how far the numbers can be trusted."""
    frame = found.to_frame()
    frame = frame[frame["outcome"] == outcome]
    shown = frame if everything else frame.head(_SHOWN)
    morris = found.design.method == "morris"
    write = _writer(frame[f"{found.main_index}_high"].max())
    columns = ("input", ">rank", *(_MORRIS if morris else _SOBOL), ">luck alone", "known", "")
    rows = [
        (
            row["input"],
            _rank(row["rank_best"], row["rank_worst"]),
            *(_morris_cells(row, write) if morris else _sobol_cells(row, write)),
            write(row["seed_part"]),
            row["confidence"],
            "" if row["distinct"] else "not told from luck",
        )
        for row in shown.to_dict("records")
    ]
    table(_title(found, outcome), columns, rows)
    if len(shown) < len(frame):
        sentence(f"{len(frame) - len(shown)} more inputs below these (--all shows them).")
    for line in _trust(found, each):
        sentence(line)


def _writer(largest: float) -> Write:
    """Return what writes numbers with decimals that show a hundredth of the largest."""
    decimals = min(max(0, 2 - math.floor(math.log10(largest))), 8) if largest > 0 else 3

    def write(value: float) -> str:
        # Adding zero takes the minus from what rounds to zero.
        return "–" if math.isnan(value) else f"{round(value, decimals) + 0.0:,.{decimals}f}"

    return write


def _morris_cells(row: dict[str, float], write: Write) -> tuple[str, ...]:
    return (
        write(row["mu_star"]),
        f"{write(row['mu_star_low'])} to {write(row['mu_star_high'])}",
        write(row["mu"]),
        write(row["sigma"]),
    )


def _sobol_cells(row: dict[str, float], write: Write) -> tuple[str, ...]:
    return (
        write(row["total"]),
        f"{write(row['total_low'])} to {write(row['total_high'])}",
        write(row["first"]),
        f"{write(row['first_low'])} to {write(row['first_high'])}",
    )


def _rank(best: int, worst: int) -> str:
    """Write the ranks that an input's interval allows."""
    return str(best) if best == worst else f"{best}–{worst}"


def _title(found: Sensitivity, outcome: str) -> str:
    names = [each.name for each in found.arms]
    what = f"{names[1]} less {names[0]}" if len(names) > 1 else names[0]
    how = (
        "effects of moving an input across its range"
        if found.design.method == "morris"
        else ("shares of the variance")
    )
    return f"{outcome}, {what}: {how}"


def _trust(found: Sensitivity, each: Analysis) -> list[str]:
    """Say what was left out, what the seeds did, and what is not ranked."""
    indices = each.indices
    distinct = int(indices["distinct"].sum())
    lines = [
        f"{distinct} of {len(indices)} inputs are told from luck; where intervals overlap, "
        "inputs share ranks and are not ranked.",
    ]
    if found.replicates > 1:
        lines.append(
            f"Seeds make {each.seed_share:.0%} of the variance between points "
            f"({found.replicates} seeds each), and {each.seed_share_of_a_run:.0%} of that between "
            "single runs."
        )
    else:
        lines.append("With one seed a point nobody knows how much of this is luck.")
    if each.left_out:
        lines.append(
            f"{each.left_out} of {each.blocks + each.left_out} samples were left out whole: "
            f"{each.missing:.1%} of the points have no value."
        )
    return lines
