"""The part of a report about one plan: the answer, the table, who pays, the pictures."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from heterophony.experiments import Comparison, PolicyComparison
from heterophony.scenarios import OUTCOMES, PARAMETERS, Scenario
from heterophony.viz import markup, sentences, svg
from heterophony.viz.charts import Course, course_chart
from heterophony.viz.groups_part import difference_cells, groups_part
from heterophony.viz.hour_bars import SEEN, HoursRow, changes_chart, hours_chart
from heterophony.viz.hours import SIDES, apart, bars, total
from heterophony.viz.measures import measure
from heterophony.viz.rows import DifferenceRow, difference_chart
from heterophony.viz.words import Words

COURSES: Final = ("ownership", "pressure", "plan_match", "understanding", "caseworker_utilisation")


def arm_names(baseline: Scenario, policy: Scenario, speak: Words) -> tuple[str, str]:
    """Return both titles in the page's language, or the names if the titles are equal."""
    today, plan = speak.choose(baseline.title), speak.choose(policy.title)
    if today == plan:
        return baseline.name, policy.name
    return today, plan


def policy_part(comparison: Comparison, policy: PolicyComparison, speak: Words) -> str:
    """Return the whole part about one plan."""
    names = arm_names(comparison.baseline, policy.scenario, speak)
    return "".join(
        (
            _answer(comparison, policy, names, speak),
            _settings(comparison.baseline, policy.scenario, names, speak),
            _outcomes(policy, names, speak),
            groups_part(policy, names, speak),
            markup.section(speak("report.who_pays"), who_pays(comparison, policy, names, speak)),
            _pictures(policy, names, speak),
        )
    )


def _answer(
    comparison: Comparison, policy: PolicyComparison, names: tuple[str, str], speak: Words
) -> str:
    main = sentences.main_sentence(policy, *names, speak)
    summary = markup.paragraph(speak.choose(policy.scenario.summary))
    return sentences.answer_box(comparison, policy, main, speak) + summary


def _settings(today: Scenario, plan: Scenario, names: tuple[str, str], speak: Words) -> str:
    rows = []
    for name, value in plan.values.items():
        if value != today.values[name]:
            parameter = PARAMETERS[name]
            unit = "" if isinstance(value, bool | str) else f" ({speak.unit(parameter.unit)})"
            title = speak.choose(parameter.title) + (unit if parameter.unit else "")
            rows.append(
                (title, speak.setting(name, today.values[name]), speak.setting(name, value))
            )
    for change in plan.changes:
        for name, value in change.values.items():
            title = f"{speak.choose(PARAMETERS[name].title)}, {speak('common.week')} {change.week}"
            rows.append((title, "–", speak.setting(name, value)))
    heading = speak("report.settings")
    if not rows:
        return markup.section(heading, markup.paragraph(speak("report.settings_same")))
    heads = (speak("report.column_setting"), *names)
    return markup.section(heading, markup.table(heading, heads, rows, named=True))


def outcome_rows(
    policy: PolicyComparison, outcomes: Sequence[str], speak: Words
) -> list[tuple[str, ...]]:
    """Return the cells of the table of outcomes."""
    rows: list[tuple[str, ...]] = []
    for name in outcomes:
        shown, found = measure(name), policy.outcomes[name]
        unit = shown.unit(speak)
        title = f"{shown.title(speak)} ({unit})" if unit else shown.title(speak)
        verdict = sentences.verdict_words(policy, name, speak)
        rows.append((title, *difference_cells(shown, found, speak), verdict))
    return rows


def headline_outcomes(policy: PolicyComparison) -> list[str]:
    """Return the outcomes that are shown first: the question's, then those declared so."""
    first = sentences.question_of(policy.outcomes)
    rest = [n for n in policy.outcomes if n in OUTCOMES and OUTCOMES[n].headline and n != first]
    return [first, *rest]


