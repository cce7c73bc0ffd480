"""A copy of a record that lives as long as the rule that makes it.

In a loop that writes to memory the compiler must assume that a write may change the record, so that
it reads every number of the record again and cannot vectorise the loop. A copy in the function's
own memory rules that out, for about 0.1 microseconds.
"""

from __future__ import annotations

from typing import Any

from heterophony.agents.compiled import compiled_inside, teach_before_compiling
from heterophony.agents.rule_sources import PLAIN


def noalias_copy(record: Any) -> Any:
    """Return a record as it is; in a compiled rule, a copy that nothing else can write to."""
    return record


def _teach() -> None:
    from heterophony.agents.numba_internals import teach_copy  # Numba is slow to import

    teach_copy(noalias_copy)


if PLAIN:
    noalias_copy = compiled_inside(noalias_copy)
else:
    teach_before_compiling(_teach)
