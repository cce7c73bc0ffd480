"""The part of the page that computes the answer in the background and shows it."""

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from typing import Final

import solara
import solara.lab
from solara.alias import rv

from heterophony.experiments.results.errors import DEBUG
from heterophony.viz import svg
from heterophony.viz.answer_parts import FOLDS, Written, main_html
from heterophony.viz.answering import STAGES, Answer, Superseded, answers
from heterophony.viz.controls import Choices, Shown
from heterophony.viz.meeting_view import Meeting
from heterophony.viz.plan import Values
from heterophony.viz.words import Words

WORTH_PAINTING: Final = (
    1.0  # an intermediate answer is shown if the full one is this many seconds away
)
Computation = solara.lab.Task[[], None]
_log = logging.getLogger(__name__)


@solara.component
def Answers(values: Values, speak: Words) -> None:
    """Compute the answer to the plan and show it; show the previous one meanwhile."""
    nothing: Answer | None = None
    shown, set_shown = solara.use_state(nothing)
    turn = solara.use_memo(threading.Lock, [])
    holder: list[Computation | None] = solara.use_memo(lambda: [None], [])
    written = solara.use_memo(Written, [])
    opened, set_opened = solara.use_state(frozenset[str]())
    only, set_only = solara.use_state(_unknown_width())

    def work() -> None:
        _compute(values, turn, holder, set_shown)

    task = solara.lab.use_task(work, dependencies=[values], raise_error=False)
    holder[0] = task
    if task.error:
        _failed(speak, task.retry)
    Shown(
        status=_status(shown, values, speak, failed=task.error),
        main="" if shown is None else written.once("main", main_html, shown, speak, only),
        folds=_folds(shown, speak, only, opened, written),
        current=shown is not None and shown.values == values,
        event_opened=lambda change: set_opened(lambda before: _after(change, before)),
        event_narrow=lambda narrow: set_only(svg.NARROW if narrow else svg.WIDE),
    )
    if shown is not None:
        Meeting(shown.values, speak)


def _compute(
    values: Values,
    turn: threading.Lock,
    holder: list[Computation | None],
    show: Callable[[Answer], None],
) -> None:
    """Compute a quick answer and refine it, as long as the visitor keeps this plan."""
    task = holder[0]

    def wanted() -> bool:
        return task is None or task.is_current()

    try:
        # One computation a visitor: the previous one ends after its current pair.
        with turn, closing(answers(values, wanted)) as found:
            began = time.perf_counter()
            for number, each in enumerate(found):
                pairs, last = each.replicates, STAGES[-1]
                to_come = (time.perf_counter() - began) / pairs * (last - pairs)
                if number and 0 < to_come < WORTH_PAINTING:
                    continue
                if not wanted():
                    return
                show(Answer(values, each, full=pairs == last))
    except Superseded:
        return
    except Exception as error:
        # The visitor gets a sentence; the operator of the server can ask for the traceback.
        whole = bool(os.environ.get(DEBUG))
        _log.error("a plan could not be computed: %s", error or repr(error), exc_info=whole)
        raise


def _failed(speak: Words, retry: Callable[[], None]) -> None:
    """Say that the computation failed, and offer another try."""
    with rv.Html(tag="div", attributes={"role": "alert"}):
        rv.Html(tag="p", children=[speak("app.error")])
        again = json.dumps([{"value": "again", "label": speak("app.retry")}])
        Choices(options=again, event_chosen=lambda _: retry())


def _status(shown: Answer | None, values: Values, speak: Words, *, failed: bool) -> str:
    """Return the progress of the computation."""
    if failed:
        return ""
    if shown is None:
        return speak("app.first")
    if shown.values != values:
        return speak("app.computing")
    found = shown.comparison
    if not shown.full:
        return speak("app.refining", pairs=found.replicates)
    weeks = found.baseline.values["run.weeks"]
    return speak("app.done", pairs=found.replicates, weeks=weeks)


def _unknown_width() -> float | None:
    """Return the width of pictures while the width of the screen is unknown: both."""
    return None


def _folds(
    shown: Answer | None,
    speak: Words,
    only: float | None,
    opened: Collection[str],
    written: Written,
) -> list[dict[str, str]]:
    """Return the folds; only open ones have content."""
    return [
        {
            "name": name,
            "summary": speak(name),
            "content": written.once(name, write, shown, speak, only)
            if shown is not None and name in opened
            else "",
        }
        for name, write in FOLDS.items()
    ]


def _after(change: object, opened: frozenset[str]) -> frozenset[str]:
    """Return which folds are open after one was opened or closed; unknown names are ignored."""
    if not isinstance(change, Mapping):
        return opened
    named = {name for name in FOLDS if name == change.get("name")}
    return opened | named if change.get("open") else opened - named