def _outcomes(policy: PolicyComparison, names: tuple[str, str], speak: Words) -> str:
    heads = (
        speak("report.column_outcome"),
        *names,
        speak("report.column_difference"),
        speak("report.column_range"),
        speak("report.column_verdict"),
    )
    first, every = headline_outcomes(policy), list(policy.outcomes)
    rows = [
        DifferenceRow(measure(n), f.difference, f.low, f.high, sentences.verdict_key(policy, n))
        for n in first
        for f in (policy.outcomes[n],)
    ]
    picture = svg.at_two_widths(lambda width: difference_chart(rows, speak, width))
    all_caption = speak("report.all_outcomes", count=len(every))
    return markup.section(
        speak("report.outcomes"),
        markup.paragraph(speak("report.outcomes_intro")),
        markup.table(
            speak("report.headline"), heads, outcome_rows(policy, first, speak), words_last=True
        ),
        f"<figure>{picture}</figure>",
        markup.details(
            all_caption,
            markup.table(
                all_caption, heads, outcome_rows(policy, every, speak), named=True, words_last=True
            ),
        ),
    )


def who_pays(
    comparison: Comparison, policy: PolicyComparison, names: tuple[str, str], speak: Words
) -> str:
    """Return the hours that the plan takes and frees, then the hours of both arms, as markup."""
    both = markup.details(speak("report.both_arms"), hours_of_both(policy, names, speak))
    return what_it_takes(comparison, policy, speak) + both


def what_it_takes(comparison: Comparison, policy: PolicyComparison, speak: Words) -> str:
    """Return the hours that the plan takes and frees, as markup."""
    rows = bars(policy.hours, speak)
    more = {}
    for side in SIDES:
        today, plan = total(policy.hours, side)
        more[side] = speak.signed(plan - today, 1)
    changes = svg.at_two_widths(lambda width: changes_chart(rows, speak, width))
    return "".join(
        (
            markup.paragraph(speak("report.hours_sum", **more)),
            markup.paragraph(sentences.posts_sentence(comparison.baseline, policy.scenario, speak)),
            markup.paragraph(sentences.hours_sentence(policy, speak)),
            markup.paragraph(_overtime(policy, speak)),
            markup.paragraph(_booked(policy, speak)),
            f"<h3>{svg.escape(speak('chart.changes'))}</h3><figure>{changes}</figure>",
        )
    )


def hours_of_both(policy: PolicyComparison, names: tuple[str, str], speak: Words) -> str:
    """Return hours by kind of work in both arms, as bars and as a table."""
    parts = [markup.paragraph(speak("report.who_pays_intro"))]
    cells = []
    for side in SIDES:
        rows = bars(policy.hours, speak, (side,))
        cells += [(r.title, speak.number(r.today, 2), speak.number(r.plan or 0.0, 2)) for r in rows]
        parts.append(f"<figure>{_bars_picture(rows, names, speak)}</figure>")
    heads = (speak("report.column_activity"), *names)
    return "".join(parts) + markup.table(speak("chart.hours"), heads, cells)


def _bars_picture(rows: Sequence[HoursRow], names: tuple[str, str], speak: Words) -> str:
    return svg.at_two_widths(lambda width: hours_chart(rows, speak, names, width))


def _overtime(policy: PolicyComparison, speak: Words) -> str:
    today, plan = apart(policy.hours, "caseworker", "overtime")
    if max(today, plan) < SEEN:
        return ""
    return speak("report.overtime", today=speak.number(today, 2), plan=speak.number(plan, 2))


def _booked(policy: PolicyComparison, speak: Words) -> str:
    found = policy.outcomes.get("caseworker_utilisation")
    if found is None or not np.isfinite(found.baseline):
        return ""
    today, plan = (speak.number(100 * v, 0) for v in (found.baseline, found.policy))
    return speak("report.use", today=today, plan=plan)


def course_of(policy: PolicyComparison, outcome: str, names: tuple[str, str]) -> Course:
    """Return one weekly outcome of a plan, ready to be drawn."""
    found = policy.weekly[outcome]
    return Course(
        measure(outcome),
        *names,
        found.baseline,
        found.policy,
        found.difference,
        found.low,
        found.high,
    )


def _pictures(policy: PolicyComparison, names: tuple[str, str], speak: Words) -> str:
    figures = []
    for outcome in COURSES:
        if outcome in policy.weekly:
            course = course_of(policy, outcome, names)
            figures.append(course_figure(course, speak))
    note = markup.paragraph(speak("report.pictures_note"), "note")
    return markup.section(speak("report.pictures"), note, markup.figures(figures))


def course_figure(course: Course, speak: Words) -> str:
    """Return one picture with its title above."""
    picture = svg.at_two_widths(lambda width: course_chart(course, speak, width))
    heading = svg.escape(course.measure.title(speak))
    return f'<div class="course"><h3>{heading}</h3><figure>{picture}</figure></div>'
