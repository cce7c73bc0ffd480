"""The table of the patterns: what the model is held to, from which evidence, and how it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from heterophony.docs.generate.markup import between, code, heading, page, table, value
from heterophony.scenarios.patterns_declared import (
    Pattern,
    Reading,
    load_patterns,
    load_predictions,
)

EVIDENCE = {
    "recorded": "recorded in the study's two meetings",
    "staff": "said by its staff",
    "relayed": "literature that the study relays",
    "inference": "inference of the design",
    "wider": "wider literature",
}
PREDICTED = "predicted before anybody had run it"
EXPECTED = {
    "+": "more",
    "-": "less",
    "~0": "no difference",
    "not 0": "a difference, on either side",
    "small +": "more, however little",
    "small -": "less, however little",
}


def patterns_page(made: str) -> str:
    """Write every pattern with its readings; `made` says how the page came about."""
    found = load_patterns()
    counts = {
        evidence: sum(each.evidence == evidence for each in found.values()) for evidence in EVIDENCE
    }
    return page(
        "# Patterns",
        made,
        f"{len(found)} patterns are declared in `scenarios/patterns.toml`. Each sets arms beside "
        "each other, which share people and luck, and reads numbers off them. A reading holds if "
        "its 95 % interval leaves out 0 and the difference is at least the smallest that counts, "
        "or if the interval lies within the band. The column of the reference has what an "
        "independent implementation of the same design saw: facts about equations.",
        table(
            ("evidence", "patterns"),
            [(words, str(counts[evidence])) for evidence, words in EVIDENCE.items()],
        ),
        *(_pattern(each) for each in found.values()),
        heading(2, "Predictions, opened"),
        "They were registered and sealed before anybody had run them on the first model, and "
        "opened when it was done. They have been known since: whatever holds now proves nothing "
        "more, and they do not count among the patterns. The sentence under each title is the "
        "text as registered.",
        *(_pattern(each) for each in load_predictions().values()),
    )


def _pattern(each: Pattern) -> str:
    arms = "; ".join(f"{code(name)}: {_values(values)}" for name, values in each.arms.items())
    gone = "; ".join(
        f"without {ablation.mechanism}: {', '.join(ablation.destroys)}"
        for ablation in each.ablations.values()
    )
    facts = [
        ("evidence", EVIDENCE.get(each.evidence, PREDICTED)),
        ("opened", _opening(each)),
        ("source", each.source),
        ("mechanism", each.mechanism),
        ("arms", arms),
        ("falls", gone),
        ("note", each.note),
    ]
    head = ("reading", "expected", "smallest", "pairs", "reference", "")
    return page(
        heading(2 if each.opening is None else 3, f"{each.id}. {each.title['en']}"),
        each.statement["en"],
        "\n".join(f"- {name}: {words}" for name, words in facts if words),
        table(head, [_reading(each, reading) for reading in each.readings.values()]),
    )


def _opening(each: Pattern) -> str:
    found = each.opening
    return "" if found is None else f"{found.date}, {found.verdict}: {found.seen}"


def _values(values: Mapping[str, Any]) -> str:
    said = (f"`{name}` = {value(given)}" for name, given in values.items())
    return ", ".join(said) or "as today"


def _reading(pattern: Pattern, each: Reading) -> tuple[str, ...]:
    return (
        each.title["en"],
        between(each.low, each.high) if each.expected == "band" else EXPECTED[each.expected],
        "" if each.expected == "band" else value(each.smallest),
        str(each.pairs),
        "" if each.reference is None else value(each.reference),
        ", ".join(_remarks(pattern, each)),
    )


def _remarks(pattern: Pattern, each: Reading) -> Iterable[str]:
    if not each.required:
        yield "reported, not required"
    if each.built_in:
        yield "built in"
    if each.by_a_hair:
        yield "by a hair"
    if each.evidence != pattern.evidence:
        yield EVIDENCE.get(each.evidence, PREDICTED)
    if each.note:
        yield each.note
