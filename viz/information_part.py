"""What plausible worlds say beyond shares: other forms of the rules, and what to measure first."""

import pandas as pd

from heterophony.experiments.methods.information import PARAMETER
from heterophony.experiments.methods.robustness import Robustness
from heterophony.experiments.results.notice import HEADLINE
from heterophony.viz import markup
from heterophony.viz.measures import measure
from heterophony.viz.named import title_and_name, value_in_words
from heterophony.viz.words import Words

_MOST = 8
_LEVEL = 0.05  # of chance, below which a measurement stands out


def information_part(result: Robustness, policy: str, title: str, words: Words) -> str:
    """Return what would be worth measuring first, as a table."""
    table = result.value_of_information(policy)
    heading = words("information.heading")
    if table.empty:
        return markup.section(heading, markup.paragraph(words("information.agree")), level=3)
    now = words.number(100 * table["disagreement"].iloc[0], 0)
    parts = [markup.paragraph(words("information.intro", now=now))]
    if not (table["chance"] <= _LEVEL).any():
        parts.append(markup.paragraph(words("information.none"), "note"))
    heads = tuple(
        words(f"information.{each}")
        for each in ("measurement", "kind", "reduction", "range", "chance")
    )
    rows = [_row(row, words) for _, row in table.head(_MOST).iterrows()]
    parts.append(markup.table(f"{heading}: {title}", heads, rows, named=True))
    return markup.section(heading, *parts, level=3)


def _row(row: "pd.Series", words: Words) -> tuple[str, ...]:
    low, high = (words.number(100 * row[side], 0) for side in ("low", "high"))
    kind = "assumption" if row["kind"] == PARAMETER else "today"
    return (
        title_and_name(row["measurement"], words),
        words(f"information.kind_{kind}"),
        words.number(100 * row["reduction"], 0),
        words("common.between", low=low, high=high),
        f"{words.number(100 * row['chance'], 0)} %",
    )


def alternatives_part(result: Robustness, policy: str, title: str, words: Words) -> str:
    """Return the counts of worlds for each form of each rule, with the middle world."""
    table = result.by_alternative(policy)
    if table.empty:
        return ""
    shown, heading = measure(HEADLINE), words("information.alternatives")
    heads = (
        heading,
        words("information.value"),
        *(words(f"robust.{each}") for each in ("better", "none", "unsettled", "worse")),
        words("information.median"),
    )
    rows = [
        (
            title_and_name(row["alternative"], words),
            value_in_words(str(row["value"]), words),
            *(str(row[each]) for each in ("better", "none", "unsettled", "worse")),
            words.signed(row["median"] * shown.factor, shown.decimals),
        )
        for row in table.to_dict("records")
    ]
    said = markup.table(f"{heading}: {title}", heads, rows, named=True)
    return markup.section(heading, said, level=3)
