"""Functions generated from a table, line by line, as the compiler needs them.

The compiler can neither loop over names nor call functions in a list. A table that several parts of
the model follow is therefore turned into source text once, when its module is imported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def written_out(scope: Mapping[str, Any], name: str, arguments: str, lines: Sequence[str]) -> Any:
    """Make a function from the given lines.

    Parameters
    ----------
    scope : the globals of the module that the function belongs to, whose names the lines use; the
        compiled cache looks for changes in that module's file
    name, arguments : of the function
    lines : its body
    """
    source = "\n".join([f"def {name}({arguments}):", *(f"    {line}" for line in lines)])
    found = dict(scope)
    exec(compile(source, scope["__file__"], "exec"), found)
    return found[name]
