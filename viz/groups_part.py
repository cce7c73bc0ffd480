"""The part of a report about who gains and who loses by a plan."""

import numpy as np

from heterophony.experiments import Difference, PolicyComparison
from heterophony.experiments.methods.groups import SHOWN
from heterophony.experiments.methods.verdicts import alike_in_few
from heterophony.scenarios import OUTCOMES
from heterophony.viz import markup, sentences
from heterophony.viz.measures import Measure, measure
from heterophony.viz.words import Words


def difference_cells(shown: Measure, found: Difference, speak: Words) -> tuple[str, str, str, str]:
    """Return both arms, their difference and its range as the cells of a table."""
    low, high = (speak.signed(v * shown.factor, shown.decimals) for v in (found.low, found.high))
    interval = speak("common.between", low=low, high=high).replace(" ", "\u00a0")
    return (
        shown.written(found.baseline, speak),
        shown.written(found.policy, speak),
        shown.difference_written(found.difference, speak, unit=False),
        interval if np.isfinite(found.low) else "–",
    )


def groups_part(policy: PolicyComparison, names: tuple[str, str], speak: Words) -> str:
    """Return a table for each headline outcome of citizens' cases, one row a group."""
    if not policy.groups:
        return ""
    heads = (
        speak("report.column_group"),
        *names,
        speak("report.column_difference"),
        speak("report.column_range"),
        speak("report.column_verdict"),
    )
    outcomes = [each for each in policy.groups[SHOWN[0]].outcomes if OUTCOMES[each].headline]
    parts = []
    for outcome in outcomes:
        shown = measure(outcome)
        rows = []
        for group in SHOWN:
            found = policy.groups[group].outcomes[outcome]
            verdict = sentences.verdict_words(policy, outcome, speak, group)
            rows.append((speak(f"group.{group}"), *difference_cells(shown, found, speak), verdict))
        unit = shown.unit(speak)
        caption = f"{shown.title(speak)} ({unit})" if unit else shown.title(speak)
        parts.append(markup.table(caption, heads, rows, words_last=True))
    if alike_in_few(policy.groups[group].outcomes[each] for group in SHOWN for each in outcomes):
        parts.append(markup.paragraph(speak("report.alike_in_few")))
    intro = markup.paragraph(speak("report.groups_intro"))
    return markup.section(speak("report.groups"), intro, *parts)
