"""The verb `survey`: every policy of the library beside a baseline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.csv_option import CsvOption, DecimalOption, csv_writer
from heterophony.experiments.commands.deliver import deliver
from heterophony.experiments.commands.guard import say
from heterophony.experiments.commands.printing import number, progress_bar, sentence, table
from heterophony.experiments.commands.worlds_shown import resumable
from heterophony.experiments.inputs.worlds import Worlds, load_worlds
from heterophony.experiments.methods.survey import (
    PAIRS,
    PAIRS_PER_WORLD,
    WORLDS,
    forget_unfinished,
)
from heterophony.experiments.methods.survey import survey as make
from heterophony.experiments.results.csv import Decimal
from heterophony.experiments.results.notice import HEADLINE, LIMITS, NOT_FOR_PERSONS
from heterophony.experiments.results.survey import Answer, Survey

_SHOWN = (HEADLINE, "education_start_52w", "pressure", "municipal_net_cost")
_HEADS = (
    *("policy", "answer", ">ownership", ">education", ">pressure", ">net cost (DKK)", ">hours"),
    *("worlds better/none/worse", "lowest third", "crisis-like"),
)


BaselineArgument = Annotated[
    str, typer.Argument(metavar="[BASELINE]", help="What the policies are set beside.")
]
PoliciesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[POLICY...]", help="Scenarios; every policy of the library."),
]
PairsOption = Annotated[
    int,
    options.whole("Pairs with the scenarios' own assumptions.", least=2),
]
WorldsOption = Annotated[
    str,
    typer.Option(
        "--worlds", metavar="N|FILE", help="Plausible worlds, as in `robustness`; 0 for none."
    ),
]
PairsPerWorldOption = Annotated[
    int,
    options.whole("Pairs in each world.", least=2),
]


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "survey",
        short_help="Set every policy of the library beside a baseline.",
        epilog="Example: heterophony survey baseline --out results/survey",
    )(survey)


def survey(
    baseline: BaselineArgument = "baseline",
    policies: PoliciesArgument = None,
    assignments: options.SetOption = None,
    seed: options.SeedOption = 1,
    replicates: PairsOption = PAIRS,
    worlds: WorldsOption = str(WORLDS),
    pairs_per_world: PairsPerWorldOption = PAIRS_PER_WORLD,
    weeks: options.WeeksOption = None,
    workers: options.WorkersOption = None,
    out: options.OutOption = None,
    csv: CsvOption = None,
    decimal: DecimalOption = Decimal.point,
    force: options.ForceOption = False,
    as_document: options.JsonOption = False,
) -> None:
    """Set every policy beside a baseline: ownership, education, pressure, money, hours, worlds.

    Says what helps, harms, does nothing that matters, turns with the assumptions or is open, and
    which policies to look at first: those that help and that no other beats for as few hours.
    """
    overrides = options.overrides_of(assignments, weeks)
    folder = options.target_of(out, "survey", force=force)
    write_csv = csv_writer(csv, decimal, force=force)
    chosen = _worlds(worlds)
    kept = "pairs and worlds" if folder is not None else ""
    with progress_bar("pairs, then worlds", foretell=True) as progress, resumable(kept):
        found = make(
            baseline,
            policies or None,
            replicates=replicates,
            worlds=chosen,
            replicates_per_world=pairs_per_world,
            seed=seed,
            workers=workers,
            progress=progress,
            overrides=overrides,
            out=folder,
        )
    write_csv(found.to_frame)
    _hand_over(found, folder, as_document)


def _worlds(asked: str) -> Worlds | int:
    """Return the worlds that are asked for, 0 for none; say if they are of another model."""
    if asked.strip() == "0":
        return 0
    chosen = load_worlds(asked)
    if chosen.stale:
        say(chosen.staleness)
    return chosen


def _hand_over(found: Survey, folder: Path | None, as_document: bool) -> None:
    deliver(
        document=lambda: {**found.to_json_dict(), "manifest": found.manifest()},
        show=lambda: print_survey(found),
        as_document=as_document,
        notes=[f"left out, {name}: {reason}" for name, reason in found.left_out.items()],
        out=folder,
        write=found.write,
    )
    if folder is not None:
        forget_unfinished(folder)


def print_survey(found: Survey) -> None:
    """Print a row for each policy, grouped by answer, then the answer in a sentence."""
    rows = [_row(found, name) for answer in Answer for name in found.answered(answer)]
    title = f"Less {found.baseline.name}: {found.pairs} pairs, seed {found.seed}"
    if found.worlds:
        title += f"; {found.worlds} worlds, {found.pairs_per_world} pairs in each"
    table(title, _HEADS, rows)
    for answer in Answer:
        names = found.answered(answer)
        if names:
            sentence(f"{answer.value.capitalize()}: {', '.join(names)}.")
    sentence(first_sentence(found))
    sentence(LIMITS)
    sentence(NOT_FOR_PERSONS)


def first_sentence(found: Survey) -> str:
    """Say which policies to look at first, and that they are not ranked."""
    if not found.first:
        return "Nothing to look at first: no policy helps beyond luck in most worlds."
    return (
        f"Look first at {', '.join(sorted(found.first))} (in no order): each helps, and no other "
        "policy here gives surely more ownership for surely no more hours."
    )


def _row(found: Survey, name: str) -> tuple[str, ...]:
    row = found.table.set_index("policy").loc[name]
    cells = [_cell(found, name, outcome) for outcome in _SHOWN]
    groups = [_cell(found, name, HEADLINE, group) for group in ("lowest-third", "crisis-like")]
    worlds = f"{row['better']}/{row['none']}/{row['worse']}" if found.worlds else ""
    star = "* " if row["first"] else ""
    hours = number(row["hours"], sign=True)
    return (f"{star}{name}", row["answer"], *cells, hours, worlds, *groups)


def _cell(found: Survey, name: str, outcome: str, *group: str) -> str:
    """Write a difference; in brackets where its sign is not settled."""
    rows = found.of(outcome, *group)
    if name not in rows.index:
        return "–"
    row = rows.loc[name]
    text = number(row["difference"], sign=True)
    return text if row["sign"] in ("more", "less") else f"({text})"
