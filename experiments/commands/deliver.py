"""How every verb hands over its result, or what an interruption left of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import typer

from heterophony.experiments.commands.guard import FAILED, INTERRUPTED, say
from heterophony.experiments.results.codec import as_json
from heterophony.experiments.results.errors import Interrupted

_Result = TypeVar("_Result")


def deliver(
    *,
    document: Callable[[], Any],
    show: Callable[[], None],
    as_document: bool,
    notes: Iterable[str] = (),
    out: Path | None = None,
    write: Callable[[Path], object] | None = None,
    failed: bool = False,
) -> None:
    """Say notes, write files, then print: a reader of the output can rely on the files.

    Parameters
    ----------
    document
        Makes the document of `--json`.
    show
        Prints the result for people.
    as_document
        Whether `--json` was given.
    notes
        What people should know, on standard error.
    out, write
        The folder, if one was asked for, and what writes it.
    failed
        Whether some of the work failed; the exit code is then 1.
    """
    for note in notes:
        say(note)
    if out is not None and write is not None:
        write(out)
        say(f"wrote {out}")
    if as_document:
        typer.echo(as_json(document()), nl=False)
    else:
        show()
    if failed:
        raise typer.Exit(FAILED)


@contextmanager
def interruptible(kept: str) -> Iterator[None]:
    """Turn an interruption into exit code 130 and a sentence that says what is kept, or is not."""
    try:
        yield
    except Interrupted as interruption:
        say("; ".join(filter(None, (str(interruption), kept))))
        raise typer.Exit(INTERRUPTED) from None


def finish(work: Callable[[], _Result], hand_over: Callable[[_Result], None]) -> None:
    """Do the work and hand over its result; after an interruption, the result so far."""
    try:
        result = work()
    except Interrupted as interruption:
        say(str(interruption))
        if interruption.done and interruption.finished is not None:
            hand_over(interruption.finished)
        raise typer.Exit(INTERRUPTED) from None
    hand_over(result)
