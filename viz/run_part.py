"""The runs of one scenario as a report: no answer, a look at one way of working."""

from heterophony.viz import markup, svg
from heterophony.viz.charts import Course
from heterophony.viz.folders import RunFolder
from heterophony.viz.hour_bars import hours_chart
from heterophony.viz.hours import bars
from heterophony.viz.measures import measure
from heterophony.viz.policy_part import COURSES, course_figure
from heterophony.viz.words import Words


def run_page(run: RunFolder, speak: Words) -> tuple[str, str]:
    """Return title and body for the runs of one scenario."""
    name = speak.choose(run.titles)
    figures = [
        course_figure(Course(measure(outcome), name, "", run.weekly[outcome].to_numpy()), speak)
        for outcome in COURSES
        if outcome in run.weekly.columns
    ]
    rows = bars(run.hours, speak, paired=False)
    picture = svg.at_two_widths(lambda width: hours_chart(rows, speak, (name, ""), width))
    cells = [
        (measure(outcome).with_unit(speak), measure(outcome).written(value, speak))
        for outcome, value in run.outcomes.items()
    ]
    caption = speak("report.all_outcomes", count=len(cells))
    heads = (speak("report.column_outcome"), speak("report.column_value"))
    body = "".join(
        (
            f'<div class="answer">{markup.paragraph(speak("answer.one_run"), "main")}</div>',
            markup.paragraph(speak.choose(run.summaries)),
            markup.section(speak("report.pictures"), markup.figures(figures)),
            markup.section(speak("report.who_pays"), f"<figure>{picture}</figure>"),
            markup.details(caption, markup.table(caption, heads, cells)),
        )
    )
    return speak("report.title_run", plan=name), body
