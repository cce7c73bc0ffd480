"""The verb `discover`: under which assumptions a case of the user's own occurs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.deliver import deliver
from heterophony.experiments.commands.printing import number, sentence, table
from heterophony.experiments.methods.cases import Cases, discover_cases
from heterophony.experiments.methods.robustness import Robustness
from heterophony.experiments.results.notice import HEADLINE, LIMITS

_SCORES, _STEPS = 10, 12
FolderArgument = Annotated[
    Path, typer.Argument(metavar="DIR", help="A folder that `robustness` wrote.")
]
CasesOption = Annotated[
    str,
    typer.Option(
        "--cases",
        metavar="CONDITIONS",
        help="Which worlds are cases, as in 'difference < -0.03 and pressure > 0.02'.",
    ),
]
PolicyOption = Annotated[
    str | None, typer.Option(metavar="POLICY", help="A policy of the folder; the first by default.")
]
OutcomeOption = Annotated[
    str, typer.Option(metavar="OUTCOME", help="The outcome that `difference` is about.")
]


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "discover",
        short_help="Say under which assumptions a case of your own occurs.",
        epilog="Example: heterophony discover results/robust --cases 'difference < -0.03'",
    )(discover)


def discover(
    folder: FolderArgument,
    cases: CasesOption,
    policy: PolicyOption = None,
    outcome: OutcomeOption = HEADLINE,
    as_document: options.JsonOption = False,
) -> None:
    """Peel the worlds of a folder to a box of assumptions that holds many of the cases (PRIM).

    Shows every box of the peeling, the p-value of each side, which assumptions matter to a forest
    of trees, and what so few worlds cannot show.
    """
    found = discover_cases(Robustness.read(folder), cases, policy, outcome)
    deliver(document=found.to_json_dict, show=lambda: print_cases(found), as_document=as_document)


def print_cases(found: Cases) -> None:
    """Print the sentence, the box, the peeling and the scores."""
    sentence(f"{found.sentence()}.")
    if found.box is not None and found.scores is not None:
        sides = [(each.sentence(), f"{each.chance:.2g}") for each in found.box.limits]
        table("The box", ("side", ">p-value"), sides)
        table("Peeling", (">inputs", ">coverage", ">density", ">mass", ""), _steps(found))
        rows = [
            (each["assumption"], number(each["score"]), "yes" if each["beyond_chance"] else "no")
            for each in found.scores.head(_SCORES).to_dict("records")
        ]
        table("Feature scores", ("assumption", ">score", "beyond chance"), rows)
    sentence(LIMITS)


def _steps(found: Cases) -> list[tuple[str, ...]]:
    """Return the rows of the peeling, at most so many, the chosen one among them."""
    rows = found.trajectory().to_dict("records")
    every = max(1, len(rows) // _STEPS)
    return [
        (
            str(row["restricted"]),
            *(number(row[each]) for each in ("coverage", "density", "mass")),
            "chosen" if row["chosen"] else "",
        )
        for place, row in enumerate(rows)
        if place % every == 0 or row["chosen"]
    ]
