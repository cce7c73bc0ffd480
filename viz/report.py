"""One self-contained page about results of any kind: answer, numbers, then method."""

from pathlib import Path

from heterophony.experiments import Comparison
from heterophony.experiments.results.atomic import write_file
from heterophony.experiments.results.folders import check_file_target
from heterophony.viz import markup, sentences, svg
from heterophony.viz.charts import Course
from heterophony.viz.folders import Folder, RunFolder, read_folder
from heterophony.viz.hour_bars import hours_chart
from heterophony.viz.hours import bars
from heterophony.viz.measures import measure
from heterophony.viz.policy_part import COURSES, arm_names, course_figure, policy_part
from heterophony.viz.robust_card import robustness_page
from heterophony.viz.sensitivity_part import sensitivity_page
from heterophony.viz.words import Words, words

_OURS = b'class="brand">Heterophony'  # in the head of every report, of earlier versions too


def report(folder: Path, language: str) -> str:
    """Return the report on a folder of results as a whole HTML page.

    Raises
    ------
    heterophony.experiments.RequestError
        If the folder holds no results that can be read.
    ValueError
        If the language is neither "en" nor "da".
    """
    speak = words(language)
    found = read_folder(folder)
    if found.comparison is not None:
        title, body = _comparison_page(found.comparison, speak)
    elif found.robustness is not None:
        title, body = robustness_page(found.robustness, speak)
    elif found.sensitivity is not None:
        title, body = sensitivity_page(found.sensitivity, speak)
    else:
        assert found.run is not None
        title, body = _run_page(found.run, speak)
    header = (
        f'<header><p class="brand">{svg.escape(speak("common.name"))} · '
        f"{svg.escape(speak('common.model_not_forecast'))}</p><h1>{svg.escape(title)}</h1></header>"
    )
    end = _closing(found, speak)
    return markup.document(title, f"{header}<main>{body}{end}</main>", speak)


def write_report(
    folder: Path, language: str, out: Path | None = None, *, force: bool = False
) -> Path:
    """Write the report atomically beside the results, or to `out`; return its path.

    Parameters
    ----------
    force
        Replace a file that is not a report of this package.

    Raises
    ------
    heterophony.experiments.RequestError
        If the folder holds no results that can be read, or the file must not be replaced.
    heterophony.experiments.WorkError
        If the file cannot be written.
    """
    beside = folder / f"report-{language}.html"
    target = check_file_target(out or beside, "--out", _OURS, force=force)
    write_file(target, report(folder, language).encode())
    return target


def _comparison_page(comparison: Comparison, speak: Words) -> tuple[str, str]:
    """Return title and body for a comparison, one part for each plan."""
    parts = []
    titles = [speak.choose(each.scenario.title) for each in comparison.policies]
    several = len(comparison.policies) > 1
    for policy, title in zip(comparison.policies, titles, strict=True):
        part = policy_part(comparison, policy, speak)
        parts.append(markup.section(title, part) if several else part)
    head = ""
    if several:
        said = [
            sentences.main_sentence(
                each, *arm_names(comparison.baseline, each.scenario, speak), speak
            )
            for each in comparison.policies
        ]
        head = markup.section(speak("report.other_policies"), markup.bullets(said))
    title = speak("report.title", plan="”, “".join(titles))
    return title, head + "".join(parts)


def _run_page(run: RunFolder, speak: Words) -> tuple[str, str]:
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
        (
            f"{shown.title(speak)} ({shown.unit(speak)})"
            if shown.unit(speak)
            else shown.title(speak),
            shown.written(value, speak),
        )
        for shown, value in ((measure(k), v) for k, v in run.outcomes.items())
    ]
    caption = speak("report.all_outcomes", count=len(cells))
    heads = (speak("report.column_outcome"), speak("report.column_value"))
    body = "".join(
        (
            f'<div class="answer">{markup.paragraph(speak("answer.one_run"), "main")}</div>',
            markup.paragraph(speak.choose(run.summaries)),
            markup.section(speak("report.pictures"), *figures),
            markup.section(speak("report.who_pays"), f"<figure>{picture}</figure>"),
            markup.details(caption, markup.table(caption, heads, cells)),
        )
    )
    return speak("report.title_run", plan=name), body


def _closing(found: Folder, speak: Words) -> str:
    """Return the limits of the model, fair use, and the command that makes the figures again."""
    manifest = found.manifest
    versions = manifest.get("versions") or {}
    pairs = (
        (speak("report.command"), found.command),
        (speak("report.start_number"), str(manifest.get("seed", "–"))),
        (speak("report.runs"), str(manifest.get("replicates", "–"))),
        (speak("report.version"), str(versions.get("heterophony") or "–")),
        (speak("report.executor"), str(manifest.get("executor", "–"))),
        (speak("report.made"), str(manifest.get("started", "–"))),
        (speak("report.fingerprint"), str(manifest.get("results_sha256", "–"))),
    )
    comparison = found.comparison
    worlds = found.robustness is not None or (comparison is not None and bool(comparison.over))
    limits = markup.bullets(sentences.limits(speak, worlds=worlds))
    return "".join(
        (
            markup.section(speak("report.cannot_heading"), limits),
            markup.section(
                speak("report.ethics_heading"), markup.paragraph(speak("ethics.text"), "ethics")
            ),
            markup.section(
                speak("report.manifest_heading"),
                markup.paragraph(speak("report.manifest_intro")),
                markup.facts(pairs),
            ),
        )
    )
