"""The rules that Python or a page calls, and the kinds of their arguments and results.

Everything that these call is compiled into the same library. A rule that is missing here still
works: Numba compiles it when it is first called. Kinds are those of `agents/rule_arguments.py`; a
row is named by its table.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from heterophony.agents import batch, counted_talk, draws, premises
from heterophony.agents.record_layout import layout_of
from heterophony.agents.state import TABLES, State
from heterophony.ahead.parts import parts_of
from heterophony.sim import (
    accounts,
    agreement,
    books,
    calendar,
    capacity,
    counting,
    grouping,
    organisation,
    outcome_values,
    pairing,
    population,
    quantile_curves,
    schedule,
    settling,
    sizes,
)


class Entry(NamedTuple):
    """A rule that can be called from outside.

    Attributes
    ----------
    rule : the rule
    result : kind of its result
    arguments : kinds of its arguments, in order
    """

    rule: Any
    result: str
    arguments: tuple[str, ...]

    @property
    def name(self) -> str:
        """Module and name of the rule."""
        return f"{self.rule.__module__}.{self.rule.__qualname__}"

    @property
    def symbol(self) -> str:
        """Under what name the library exports it."""
        return str(self.rule.__name__)

    def described(self) -> dict[str, Any]:
        """Describe the entry for `stamp.json`, with layouts in place of tables, and its sources."""
        return {
            "symbol": self.symbol,
            "result": self.result,
            "arguments": [with_layout(kind) for kind in self.arguments],
            "parts": ", ".join(parts_of(self.rule.__module__)),
        }


def with_layout(kind: str) -> str:
    """Return a kind with the layout that its memory has: "state:..." or "row:..."."""
    name, _, table = kind.partition(":")
    if name == "state":
        return f"state:{State.layout}"
    return f"row:{layout_of(TABLES[table][0])}" if name == "row" else kind


def _entry(rule: Any, result: str, *arguments: str) -> Entry:
    return Entry(rule, result, arguments)


_PARAMETERS = "row:premises"

ENTRIES = (
    _entry(schedule.run_weeks, "int", "state", "int", "int"),
    _entry(capacity.has_capacity, "bool", "state"),
    _entry(capacity.people_at_most, "int", "state"),
    _entry(draws.child_key, "key", "key", "int", "int"),
    _entry(batch.blocks_for, "int", "int"),
    _entry(
        premises.write_premises,
        "nothing",
        *(_PARAMETERS, "wholes:1Cw", "floats:1Cr", "floats:1Cr"),
    ),
    _entry(sizes.write_sizes, "nothing", "state", "int", "wholes:1Cw"),
    _entry(calendar.write_calendar, "nothing", "state", "floats:2Cr", "wholes:1Cr"),
    _entry(accounts.write_terms, "nothing", "floats:1Cr", "floats:2Cr", "floats:2Cw"),
    _entry(population.run_key, "key", "int"),
    _entry(population.furnish, "nothing", "state", "int", "int"),
    _entry(organisation.change_premises, "nothing", "state", "int", "int"),
    _entry(books.settle_cases, "nothing", "state", "wholes:2Cw", "int"),
    _entry(counting.write_facts, "nothing", "wholes:2Cr", "floats:2Cr", "floats:2Aw"),
    _entry(
        outcome_values.write_outcomes,
        "nothing",
        *("floats:2Cr", "floats:1Cr", "floats:2Cr", "floats:2Cr"),
        *("floats:2Cr", "floats:2Cw", "floats:1Cw"),
    ),
    _entry(grouping.write_groups, "bool", "floats:2Cr", "int", "floats:2Cr", "int", "floats:3Cw"),
    _entry(pairing.add_pair, "nothing", "floats:1Cr", "floats:1Cr", "floats:2Cw"),
    _entry(pairing.write_differences, "nothing", "floats:2Cr", "floats:1Cr", "floats:2Cw"),
    _entry(pairing.word_of, "int", *("float",) * 6),
    _entry(
        settling.is_settled_figure,
        "bool",
        *("int", "float", "float", "float", "int", "float", "floats:1Cr"),
    ),
    _entry(agreement.clear_word, "int", "wholes:1Cr"),
    _entry(agreement.overall_word, "int", "wholes:1Cr"),
    _entry(agreement.count_by_size, "nothing", "floats:1Cr", "float", "wholes:1Cw"),
    _entry(agreement.write_spread, "nothing", "floats:1Cw", "floats:1Cw"),
    _entry(counted_talk.write_mean_counts, "nothing", "floats:2Cr", "floats:1Cw"),
    _entry(
        quantile_curves.write_quantiles,
        "nothing",
        *("int", "float", "float", "float", "floats:1Cr", "wholes:1Cr"),
        *("floats:1Cw", "wholes:1Cw"),
    ),
)
