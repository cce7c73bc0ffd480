"""Judged claims as a report: what may be said of each sentence, and why."""

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any

from heterophony.viz import markup, svg
from heterophony.viz.measures import Measure, measure
from heterophony.viz.named import assumption_titled, is_assumption
from heterophony.viz.ranges import RangeRow, range_chart
from heterophony.viz.translated import translated
from heterophony.viz.words import Words

_HOLDS, _TURNS = "holds", "does not hold"
_KINDS = (
    *("seeds", "property of the model", "must change nothing", "implementation"),
    *("structural alternative", "world"),
)


def claims_page(found: Mapping[str, Any], speak: Words) -> tuple[str, str]:
    """Return title and body: all verdicts first, then a part for each claim."""
    said = [
        f"{speak.choose(each['sentence'])} – {_verdict(each, speak)}" for each in found["claims"]
    ]
    holds = sum(each["verdict"] == "finding" for each in found["claims"])
    answer = speak("claims.answer", count=len(said), holds=holds)
    head = (
        f'<div class="answer">{markup.paragraph(answer, "main")}{markup.bullets(said)}'
        f"{markup.paragraph(speak('claims.what_it_is'), 'note')}</div>"
    )
    parts = [_claim(each, speak) for each in found["claims"]]
    return speak("claims.title"), head + "".join(parts)


def _verdict(claim: Mapping[str, Any], speak: Words) -> str:
    word = speak(f"claims.verdict_{claim['verdict'].replace(' ', '_')}")
    if not claim["depends_on"]:
        return word
    return f"{word} {translated(claim['depends_on'], speak)}"


def _claim(claim: Mapping[str, Any], speak: Words) -> str:
    told = any(each.get("difference") is not None for each in claim["checks"])
    drawn = svg.at_two_widths(lambda width: claim_picture(claim, speak, width)) if told else ""
    counts = Counter((each["kind"], each["state"]) for each in claim["checks"])
    heads = tuple(speak(f"claims.column_{each}") for each in ("kind", "holds", "not", "open"))
    rows = []
    for kind in _KINDS:
        of_it = {state: count for (each, state), count in counts.items() if each == kind}
        if of_it:
            cells = [str(of_it.get(state, 0)) for state in (_HOLDS, _TURNS, "open")]
            rows.append((speak(f"claims.kind_{kind.replace(' ', '_')}"), *cells))
    return markup.section(
        speak.choose(claim["sentence"]),
        f'<p><span class="chip">{svg.escape(_verdict(claim, speak))}</span></p>',
        markup.told(claim["why"], speak),
        f"<figure>{drawn}</figure>" if drawn else "",
        markup.table(speak("claims.checks"), heads, rows),
    )


def claim_picture(claim: Mapping[str, Any], speak: Words, width: float) -> str:
    """Draw the difference under each check that has one, worlds as their range alone.

    Empty where no check has a difference.
    """
    shown = measure(claim["outcome"])
    rows = [
        RangeRow.of(
            _check(each["name"], speak), _numbers(each, shown), strong=each["state"] == _HOLDS
        )
        for each in claim["checks"]
        if each["kind"] != "world" and each.get("difference") is not None
    ]
    worlds = [
        shown.factor * each["difference"]
        for each in claim["checks"]
        if each["kind"] == "world" and each.get("difference") is not None
    ]
    if worlds:
        middle = sorted(worlds)[len(worlds) // 2]
        title = speak("claims.worlds", count=len(worlds))
        rows.append(RangeRow(title, middle, min(worlds), max(worlds)))
    if not rows:
        return ""
    claimed = shown.factor * claim["size"] * (-1.0 if claim["direction"] == "less" else 1.0)
    title = speak("claims.picture", outcome=shown.title(speak))
    axis = speak("robust.axis", unit=shown.difference_unit(speak))
    zone, decimals = (min(0.0, claimed), max(0.0, claimed)), shown.decimals
    return range_chart(
        rows, title, axis, speak, zone=zone, line=claimed, decimals=decimals, width=width
    )


def _check(name: str, speak: Words) -> str:
    """Name a check: what is varied, or an assumption by its title and value."""
    return assumption_titled(name, speak) if is_assumption(name) else translated(name, speak)


def _numbers(each: Mapping[str, Any], shown: Measure) -> tuple[float, float, float]:
    value, low, high = (
        math.nan if each[side] is None else shown.factor * each[side]
        for side in ("difference", "low", "high")
    )
    return value, low, high
