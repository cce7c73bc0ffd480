"""The answer as markup: the part that is always visible, and the folds that a visitor opens."""

from collections.abc import Callable
from typing import Final

from heterophony.experiments import PolicyComparison
from heterophony.viz import markup, sentences, svg
from heterophony.viz.answering import Answer
from heterophony.viz.charts import difference_course_chart
from heterophony.viz.measures import measure
from heterophony.viz.plan import todays_values
from heterophony.viz.policy_part import (
    course_figure,
    course_of,
    hours_of_both,
    outcome_rows,
    what_it_takes,
)
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
COURSES: Final = ("ownership", "pressure")
Writer = Callable[[Answer, Words, float | None], str]


class Written:
    """The last markup of each part, by name: a moved lever does not wait for the old answer."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Answer, Words, float | None, str]] = {}

    def once(
        self, name: str, write: Writer, shown: Answer, speak: Words, only: float | None
    ) -> str:
        """Return `write`'s markup of an answer, for one width of screen or for both."""
        kept = self._kept.get(name)
        if kept is None or kept[0] is not shown or kept[1] is not speak or kept[2] != only:
            kept = self._kept[name] = (shown, speak, only, write(shown, speak, only))
        return kept[3]


def main_html(shown: Answer, speak: Words, only: float | None) -> str:
    """Return the answer, its picture, the other outcomes and the hours that the plan takes."""
    policy = shown.comparison.policies[0]
    names = _names(speak)
    course = course_of(policy, "ownership", names)
    picture = svg.at_two_widths(lambda width: difference_course_chart(course, speak, width), only)
    heading, first = escape(speak("app.answer")), _first(shown, policy, speak)
    over_time = speak("chart.difference_over_time", outcome=course.measure.within(speak))
    hours = what_it_takes(shown.comparison, policy, speak, only)
    return "".join(
        (
            f'<section aria-live="polite" {_stands_on(shown)}><h2>{heading}</h2>{first}</section>',
            f"<h3>{escape(over_time)}</h3><figure>{picture}</figure>",
            markup.paragraph(speak("report.pictures_note"), "note"),
            markup.section(speak("app.beside"), _beside(policy, names, speak, only)),
            markup.section(speak("app.hours"), hours),
        )
    )


def both_arms(shown: Answer, speak: Words, only: float | None) -> str:
    """Return hours by kind of work in both arms."""
    return hours_of_both(shown.comparison.policies[0], _names(speak), speak, only)


def courses(shown: Answer, speak: Words, only: float | None) -> str:
    """Return both arms week by week."""
    policy, names = shown.comparison.policies[0], _names(speak)
    return "".join(course_figure(course_of(policy, each, names), speak, only) for each in COURSES)


FOLDS: Final[dict[str, Writer]] = {"report.both_arms": both_arms, "app.courses": courses}
"""What is folded, by the key of its summary."""


def _names(speak: Words) -> tuple[str, str]:
    return speak("app.today"), speak("app.your_plan")


def _stands_on(shown: Answer) -> str:
    """Return the plan and the number of pairs behind the answer, as attributes for programs."""
    plan = " ".join(f"{value:g}" for value in shown.values)
    return f'data-plan="{plan}" data-pairs="{shown.comparison.replicates}"'


def _first(shown: Answer, policy: PolicyComparison, speak: Words) -> str:
    """Return the answer in sentences."""
    if shown.values == todays_values():
        return f'<div class="answer">{markup.paragraph(speak("app.unchanged"), "main")}</div>'
    return sentences.answer_box(
        shown.comparison, policy, sentences.main_sentence(policy, "", "", speak, page=True), speak
    )


def _beside(
    policy: PolicyComparison, names: tuple[str, str], speak: Words, only: float | None
) -> str:
    """Return pressure, strong reactions, education and hours beside the answer."""
    outcomes = [name for name in BESIDE if name in policy.outcomes]
    rows = [
        DifferenceRow(measure(n), f.difference, f.low, f.high, sentences.verdict_key(policy, n))
        for n in outcomes
        for f in (policy.outcomes[n],)
    ]
    picture = svg.at_two_widths(lambda width: difference_chart(rows, speak, width), only)
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
