"""A sweep as a report: what its levers do, each in every cell of the others."""

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from heterophony.experiments import LeverEffects, Store, Verdict, lever_effects
from heterophony.experiments.methods.lever_effects import first_lever
from heterophony.experiments.methods.lever_interactions import Repair
from heterophony.experiments.methods.sweep_summary import sentence
from heterophony.scenarios import PARAMETERS
from heterophony.viz import markup, svg
from heterophony.viz.heat_map import heat_map
from heterophony.viz.measures import Measure, measure
from heterophony.viz.words import Words

_MOST_OUTCOMES = 4


def sweep_page(store: Store, speak: Words) -> tuple[str, str]:
    """Return title and body."""
    design = store.design
    title = speak("sweep.title", levers=", ".join(_titles(design.varied, speak)) or "–")
    size = speak("sweep.size", points=len(design.points), seeds=design.replicates, runs=store.asked)
    lever = first_lever(store) if len(design.points) > 1 else ""
    missing = markup.told(sentence(store), speak)
    if not lever:
        answer = markup.paragraph(speak("sweep.no_lever"), "main") + markup.paragraph(size)
        return title, f'<div class="answer">{answer}</div>' + missing + _points(store, speak)
    effects = lever_effects(store, lever, outcomes=design.outcomes[:_MOST_OUTCOMES])
    answer = "".join(
        markup.paragraph(answer_words(effects, outcome, speak), "main" if not place else "")
        for place, outcome in enumerate(effects.outcomes)
    )
    note = markup.paragraph(speak("answer.chance_only"), "note")
    head = f'<div class="answer">{answer}{markup.paragraph(size)}{note}</div>'
    parts = [_outcome(effects, outcome, speak) for outcome in effects.outcomes]
    if not effects.interactions.empty:
        parts.append(markup.paragraph(speak("sweep.repair_note"), "note"))
    return title, head + missing + "".join(parts)


def answer_words(effects: LeverEffects, outcome: str, speak: Words) -> str:
    """Say in how many cells the change gives more and less of an outcome, and how much."""
    rows, shown = effects.of(outcome), measure(outcome)
    signs = rows["sign"].value_counts()
    low, high = (
        speak.signed(value * shown.factor, shown.decimals)
        for value in (rows["difference"].min(), rows["difference"].max())
    )
    return speak(
        "sweep.answer",
        change=change_words(effects, speak),
        outcome=shown.within(speak),
        cells=len(rows),
        more=int(signs.get("more", 0)),
        less=int(signs.get("less", 0)),
        low=low,
        high=high,
        unit=shown.difference_unit(speak),
    )


def change_words(effects: LeverEffects, speak: Words) -> str:
    """Name the change: the lever's title, and its two values."""
    return speak(
        "sweep.change",
        lever=_titles([effects.lever], speak)[0],
        start=speak.plain(effects.start),
        end=speak.plain(effects.end),
    )


def _titles(names: Sequence[str], speak: Words) -> list[str]:
    """Return the titles of levers; the name of what is no parameter."""
    known = [PARAMETERS.get(name) for name in names]
    return [
        speak.choose(each.title) if each else name for name, each in zip(names, known, strict=True)
    ]


def _outcome(effects: LeverEffects, outcome: str, speak: Words) -> str:
    shown, rows = measure(outcome), effects.of(outcome)
    parts = []
    if len(effects.others) == 2:
        across, up = effects.others
        parts.append(effect_map(rows, across, up, outcome, speak))
    heads = (
        *_titles(effects.others, speak),
        speak("report.column_difference"),
        speak("report.column_range"),
        speak("report.column_verdict"),
    )
    cells = [
        (*(speak.plain(row[name]) for name in effects.others), *_cells(row, shown, speak))
        for row in rows.to_dict("records")
    ]
    if not effects.others:
        heads, cells = (speak("report.column_outcome"), *heads), [(shown.title(speak), *cells[0])]
    caption = speak("sweep.cells", change=change_words(effects, speak))
    parts.append(markup.table(caption, heads, cells, words_last=True))
    parts.append(_interactions(effects, outcome, shown, speak))
    return markup.section(shown.with_unit(speak), *parts)


def effect_map(rows: pd.DataFrame, across: str, up: str, outcome: str, speak: Words) -> str:
    """Return the effects over two other levers as a picture."""
    if any(
        rows[name].map(lambda each: isinstance(each, bool | str)).any() for name in (across, up)
    ):
        rows = rows.assign(**{name: rows[name].map(speak.plain) for name in (across, up)})
    drawn = svg.at_two_widths(lambda width: heat_map(rows, across, up, outcome, speak, width=width))
    return f'<figure class="large">{drawn}</figure>'


def _interactions(effects: LeverEffects, outcome: str, shown: Measure, speak: Words) -> str:
    found = effects.interactions
    if found.empty:
        return ""
    rows = [
        (
            _instead(row, speak),
            *_cells(row, shown, speak),
            *(
                shown.difference_written(row[name], speak, unit=False)
                for name in ("alone", "own", "own_after")
            ),
            speak(f"sweep.repair_{Repair(row['repair']).name.lower()}"),
        )
        for row in found[found["outcome"] == outcome].to_dict("records")
    ]
    heads = tuple(
        speak(f"report.column_{each}") for each in ("setting", "difference", "range", "verdict")
    ) + tuple(speak(f"sweep.column_{each}") for each in ("alone", "own", "own_after", "repair"))
    return markup.table(speak("sweep.interactions"), heads, rows, words_last=True)


def _instead(row: dict[str, Any], speak: Words) -> str:
    """Name another lever and two of its values."""
    (lever,) = _titles([row["other"]], speak)
    start, end = (speak.plain(row[each]) for each in ("instead_of", "at"))
    return speak("sweep.instead", lever=lever, start=start, end=end)


def _cells(row: dict[str, Any], shown: Measure, speak: Words) -> tuple[str, str, str]:
    low, high = (speak.signed(row[side] * shown.factor, shown.decimals) for side in ("low", "high"))
    return (
        shown.difference_written(row["difference"], speak, unit=False),
        speak("common.between", low=low, high=high).replace(" ", "\u00a0"),
        speak(f"verdict.{Verdict(row['verdict']).name.lower()}"),
    )


def _points(store: Store, speak: Words) -> str:
    """Return the mean of the first outcomes at each point, for designs without cells."""
    names = list(store.design.outcomes[:_MOST_OUTCOMES])
    frame = store.summary(names)
    rows = []
    for point, found in list(frame.groupby("point"))[:100]:
        means = found.set_index("outcome")
        rows.append(
            (
                str(point),
                json.dumps(store.design.points[int(point)].values, ensure_ascii=False),
                *(measure(name).written(means.loc[name, "mean"], speak) for name in names),
            )
        )
    titles = [measure(name).with_unit(speak) for name in names]
    heads = (speak("sweep.point"), speak("report.column_setting"), *titles)
    return markup.table(speak("sweep.points"), heads, rows)
