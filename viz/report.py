"""One self-contained page about results of any kind: answer, numbers, then method."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from heterophony.experiments import Comparison
from heterophony.experiments.results.atomic import write_file
from heterophony.experiments.results.folders import check_file_target
from heterophony.viz import markup, sentences, svg
from heterophony.viz.calibration_part import calibration_page
from heterophony.viz.claims_part import claims_page
from heterophony.viz.closing import closing
from heterophony.viz.evidence_part import evidence_page
from heterophony.viz.folders import read_folder
from heterophony.viz.policy_part import arm_names, policy_part
from heterophony.viz.robust_card import robustness_page
from heterophony.viz.run_part import run_page
from heterophony.viz.search_part import search_page
from heterophony.viz.sensitivity_part import sensitivity_page
from heterophony.viz.survey_part import survey_page
from heterophony.viz.sweep_part import sweep_page
from heterophony.viz.validation_part import validation_report
from heterophony.viz.words import Words, words

_OURS = b'class="brand">Heterophony'  # in the head of every report, of earlier versions too


def report(folder: Path, language: str) -> str:
    """Return the report on a folder of results as a whole HTML page.

    Every report has the same parts: the question as its title, the answer in words with its
    uncertainty, pictures and tables, what the answer depends on, how it was made and how to make it
    again, and what it must not be used for.

    Raises
    ------
    heterophony.experiments.RequestError
        If the folder holds no results that can be read.
    ValueError
        If the language is neither "en" nor "da".
    """
    speak = words(language)
    found = read_folder(folder)
    title, body = _PAGES[found.kind](found.results, speak)
    header = (
        f'<header><p class="brand">{svg.escape(speak("common.name"))} · '
        f"{svg.escape(speak('common.model_not_forecast'))}</p><h1>{svg.escape(title)}</h1></header>"
    )
    return markup.document(title, f"{header}<main>{body}{closing(found, speak)}</main>", speak)


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
    titles = [speak.choose(each.scenario.title) for each in comparison.policies]
    title = sentences.title_of(titles, speak)
    if len(comparison.policies) == 1:
        return title, policy_part(comparison, comparison.policies[0], speak)
    said = [
        sentences.main_sentence(each, *arm_names(comparison.baseline, each.scenario, speak), speak)
        for each in comparison.policies
    ]
    parts = [markup.section(speak("report.other_policies"), markup.bullets(said))]
    for policy, name in zip(comparison.policies, titles, strict=True):
        parts.append(markup.section(name, markup.deeper(policy_part(comparison, policy, speak))))
    return title, "".join(parts)


_PAGES: dict[str, Callable[[Any, Words], tuple[str, str]]] = {
    "run": run_page,
    "comparison": _comparison_page,
    "survey": survey_page,
    "search": search_page,
    "sweep": sweep_page,
    "sensitivity": sensitivity_page,
    "robustness": robustness_page,
    "calibration": calibration_page,
    "claims": claims_page,
    "evidence": evidence_page,
    "validation": validation_report,
}
