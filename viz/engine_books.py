"""What the engine of a page must know to call the rules of outcomes, groups, pairs and words.

Names and sizes only: `assets/engine/books.js` and `sums.js` hand memory to the rules that Python
calls too, and these lists say what the numbers that come back are.
"""

from __future__ import annotations

from typing import Any

from heterophony.agents.book_columns import CASE_COLUMNS, WEEKLY_COLUMNS
from heterophony.agents.columns import record_type
from heterophony.agents.meeting_columns import MEETING_COLUMNS
from heterophony.experiments.inputs.own_jobcentre import START, WEEKS_A_YEAR
from heterophony.experiments.methods.answers import (
    BESIDE,
    CHAIN,
    COURSES,
    EVERY,
    OF_GROUPS,
    PRICE,
)
from heterophony.experiments.methods.groups import GROUPS, REFERRALS, SHOWN
from heterophony.experiments.methods.own_hours import APART, SIDES
from heterophony.experiments.methods.verdicts import WORDS
from heterophony.experiments.methods.world_runs import standing_of
from heterophony.experiments.results.notice import HEADLINE
from heterophony.experiments.results.paired import quantiles
from heterophony.scenarios import OUTCOMES, load_scenario
from heterophony.sim import pairing
from heterophony.sim.accounts import HOURS, PRICES
from heterophony.sim.agreement import OVERALL_WORDS, UNSETTLED
from heterophony.sim.counting import CASE_OUTCOMES, FACTS
from heterophony.sim.grouping import GROUPS_COUNTED
from heterophony.sim.outcome_values import OUTCOME_NAMES
from heterophony.sim.weekly import SERIES, WEEKLY_OUTCOMES

_NUMBER = 8  # bytes
_ROWS = ("COUNT", "BASELINE", "POLICY", "DIFFERENCE", "LOW", "HIGH", "SUMS", "FOUND")
_OF_POSTS = (
    *("hours.week", "hours.caseworker_share", "hours.mentor_share"),
    "population.mentored_share",
)
_PRICED_ROWS = 4  # the norm of turns, then prices as set, low and high


def books_layout(most_pairs: int) -> dict[str, Any]:
    """Describe what outcomes are worked out from, and what they are called.

    Parameters
    ----------
    most_pairs : how many pairs an answer may have
    """
    return {
        "caseColumns": record_type(CASE_COLUMNS).itemsize // _NUMBER,
        "meetingColumns": len(MEETING_COLUMNS),
        "weeklyColumns": record_type(WEEKLY_COLUMNS).itemsize // _NUMBER,
        "terms": [_PRICED_ROWS, len(PRICES)],
        "facts": len(FACTS),
        "outcomes": list(OUTCOME_NAMES),
        "series": list(SERIES),
        "seriesRows": len(WEEKLY_OUTCOMES) - 1,
        "hours": list(HOURS),
        "groups": {"rows": GROUPS_COUNTED, **_group_places()},
        "agreement": {
            "standings": [*list(OVERALL_WORDS[:UNSETTLED]), "unsettled"],
            "words": list(OVERALL_WORDS),
        },
        "ofGroups": [REFERRALS, *CASE_OUTCOMES],
        "pairing": {name: getattr(pairing, name) for name in _ROWS},
        "quantiles": quantiles(most_pairs).tolist(),
        "words": [each.name.lower() for each in WORDS],
        "measures": {name: _measure(name) for name in OUTCOMES},
    }


def answer_form() -> dict[str, Any]:
    """Say what an answer is about, for `assets/engine/answer.js`, and what hours are made of."""
    today = load_scenario(START)
    return {
        "headline": HEADLINE,
        "beside": list(BESIDE),
        "chain": [list(step) for step in CHAIN],
        "outcomes": _shown(),
        "ofGroups": list(OF_GROUPS),
        "courses": list(COURSES),
        "every": EVERY,
        "sides": list(SIDES),
        "apart": list(APART),
        "weeksOfYear": WEEKS_A_YEAR,
        "values": {name: today.values[name] for name in _OF_POSTS},
    }


def _shown() -> list[str]:
    """Return the outcomes of which an answer has figures, in the order in which runs have them."""
    names = {HEADLINE, *BESIDE, *PRICE, *(each for step in CHAIN for each in step)}
    return [name for name in OUTCOME_NAMES if name in names]


def _group_places() -> dict[str, dict[str, int]]:
    """Return the row of each group: of those that an answer shows, and of all."""
    places = {name: place for place, name in enumerate(GROUPS)}
    alike = {"stable-like": places["highest-third"]}
    return {"places": {name: places[name] for name in SHOWN}, "all": {**places, **alike}}


def _measure(name: str) -> dict[str, Any]:
    """Return the smallest difference of an outcome that matters, and what each word says of it."""
    return {
        "smallest": float(OUTCOMES[name].smallest_difference or 0.0),
        "standings": [standing_of(each, name).name.lower() for each in WORDS],
    }
