"""All libraries of the rules, and their stamp, as bytes."""

from __future__ import annotations

from collections.abc import Callable

from heterophony.agents import prepared_tables
from heterophony.ahead.entries import ENTRIES
from heterophony.ahead.linking import library
from heterophony.ahead.llvm_text import llvm_text
from heterophony.ahead.quantiles import quantile_file, student_file
from heterophony.ahead.stamp import stamp, tools
from heterophony.ahead.targets import TARGETS, linker_for
from heterophony.sim import student


def built(say: Callable[[str], None]) -> dict[str, bytes]:
    """Compile the rules for every target; return file -> content, the stamp last.

    Raises
    ------
    MissingToolError
        If there is no linker.
    """
    linkers = [linker_for(target) for target in TARGETS]  # asked for before the long work
    text = llvm_text(ENTRIES)
    say(f"{len(text.modules)} functions written")
    exports = {symbol: entry.symbol for symbol, entry in zip(text.symbols, ENTRIES, strict=True)}
    files = {}
    for target in TARGETS:
        files[target.file] = library(text.modules, exports, target)
        say(f"{target.file} made")
    files[prepared_tables.FILE.name] = quantile_file()
    files[student.FILE.name] = student_file()
    files["stamp.json"] = stamp(ENTRIES, files, tools(linkers[0])).encode()
    return files
