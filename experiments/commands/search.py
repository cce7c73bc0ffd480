"""The verb `search`: settings of levers that no other surely beats, over plausible worlds."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.csv_option import CsvOption, DecimalOption, csv_writer
from heterophony.experiments.commands.deliver import deliver
from heterophony.experiments.commands.guard import say
from heterophony.experiments.commands.printing import number, progress_bar, sentence, table
from heterophony.experiments.commands.worlds_shown import resumable
from heterophony.experiments.inputs.search_effort import SearchEffort
from heterophony.experiments.inputs.worlds import load_worlds
from heterophony.experiments.methods.aims import DEFAULT, Robust
from heterophony.experiments.methods.groups import GROUPS
from heterophony.experiments.methods.search_result import KIND, Search
from heterophony.experiments.methods.searching import forget_unfinished
from heterophony.experiments.methods.searching import search as find
from heterophony.experiments.results.csv import Decimal
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.notice import LIMITS, NOT_FOR_PERSONS

EFFORT = SearchEffort()

LeversOption = Annotated[
    list[str],
    typer.Option(
        "--lever",
        metavar="NAME=VALUES",
        help="What may be set: NAME=4,8,12, NAME=4..12, or NAME alone for its declared range; may "
        "be repeated.",
    ),
]
AimsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--aim",
        metavar="NAME",
        help=f"An outcome of a run, staff_hours or posts; repeated. {', '.join(DEFAULT)} unless "
        "given.",
    ),
]
ByOption = Annotated[
    Robust,
    options.choice(
        Robust,
        "What counts while settings are tried: the mean over the worlds, the worst world, or "
        "the share of worlds with a gain that matters.",
    ),
]
BudgetOption = Annotated[
    int,
    options.whole("Settings to try at most.", least=2, most=100_000, metavar="N"),
]
TriedPairsOption = Annotated[
    int,
    options.whole("Pairs in each world for every setting.", "--replicates"),
]
ConfirmOption = Annotated[
    int,
    options.whole(
        "Pairs in each world, under fresh seeds, for the plans that are confirmed.", least=2
    ),
]
MostOption = Annotated[
    int,
    options.whole("Plans to confirm at most.", "--plans", most=50, metavar="N"),
]
WantOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME=AMOUNT", help="Also name the plans that surely reach this, cheapest first."
    ),
]


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "search",
        short_help="Search settings of levers for plans that no other surely beats.",
        epilog="Example: heterophony search baseline --lever meeting.interval_weeks=4,8,12 --lever "
        "meeting.shared_goals --out results/search",
    )(search)


def search(
    baseline: options.BaselineArgument,
    levers: LeversOption,
    aims: AimsOption = None,
    worlds: options.WorldsOption = "10",
    by: ByOption = Robust.worst,
    budget: BudgetOption = EFFORT.budget,
    replicates: TriedPairsOption = EFFORT.pairs,
    plans: MostOption = EFFORT.most,
    confirm: ConfirmOption = EFFORT.confirm,
    want: WantOption = None,
    assignments: options.SetOption = None,
    weeks: options.WeeksOption = None,
    seed: options.SeedOption = 1,
    workers: options.WorkersOption = None,
    out: options.OutOption = None,
    csv: CsvOption = None,
    decimal: DecimalOption = Decimal.point,
    force: options.ForceOption = False,
    as_document: options.JsonOption = False,
) -> None:
    """Try settings of levers in plausible worlds, and weigh what they gain against their price.

    Tries all settings, or those that NSGA-II proposes where they are too many; then confirms the
    best under fresh seeds and says which no other surely beats, which are tied, and who loses.
    States its time first. With --out it can be interrupted: the same command resumes.
    """
    names = tuple(aims or DEFAULT)
    wanted = _wanted(want, names)
    folder = options.target_of(out, KIND, force=force)
    write_csv = csv_writer(csv, decimal, force=force)
    effort = SearchEffort(budget, replicates, plans, confirm)
    overrides = options.overrides_of(assignments, weeks)
    how = {"aims": names, "by": by.value, "effort": effort, "seed": seed, "workers": workers}
    found = _found(baseline, levers, worlds, folder, how | {"overrides": overrides})
    write_csv(found.to_frame)
    _hand_over(found, folder, wanted, as_document)


def _found(
    baseline: str, levers: list[str], worlds: str, folder: Path | None, how: dict[str, Any]
) -> Search:
    kept = "trials" if folder is not None else ""
    there = load_worlds(worlds, announce=say)
    with progress_bar("trials, then worlds") as progress, resumable(kept):
        return find(
            baseline, levers, worlds=there, progress=progress, announce=say, out=folder, **how
        )


def _hand_over(
    found: Search, folder: Path | None, wanted: tuple[str, float] | None, as_document: bool
) -> None:
    deliver(
        document=found.to_json_dict,
        show=partial(_print, found, folder, wanted),
        as_document=as_document,
        out=folder,
        write=found.write,
    )
    if folder is not None:
        forget_unfinished(folder)


def _wanted(text: str | None, aims: tuple[str, ...]) -> tuple[str, float] | None:
    if text is None:
        return None
    name, _, amount = (part.strip() for part in text.partition("="))
    try:
        found = (name, float(amount))
    except ValueError:
        raise RequestError(
            f"--want {text}: write an aim and a number, as in {aims[0]}=0.02"
        ) from None
    if name not in aims:
        raise RequestError(f"--want {name}: it is none of the aims: {', '.join(aims)}")
    return found


def _print(found: Search, folder: Path | None, wanted: tuple[str, float] | None) -> None:
    _print_plans(found)
    _print_effects(found)
    front = ", ".join(found.front)
    sentence(
        f"No other plan here surely beats: {front}. They are not ranked, and there may be better "
        "ones: see how many settings were tried."
        if front
        else "Every plan is surely beaten by another or by the baseline: change nothing, or try "
        "other levers."
    )
    every = len(found.tried) + found.refused == found.settings
    of = "all there are" if every else f"of {found.settings:,}"
    tried = f"{len(found.tried):,} settings were tried, {of}"
    refused = f"; {found.refused:,} contradict themselves or failed" if found.refused else ""
    sentence(f"{tried}{refused}, in {len(found.worlds)} worlds.")
    if wanted is not None:
        reaching = ", ".join(found.reaching(*wanted)) or "none of these plans"
        sentence(
            f"{wanted[0]} surely changed by {wanted[1]:g} or more, cheapest first: {reaching}."
        )
    if folder is not None and found.plans:
        first = found.front[0] if found.front else found.plans[0].name
        sentence(f"Look closer: heterophony compare {found.baseline.name} {folder / first}.toml")
    for line in (LIMITS, NOT_FOR_PERSONS):
        sentence(line)


def _print_plans(found: Search) -> None:
    levers = [each.name for each in found.levers]
    rows = []
    for row in found.table.to_dict("records"):
        groups = [GROUPS[each] for each in row["loses"].split(", ") if each]
        told = (row["beaten_by"] or "nobody", row["tied_with"] or "–", "; ".join(groups) or "–")
        rows.append((row["plan"], *(str(row[name]) for name in levers), *told))
    heads = ("plan", *levers, "beaten by", "not told apart from", "who loses ownership")
    table(f"Plans beside {found.baseline.name}", heads, rows)


def _print_effects(found: Search) -> None:
    heads = (
        "plan",
        ">difference",
        "95 % interval",
        "in a word",
        ">worst world",
        ">better",
        ">worse",
    )
    for aim in found.aims:
        rows = [
            (
                str(name),
                number(row["difference"], sign=True),
                f"{number(row['low'], sign=True)} to {number(row['high'], sign=True)}",
                row["word"],
                number(row["worst"], sign=True),
                str(row["better"]),
                str(row["worse"]),
            )
            for name, row in found.of(aim.name).iterrows()
        ]
        direction = "less" if aim.less else "more"
        table(f"{aim.title} ({direction} is wanted), {len(found.worlds)} worlds, fresh seeds",
              heads, rows)  # fmt: skip
