"""The verb `validate`: hold the model against every declared pattern."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.guard import FAILED, INTERRUPTED, say
from heterophony.experiments.commands.printing import number, progress_bar, sentence, table

if TYPE_CHECKING:
    from heterophony.experiments.methods.patterns.ablations import AblationTable
    from heterophony.experiments.methods.patterns.checking import Scoreboard
    from heterophony.scenarios.patterns_declared import Pattern

_COLUMNS = ("", "pattern", "evidence", "reading", "expected", ">seen", "95 % interval", "", "marks")
_ABLATION_COLUMNS = ("", "mechanism switched off", "reading", ">with", ">without", "destroyed")


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "validate",
        short_help="Hold the model against every declared pattern.",
        epilog="Example: heterophony validate --patterns T8,T12 --ablations",
    )(validate)


def validate(
    chosen: Annotated[
        str | None,
        typer.Option(
            "--patterns",
            metavar="T1,T8|FILE",
            help="Only these, or those of a TOML file of your own; all unless given.",
        ),
    ] = None,
    pairs: Annotated[
        int | None,
        typer.Option(
            parser=options.whole_number(2, options.LARGEST_REPLICATES),
            metavar="N",
            help="Runs per arm instead of the declared numbers.",
        ),
    ] = None,
    ablations: Annotated[
        bool, typer.Option("--ablations", help="Also switch off the mechanism behind each pattern.")
    ] = False,
    assignments: options.SetOption = None,
    seed: options.SeedOption = 1,
    workers: options.WorkersOption = None,
    out: options.OutOption = None,
    page: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.md",
            help="Write the scoreboard as a Markdown page, with its JSON beside it.",
        ),
    ] = None,
    as_document: options.JsonOption = False,
) -> None:
    """Run every pattern in its paired design and say which hold; exit code 1 if one fails.

    Says beforehand how long it takes. What --set replaces holds in every arm, unless the arm sets
    it itself. Patterns are listed by: heterophony list patterns.
    """
    from heterophony.experiments.methods.patterns.ablations import ablate
    from heterophony.experiments.methods.patterns.checking import check_all
    from heterophony.experiments.results.folders import check_target

    patterns = _chosen(chosen)
    if out is not None:
        check_target(out, "validation")
    _check_page(page)
    values = options.overrides_of(assignments, None)
    _say_how_long(patterns, values, pairs, ablations, seed, workers)
    how: dict[str, Any] = {"values": values, "pairs": pairs, "seed": seed, "workers": workers}
    with progress_bar("patterns") as progress:
        board = check_all(patterns, progress=progress, **how)
    switched = None
    if ablations and not board.interrupted:
        with progress_bar("ablations") as progress:
            switched = ablate(patterns, progress=progress, known=board.measured, **how)
    _deliver(board, switched, out, page, workers, as_document)
    _end(board, switched)


def _chosen(chosen: str | None) -> list[Pattern]:
    """Return the patterns asked for, in declared order.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If there is no such pattern, or the file is wrong.
    """
    from heterophony.experiments.methods.patterns import load_patterns
    from heterophony.experiments.results.errors import RequestError
    from heterophony.scenarios.errors import nearest

    if chosen is not None and chosen.endswith(".toml"):
        return list(load_patterns(Path(chosen).expanduser()).values())
    known = load_patterns()
    if chosen is None:
        return list(known.values())
    names = {each.strip() for each in chosen.split(",") if each.strip()}
    for name in sorted(names - set(known)):
        hint = nearest(name, list(known))
        raise RequestError(f"--patterns: no pattern is called {name!r} (nearest: {hint})")
    if not names:
        raise RequestError("--patterns names no pattern; see: heterophony list patterns")
    return [pattern for name, pattern in known.items() if name in names]


def _check_page(page: Path | None) -> None:
    """Refuse a page that could not be written, before any work is done.

    Raises
    ------
    RequestError
        If its name does not end in .md, or its folder does not exist.
    """
    from heterophony.experiments.results.errors import RequestError

    if page is not None and page.suffix != ".md":
        raise RequestError(f"--page is {page}; allowed: a file whose name ends in .md")
    if page is not None and not page.absolute().parent.is_dir():
        raise RequestError(f"--page: there is no folder {page.parent}")


def _say_how_long(
    patterns: list[Pattern],
    values: dict[str, object],
    pairs: int | None,
    ablations: bool,
    seed: int,
    workers: int | None,
) -> None:
    from heterophony.experiments.methods.patterns.ablations import planned
    from heterophony.experiments.methods.patterns.checking import plan_for
    from heterophony.experiments.methods.patterns.measuring import seconds_for
    from heterophony.experiments.results.durations import about

    tasks = plan_for(patterns, values=values, pairs=pairs).tasks(seed)
    if ablations:
        known = {task.key for task in tasks}
        more = planned(patterns, values=values, pairs=pairs).tasks(seed)
        tasks += [task for task in more if task.key not in known]
    length = about(seconds_for(tasks, workers))
    count = f"{len(patterns)} pattern{'' if len(patterns) == 1 else 's'}"
    say(f"{count}, {len(tasks):,} runs: {length} if nothing else runs here")


def _deliver(
    board: Scoreboard,
    switched: AblationTable | None,
    out: Path | None,
    page: Path | None,
    workers: int | None,
    as_document: bool,
) -> None:
    """Write, then print: whoever sees the output can rely on the files."""
    from heterophony.experiments.engine.workers import checked_workers
    from heterophony.experiments.methods.patterns.page import validation_page
    from heterophony.experiments.methods.patterns.reporting import scoreboard_document
    from heterophony.experiments.results.codec import as_json, plain

    document: dict[str, Any] = plain(scoreboard_document(board, switched))
    document["command"] = " ".join(["heterophony", *sys.argv[1:]])
    document["threads"] = checked_workers(workers, board.runs or 1)
    text = validation_page(document)
    if out is not None:
        _write_folder(document, text, out)
        say(f"wrote {out}")
    if page is not None:
        _put(text, page)
        _put(as_json(document), page.with_suffix(".json"))
        say(f"wrote {page}")
    if as_document:
        typer.echo(as_json(document), nl=False)
    else:
        _print(document)


def _write_folder(document: dict[str, Any], text: str, out: Path) -> None:
    from heterophony.experiments.results.codec import as_json
    from heterophony.experiments.results.folders import write_folder
    from heterophony.experiments.results.manifest import versions
    from heterophony.experiments.results.notice import notice

    manifest = {
        "tool": "heterophony",
        "kind": "validation",
        "seed": document["seed"],
        "rules_sha256": document["rules_sha256"],
        "versions": versions(),
        "command": document["command"],
        "seconds": document["seconds"],
        "notice": notice(),
    }
    writers = {
        "validation.json": lambda path: path.write_text(as_json(document), "utf-8"),
        "validation.md": lambda path: path.write_text(text, "utf-8"),
    }
    write_folder(out, writers, manifest)


def _put(text: str, file: Path) -> None:
    """Put a text in its place whole; an older one is replaced."""
    draft = file.with_name(f".{file.name}.unfinished")
    try:
        draft.write_text(text, "utf-8")
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _print(document: dict[str, Any]) -> None:
    from heterophony.experiments.results.notice import LIMITS

    rows = [row for each in document["patterns"] for row in _rows(each)]
    table("", _COLUMNS, rows)
    if "ablations" in document:
        table("Mechanisms switched off", _ABLATION_COLUMNS, _ablation_rows(document["ablations"]))
    counts = ", ".join(f"{document[key]} {key}" for key in ("passed", "failed", "uncertain"))
    sentence(
        f"{counts}; {document['runs']:,} runs in {document['seconds']:.0f} seconds, "
        f"seed {document['seed']}. Marks in brackets: reported, not required."
    )
    sentence(LIMITS)


def _rows(pattern: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return one row for the pattern and one for each of its readings."""
    head = (pattern["id"], pattern["title"]["en"], pattern["evidence"], "", "", "", "")
    rows: list[tuple[str, ...]] = [(*head, pattern["verdict"].upper(), "")]
    for reading in pattern["readings"]:
        marks = [
            words
            for key, words in (("built_in", "built in"), ("by_a_hair", "by a hair"))
            if reading[key]
        ]
        stands = reading["standing"] if reading["required"] else f"({reading['standing']})"
        seen, low, high = (_shown(reading[key]) for key in ("seen", "low", "high"))
        told = (reading["name"], reading["expected"], seen, f"{low} to {high}", stands)
        rows.append(("", "", "", *told, ", ".join(marks)))
    return rows


def _ablation_rows(ablations: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return [
        (
            each["id"],
            each["mechanism"],
            f"{each['reading']} {each['expected']}",
            _shown(each["seen_with"]),
            _shown(each["seen_without"]),
            each["destroyed"],
        )
        for each in ablations
    ]


def _shown(value: float | None) -> str:
    """Write a number of the document, which has None for what is undefined."""
    return number(float("nan") if value is None else value, sign=True)


def _end(board: Scoreboard, switched: AblationTable | None) -> None:
    """End with the code that tells scripts how it went."""
    from heterophony.experiments.methods.patterns.rules import PatternVerdict

    if board.interrupted or (switched is not None and switched.interrupted):
        say(f"interrupted: {len(board.results)} of {board.asked} patterns were finished")
        raise typer.Exit(INTERRUPTED)
    if board.count(PatternVerdict.FAIL):
        raise typer.Exit(FAILED)
