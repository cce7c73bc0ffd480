"""The verb `validate`: hold the model against every declared pattern, or against your own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.deliver import deliver
from heterophony.experiments.commands.guard import DONE, FAILED, INTERRUPTED, say
from heterophony.experiments.commands.printing import number, sentence, table, watched
from heterophony.experiments.engine.seeds import LARGEST_SEED
from heterophony.experiments.inputs.patterns import chosen_patterns
from heterophony.experiments.methods.patterns.checking import check_all
from heterophony.experiments.results.atomic import write_file
from heterophony.experiments.results.codec import as_json, plain
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.folders import check_file_target, local_path
from heterophony.experiments.results.notice import LIMITS
from heterophony.experiments.results.pattern_documents import (
    KIND,
    scoreboard_document,
    write_scoreboard,
)
from heterophony.experiments.results.patterns import PatternVerdict, Scoreboard
from heterophony.experiments.results.patterns_page import validation_page

_COLUMNS = ("", "pattern", "evidence", "reading", "expected", ">seen", "95 % interval", "", "marks")
_PREDICTION_COLUMNS = (
    "",
    "prediction",
    "",
    "reading",
    "expected",
    ">seen",
    "95 % interval",
    "",
    "",
)
_ABLATION_COLUMNS = ("", "mechanism switched off", "reading", ">with", ">without", "destroyed")
_PAGE_MARK, _JSON_MARK = b"*Made by a command", b'"patterns": ['

PatternsOption = Annotated[
    str | None,
    typer.Option(
        "--patterns",
        metavar="T1,H4|FILE",
        help="Only these, or those of a TOML file of your own; all, predictions too, by default.",
    ),
]
PatternsFileOption = Annotated[
    Path | None,
    typer.Option(
        "--patterns-file",
        metavar="FILE.toml",
        help="Check patterns of your own; --patterns picks among them.",
    ),
]
PairsOption = Annotated[
    int | None,
    options.whole("Runs per arm instead of the declared numbers.", least=2, metavar="N"),
]
AblationsOption = Annotated[
    bool, typer.Option("--ablations", help="Also switch off the mechanism behind each pattern.")
]
AlsoSeedsOption = Annotated[
    str | None,
    typer.Option(metavar="S,S", help="Further base seeds, under which all is judged once more."),
]
PageOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.md", help="Write the scoreboard as a Markdown page, with its JSON beside it."
    ),
]


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "validate",
        short_help="Hold the model against every declared pattern.",
        epilog="Example: heterophony validate --patterns T8,T12 --ablations",
    )(validate)


def validate(
    chosen: PatternsOption = None,
    patterns_file: PatternsFileOption = None,
    pairs: PairsOption = None,
    ablations: AblationsOption = False,
    assignments: options.SetOption = None,
    seed: options.SeedOption = 1,
    also_seeds: AlsoSeedsOption = None,
    workers: options.WorkersOption = None,
    out: options.OutOption = None,
    page: PageOption = None,
    as_document: options.JsonOption = False,
) -> None:
    """Run every pattern in its paired design and say which hold; exit code 1 if one fails.

    States its time first. What --set replaces holds in every arm, unless the arm sets it itself.
    Patterns are listed by: heterophony list patterns. Opened predictions (H1 to H12) are run beside
    them and do not count. With --out or --page it can be interrupted; the same command resumes.
    """
    patterns = chosen_patterns(chosen, patterns_file)
    out = options.target_of(out, KIND)
    page = _checked_page(page)
    board = watched(
        "runs",
        check_all,
        patterns=patterns,
        values=options.overrides_of(assignments, None),
        pairs=pairs,
        seed=seed,
        also_seeds=_seeds_of(also_seeds),
        workers=workers,
        ablations=ablations,
        announce=say,
        out=out or page,
    )()
    _hand_over(board, out, page, as_document)
    board.discard_checkpoint()
    raise typer.Exit(_code(board))


def _hand_over(board: Scoreboard, out: Path | None, page: Path | None, as_document: bool) -> None:
    document: dict[str, Any] = plain(scoreboard_document(board))
    if page is not None and not board.interrupted:
        _write_page(document, page)
    deliver(
        document=lambda: document,
        show=lambda: _print(document),
        as_document=as_document,
        notes=_notes(board),
        out=None if board.interrupted else out,
        write=lambda path: write_scoreboard(board, path),
    )


def _code(board: Scoreboard) -> int:
    """Return the exit code of a scoreboard."""
    if board.interrupted:
        return INTERRUPTED
    return FAILED if board.count(PatternVerdict.FAIL) else DONE


def _seeds_of(text: str | None) -> list[int]:
    """Return the further seeds that were asked for."""
    if text is None:
        return []
    read = options.whole_number(0, LARGEST_SEED)
    try:
        return [read(each.strip()) for each in text.split(",")]
    except typer.BadParameter as refusal:
        raise RequestError(f"--also-seeds is {text!r}: {refusal}") from None


def _checked_page(page: Path | None) -> Path | None:
    """Refuse a page that must not or cannot be written, before any work is done.

    Raises
    ------
    RequestError
        If its name does not end in .md, its folder does not exist, or another file is there.
    """
    if page is None:
        return None
    page = local_path(page, "--page")
    if page.suffix != ".md":
        raise RequestError(f"--page is {page}; allowed: a file whose name ends in .md")
    if not page.absolute().parent.is_dir():
        raise RequestError(f"--page: there is no folder {page.parent}")
    check_file_target(page.with_suffix(".json"), "--page", _JSON_MARK)
    return check_file_target(page, "--page", _PAGE_MARK)


def _notes(board: Scoreboard) -> Iterator[str]:
    if board.interrupted:
        resumes = f"; the same command resumes from {board.checkpoint}" if board.checkpoint else ""
        yield f"interrupted: {len(board.results)} of {board.asked} patterns were finished{resumes}"


def _write_page(document: dict[str, Any], page: Path) -> None:
    """Write the page and its JSON."""
    write_file(page, validation_page(document).encode())
    write_file(page.with_suffix(".json"), as_json(document).encode())
    say(f"wrote {page}")


def _print(document: dict[str, Any]) -> None:
    rows = [row for each in document["patterns"] for row in _rows(each)]
    if rows:
        table("", _COLUMNS, rows)
    if "predictions" in document:
        rows = [row for each in document["predictions"] for row in _prediction_rows(each)]
        table("Predictions, opened", _PREDICTION_COLUMNS, rows)
        sentence(document["predictions_note"])
    if "ablations" in document:
        table("Mechanisms switched off", _ABLATION_COLUMNS, _ablation_rows(document["ablations"]))
    counts = ", ".join(f"{document[key]} {key}" for key in ("passed", "failed", "uncertain"))
    sentence(
        f"{counts}; {document['runs']:,} runs in {document['seconds']:.0f} seconds, "
        f"seed {document['seed']}. Marks in brackets: reported, not required."
    )
    for each in document.get("other_seeds", ()):
        counts = ", ".join(f"{each[key]} {key}" for key in ("passed", "failed", "uncertain"))
        sentence(f"Seed {each['seed']}: {counts}.")
    sentence(LIMITS)


def _rows(pattern: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return one row for the pattern and one for each of its readings."""
    head = (pattern["id"], pattern["title"]["en"], pattern["evidence"], "", "", "", "")
    alone = "" if pattern.get("counts", True) else "reported alone"
    rows: list[tuple[str, ...]] = [(*head, pattern["verdict"].upper(), alone)]
    for reading in pattern["readings"]:
        words = (("built_in", "built in"), ("by_a_hair", "by a hair"))
        marks = ", ".join(word for key, word in words if reading[key])
        standing = reading["standing"] if reading["required"] else f"({reading['standing']})"
        seen, low, high = (_shown(reading[key]) for key in ("seen", "low", "high"))
        cells = (reading["name"], reading["expected"], seen, f"{low} to {high}", standing, marks)
        rows.append(("", "", "", *cells))
    return rows


def _prediction_rows(prediction: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return the same of a prediction, with its verdict at the opening beside that of now."""
    opening = prediction["opening"]
    then = f"{opening['verdict']} in {opening['date']}: {opening['seen']}"
    _, *readings = _rows(prediction)
    head = (prediction["id"], prediction["title"]["en"], "", then, "", "", "")
    return [(*head, prediction["verdict"].upper(), ""), *readings]


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
