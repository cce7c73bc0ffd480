"""Which words of an answer more pairs would hardly change: by the confidence sequence.

An answer is refined while somebody looks at it, so that a word must hold at all numbers of pairs at
once (`sim.settling`). It is about luck alone, not about what nobody knows of jobcentres.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from heterophony.experiments.methods.verdicts import WORDS, Verdict
from heterophony.experiments.results.paired import quantiles
from heterophony.scenarios import OUTCOMES
from heterophony.sim.settling import is_settled_figure


def settled_words(answer: Mapping[str, Any]) -> dict[str, bool]:
    """Return for each word that an answer shows whether it is settled.

    Parameters
    ----------
    answer
        A document of `answers.answer_of`. Its figures leave out how many pairs have a value: all
        are counted, so a word whose outcome is undefined in a pair is settled a little early.

    Returns
    -------
    dict
        By the name of an outcome; for groups of people by `group outcome`.
    """
    pairs = int(answer["pairs"])
    return {key: _settled(name, figure, pairs) for key, name, figure in _shown(answer)}


def _shown(answer: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield the key, the outcome and the figure of each word."""
    outcomes = answer["outcomes"]
    beside = answer["against"]["outcome"]
    for name in dict.fromkeys((answer["headline"], beside, *answer["chain"])):
        if name in outcomes:
            yield name, name, outcomes[name]
    for each in answer["groups"]:
        for name, figure in each["outcomes"].items():
            yield f"{each['group']} {name}", name, figure


def _settled(name: str, figure: Mapping[str, Any], pairs: int) -> bool:
    low, high = figure["low"], figure["high"]
    if low is None or high is None:
        return False
    word = WORDS.index(Verdict[figure["verdict"].upper()])
    worth = float(OUTCOMES[name].smallest_difference or 0.0)
    interval = (float(figure["difference"]), float(low), float(high))
    return bool(is_settled_figure(word, *interval, pairs, worth, quantiles(pairs)))
