"""The part of the page that shows the answer, and works it out in the background."""

import json
import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import Final

import solara
import solara.lab
from solara.alias import rv

from heterophony.experiments import PolicyComparison
from heterophony.experiments.errors import DEBUG
from heterophony.viz import markup, sentences, svg
from heterophony.viz.answering import STAGES, Answer, Superseded, answers
from heterophony.viz.charts import difference_course_chart
from heterophony.viz.controls import Choices
from heterophony.viz.measures import measure
from heterophony.viz.meeting_view import Meeting
from heterophony.viz.plan import Values, todays_values
from heterophony.viz.policy_part import course_figure, course_of, outcome_rows, who_pays
from heterophony.viz.rows import DifferenceRow, difference_chart
from heterophony.viz.svg import escape
from heterophony.viz.words import Words

BESIDE: Final = (
    "pressure",
    "strong_reactions",
    "education_start_52w",
    "caseworker_hours",
    "mentor_hours",
)
WORTH_PAINTING: Final = 1.0  # seconds to the full answer, for an answer between to be shown
COURSES: Final = ("ownership", "pressure")
Computation = solara.lab.Task[[], None]
_log = logging.getLogger(__name__)


@solara.component
def Answers(values: Values, speak: Words) -> None:
    """Compute the answer to the plan and show it; while that lasts, show the one before."""
    nothing: Answer | None = None
    shown, set_shown = solara.use_state(nothing)
    turn = solara.use_memo(threading.Lock, [])
    holder: list[Computation | None] = solara.use_memo(lambda: [None], [])
    written: list[tuple[Answer, Words, str]] = solara.use_memo(list, [])

    def work() -> None:
        _compute(values, turn, holder, set_shown)

    task = solara.lab.use_task(work, dependencies=[values], raise_error=False)
    holder[0] = task
    if task.error:
        _failed(speak, task.retry)
    rv.Html(
        tag="p",
        class_="status",
        attributes={"role": "status"},
        children=[_status(shown, values, speak, failed=task.error)],
    )
    if shown is not None:
        current = shown.values == values
        with rv.Html(tag="div", class_="current" if current else "old"):
            solara.HTML(tag="div", unsafe_innerHTML=_written(shown, speak, written))
        Meeting(shown.values, speak)


def _compute(
    values: Values,
    turn: threading.Lock,
    holder: list[Computation | None],
    show: Callable[[Answer], None],
) -> None:
    """Work out a quick answer and refine it, as long as this plan is the visitor's."""
    task = holder[0]

    def wanted() -> bool:
        return task is None or task.is_current()

    try:
        # One computation a visitor: the one before ends at its next pair.
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
        # The visitor gets a sentence; whoever runs the server may ask for all of it.
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
    """Return how far the computation is."""
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


def _written(shown: Answer, speak: Words, kept: list[tuple[Answer, Words, str]]) -> str:
    """Return the answer as markup, made once: a lever that moves must not wait for the old one."""
    if not kept or kept[0][0] is not shown or kept[0][1] is not speak:
        kept[:] = [(shown, speak, _answer_html(shown, speak))]
    return kept[0][2]


def _answer_html(shown: Answer, speak: Words) -> str:
    """Return the answer, its picture, what changes beside it and the hours, as markup."""
    policy = shown.comparison.policies[0]
    names = (speak("app.today"), speak("app.your_plan"))
    course = course_of(policy, "ownership", names)
    picture = svg.at_two_widths(lambda width: difference_course_chart(course, speak, width))
    heading, first = escape(speak("app.answer")), _first(shown, policy, speak)
    over_time = speak("chart.difference_over_time", outcome=course.measure.within(speak))
    return "".join(
        (
            f'<section aria-live="polite" {_stands_on(shown)}><h2>{heading}</h2>{first}</section>',
            f"<h3>{escape(over_time)}</h3><figure>{picture}</figure>",
            markup.paragraph(speak("report.pictures_note"), "note"),
            markup.section(speak("app.beside"), _beside(policy, names, speak)),
            markup.section(speak("app.hours"), who_pays(shown.comparison, policy, names, speak)),
            markup.details(
                speak("app.courses"),
                "".join(course_figure(course_of(policy, each, names), speak) for each in COURSES),
            ),
        )
    )


def _stands_on(shown: Answer) -> str:
    """Return, as attributes for programs that read the page, whose answer it is and on how much."""
    plan = " ".join(f"{value:g}" for value in shown.values)
    return f'data-plan="{plan}" data-pairs="{shown.comparison.replicates}"'


def _first(shown: Answer, policy: PolicyComparison, speak: Words) -> str:
    """Return the answer in sentences."""
    if shown.values == todays_values():
        return f'<div class="answer">{markup.paragraph(speak("app.unchanged"), "main")}</div>'
    return sentences.answer_box(
        shown.comparison, policy, sentences.main_sentence(policy, "", "", speak, page=True), speak
    )


def _beside(policy: PolicyComparison, names: tuple[str, str], speak: Words) -> str:
    """Return pressure, strong reactions, education and hours beside the answer."""
    outcomes = [name for name in BESIDE if name in policy.outcomes]
    rows = [
        DifferenceRow(measure(n), f.difference, f.low, f.high, sentences.verdict_key(policy, n))
        for n in outcomes
        for f in (policy.outcomes[n],)
    ]
    picture = svg.at_two_widths(lambda width: difference_chart(rows, speak, width))
    heads = (
        speak("report.column_outcome"),
        *names,
        speak("report.column_difference"),
        speak("report.column_range"),
        speak("report.column_verdict"),
    )
    cells = outcome_rows(policy, outcomes, speak)
    table = markup.table(speak("app.beside"), heads, cells, named=True, words_last=True)
    return f"{table}<figure>{picture}</figure>"
