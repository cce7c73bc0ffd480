"""One row of a table of effects: a paired difference in the words that all verbs share."""

from __future__ import annotations

from typing import Any

from heterophony.experiments.methods.verdicts import verdict
from heterophony.experiments.results.differences import Difference
from heterophony.experiments.results.vocabulary import EFFECT_COLUMNS
from heterophony.scenarios import OUTCOMES


def effect_row(
    policy: str, baseline: str, outcome: str, found: Difference, **places: Any
) -> dict[str, Any]:
    """Return the columns of `EFFECT_COLUMNS` for one difference; `places` are columns before them.

    Places without a value (None) are left out.
    """
    smallest = OUTCOMES[outcome].smallest_difference
    said = verdict(found, smallest)
    values = (
        *(policy, baseline, outcome, found.policy, found.baseline),
        *(found.difference, found.low, found.high, found.pairs),
        *(smallest, said.sign.value, said.size.value, said.value),
    )
    named = {name: value for name, value in places.items() if value is not None}
    return named | dict(zip(EFFECT_COLUMNS, values, strict=True))
