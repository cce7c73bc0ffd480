"""A sensitivity analysis as a terminal shows it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from heterophony.experiments.commands.printing import sentence, table
from heterophony.experiments.results.sensitivity import Analysis, Sensitivity

Write = Callable[[float], str]

_SHOWN = 20
_MORRIS = (">effect", "95 % interval", ">mean", ">spread")
_SOBOL = (">total", "95 % interval", ">alone", "95 % interval of it")


def print_outcome(found: Sensitivity, outcome: str, each: Analysis, everything: bool) -> None:
    """Print the inputs that matter most, then how far the numbers can be trusted."""
    frame = found.to_frame()
    frame = frame[frame["outcome"] == outcome]
    shown = frame if everything else frame.head(_SHOWN)
    morris = found.design.method == "morris"
    write = _writer(frame[f"{found.main_index}_high"].max())
    columns = ("input", ">rank", *(_MORRIS if morris else _SOBOL), ">luck alone", "known", "")
    rows = [
        (
            _named(row["input"], found),
            _rank(row["rank_best"], row["rank_worst"]),
            *(_morris_cells(row, write) if morris else _sobol_cells(row, write)),
            write(row["seed_part"]),
            row["confidence"],
            "" if row["distinct"] else "not separated from luck",
        )
        for row in shown.to_dict("records")
    ]
    table(_title(found, outcome), columns, rows)
    if len(shown) < len(frame):
        sentence(f"{len(frame) - len(shown)} more inputs below these (--all shows them).")
    for line in _trust(found, each):
        sentence(line)


def _named(row: str, found: Sensitivity) -> str:
    """Return a row's name, with the number of inputs of a group."""
    members = found.groups.get(row)
    return f"{row} ({len(members)} inputs)" if members else row


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
        f"{distinct} of {len(indices)} inputs are separated from luck; where intervals overlap, "
        "inputs share ranks and are not ranked.",
    ]
    if found.correlations:
        lines.append(_correlated(found.correlations))
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


def _correlated(correlations: Mapping[tuple[str, str], float]) -> str:
    """Say which inputs are correlated, and what the indices mean then."""
    pairs = "; ".join(f"{one} and {other} {rank:+g}" for (one, other), rank in correlations.items())
    return (
        f"Correlated by rank: {pairs}. The share alone includes what an input tells of those it is "
        "correlated with; the total is what stays when all others are known."
    )
