"""The part of a report about a sensitivity analysis: what each outcome depends on, how surely."""

from typing import Any

import numpy as np
import pandas as pd

from heterophony.experiments.results.sensitivity import Analysis, Sensitivity
from heterophony.viz import markup, svg
from heterophony.viz.measures import Measure, measure
from heterophony.viz.named import title_and_name
from heterophony.viz.sensitivity_charts import MOST, screening_plane, tornado
from heterophony.viz.words import Words


def sensitivity_page(found: Sensitivity, speak: Words) -> tuple[str, str]:
    """Return title and body, one part for each outcome."""
    names = [speak.choose(each.title) for each in found.arms] or ["–"]
    title = speak("hangs.title_policy" if len(names) > 1 else "hangs.title", plan=names[-1])
    if found.interrupted:
        note = speak("hangs.unfinished", done=found.done, points=found.design.points)
        return title, markup.paragraph(note, "note")
    frame = found.to_frame()
    parts = [_outcome(found, outcome, frame, speak) for outcome in found.outcomes]
    parts.append(_together(found, speak))
    if found.failed:
        parts.append(markup.paragraph(speak("hangs.failed", count=found.failed), "note"))
    return title, "".join(parts)


def _together(found: Sensitivity, speak: Words) -> str:
    """Say which inputs move together, and which are correlated."""
    texts = [
        speak("hangs.group", name=name, count=len(inputs), members=", ".join(inputs))
        for name, inputs in found.groups.items()
    ]
    pairs = [
        f"{one} / {other}: {speak.signed(rank, 2)}"
        for (one, other), rank in found.correlations.items()
    ]
    if pairs:
        texts.append(speak("hangs.correlated", pairs="; ".join(pairs)))
    return "".join(markup.paragraph(each, "note") for each in texts)


def _refused(analysis: Analysis, speak: Words) -> str:
    """Say why an outcome was not analysed; an older folder has only the English sentence."""
    if not analysis.reason:
        return analysis.refused
    blocks = analysis.blocks + analysis.left_out
    missing = speak.number(100 * analysis.missing, 1)
    return speak(f"hangs.{analysis.reason}", missing=missing, used=analysis.blocks, blocks=blocks)


def _outcome(found: Sensitivity, outcome: str, frame: pd.DataFrame, speak: Words) -> str:
    """Return the part about one outcome."""
    shown, analysis = measure(outcome), found.analyses[outcome]
    if analysis.refused:
        return markup.section(
            shown.title(speak), markup.paragraph(_refused(analysis, speak), "note")
        )
    rows = frame[frame["outcome"] == outcome]
    morris = found.design.method == "morris"
    factor = shown.factor if morris else 1.0
    unit = shown.difference_unit(speak)
    axis = speak("chart.tornado_effect", unit=unit) if morris else speak("chart.tornado_share")
    index = found.main_index
    bars = svg.at_two_widths(
        lambda width: tornado(
            rows, speak, index=index, axis_name=axis.replace(" ()", ""), factor=factor, width=width
        )
    )
    figures = [f"<figure>{bars}</figure>"]
    if morris and rows["sigma"].notna().any():
        plane = svg.at_two_widths(
            lambda width: screening_plane(
                rows.dropna(subset=["sigma"]), speak, factor=factor, width=width
            )
        )
        figures.append(f"<h3>{svg.escape(speak('chart.plane'))}</h3><figure>{plane}</figure>")
    said = speak("hangs.told", count=len(rows), distinct=int(rows["distinct"].sum()))
    answer = markup.paragraph(said, "main") + _trust(found, outcome, speak)
    return markup.section(
        shown.title(speak),
        f'<div class="answer">{answer}</div>',
        *figures,
        _table(rows, index, factor, shown, speak),
    )


def _trust(found: Sensitivity, outcome: str, speak: Words) -> str:
    """Return how far the numbers can be trusted, as paragraphs."""
    analysis = found.analyses[outcome]
    texts = [speak("hangs.ranks")]
    if np.isfinite(analysis.seed_share):
        share = speak.number(100 * analysis.seed_share, 0)
        texts.append(speak("hangs.luck", share=share, count=found.replicates))
    else:
        texts.append(speak("hangs.luck_unknown"))
    if analysis.left_out:
        whole = analysis.left_out + analysis.blocks
        texts.append(speak("hangs.left_out", count=analysis.left_out, whole=whole))
    return "".join(markup.paragraph(each, "note") for each in texts)


def _table(rows: pd.DataFrame, index: str, factor: float, shown: Measure, speak: Words) -> str:
    """Return the largest inputs as a table, and all of them in a fold."""
    heads = tuple(
        speak(f"hangs.column_{each}") for each in ("input", "size", "range", "rank", "told")
    )
    decimals = shown.decimals + 1 if factor != 1.0 else 3
    cells = [_cells(row, index, factor, decimals, speak) for row in rows.to_dict("records")]
    caption = speak("hangs.largest", count=min(MOST, len(cells)))
    first = markup.table(caption, heads, cells[:MOST], words_last=True)
    if len(cells) <= MOST:
        return first
    every = speak("hangs.every", count=len(cells))
    return first + markup.details(
        every, markup.table(every, heads, cells, named=True, words_last=True)
    )


def _cells(
    row: dict[str, Any], index: str, factor: float, decimals: int, speak: Words
) -> tuple[str, ...]:
    value, low, high = (
        speak.number(factor * row[f"{index}{side}"], decimals) for side in ("", "_low", "_high")
    )
    best, worst = row["rank_best"], row["rank_worst"]
    return (
        title_and_name(str(row["input"]), speak),
        value,
        speak("common.between", low=low, high=high).replace(" ", "\u00a0"),
        str(best) if best == worst else f"{best}–{worst}",
        speak("common.yes" if row["distinct"] else "common.no"),
    )
