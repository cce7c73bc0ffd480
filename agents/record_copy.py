"""A copy of a record that lives as long as the rule that makes it.

Inside a loop that writes anything, every number of a record is read again and again, and arithmetic
for several people at a time is out of the question: the compiler cannot know that the loop does not
write to the record. A copy in the function's own memory ends the doubt. It costs about 0.1
microseconds.
"""

from __future__ import annotations

from typing import Any

from heterophony.agents.compiled import compiled_inside, teach_before_compiling
from heterophony.agents.rule_sources import PLAIN


def noalias_copy(record: Any) -> Any:
    """Return a record as it is; in a compiled rule, a copy that nothing else writes to."""
    return record


def _teach() -> None:
    from heterophony.agents.numba_internals import teach_copy  # Numba is slow to import

    teach_copy(noalias_copy)


if PLAIN:
    noalias_copy = compiled_inside(noalias_copy)
else:
    teach_before_compiling(_teach)
