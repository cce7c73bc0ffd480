"""The LLVM text of rules as Numba writes it, before any optimisation for a processor.

Relies on private parts of Numba, like `agents/numba_internals.py` and `agents/numba_cache.py`.
Numba optimises every rule, and turns it into machine code, for the processor at hand. Here it stops
at its text: whole rules for other processors are then optimised together, which takes a fraction of
the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from numba import from_dtype
from numba.core import caching, cgutils, codegen, cpu, types

from heterophony.agents import numba_cache, numba_internals
from heterophony.agents.numba_internals import row_type
from heterophony.agents.rule_arguments import ARRAYS
from heterophony.agents.state import TABLES, State
from heterophony.ahead.entries import Entry

# Of these modules rules need nothing: ways in from Python and C, and counting that is written anew.
_LEFT_OUT = frozenset({"wrapper", "cfunc_wrapper", "nrt_module"})
_PLAIN_TYPES = {
    "int": types.int64,
    "float": types.float64,
    "bool": types.boolean,
    "key": types.uint64,
    "nothing": types.none,
}

_normal: Any = cgutils.normalize_ir_text
_number_type: Any = from_dtype
_array_type: Any = types.Array


class Text(NamedTuple):
    """What Numba wrote.

    Attributes
    ----------
    modules : LLVM text of each function that was lowered
    symbols : of each entry, in order
    """

    modules: list[str]
    symbols: list[str]


def llvm_text(entries: Sequence[Entry]) -> Text:
    """Lower rules, and all that they call, to LLVM text.

    Raises
    ------
    TypeError
        If a rule returns another kind than declared.
    """
    with _text_only() as modules:
        symbols = [_lowered(entry) for entry in entries]
    return Text(modules, symbols)


def type_of(kind: str) -> Any:
    """Return the compiler's type of a kind."""
    name, _, table = kind.partition(":")
    if name == "state":
        return State._numba_type_  # type: ignore[attr-defined]
    if name == "row":
        return row_type(table, TABLES[table][0])
    if name in ARRAYS:
        return _array_type(_number_type(ARRAYS[name]), int(table[0]), table[1])
    return _PLAIN_TYPES[name]


def _lowered(entry: Entry) -> str:
    """Lower one rule; return the name of its function."""
    dispatcher = entry.rule.callee  # teaches the compiler what a state is
    arguments = tuple(type_of(kind) for kind in entry.arguments)
    dispatcher.compile(arguments)
    found = dispatcher.overloads[arguments]
    if found.signature.return_type != type_of(entry.result):
        raise TypeError(f"{entry.name} returns {found.signature.return_type}, not {entry.result}")
    return str(found.fndesc.llvm_func_name)


def _machine_code_of_nothing(context: Any, library: Any, described: Any, env: Any) -> Any:
    """Stand for the machine code of a rule: a builtin function of its own, never called."""
    return [].append


@contextmanager
def _text_only() -> Iterator[list[str]]:
    """Let Numba write text and do nothing with it."""
    modules: list[str] = []

    def keep(library: Any, module: Any) -> None:
        if module.name not in _LEFT_OUT:
            modules.append(_normal(str(module)))

    def finish(library: Any) -> None:
        library._finalized = True

    replaced: list[tuple[Any, str, Any]] = [
        (codegen.CPUCodeLibrary, "add_ir_module", keep),
        (codegen.CPUCodeLibrary, "finalize", finish),
        (cpu.CPUContext, "get_executable", _machine_code_of_nothing),
        (cpu.CPUContext, "create_cpython_wrapper", lambda *_, **__: None),
        (numba_cache, "RuleCache", lambda function: caching.NullCache()),
        (numba_internals, "widened", lambda kind: kind),
    ]
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in replaced]
    for owner, name, new in replaced:
        setattr(owner, name, new)
    try:
        yield modules
    finally:
        for owner, name, old in before:
            setattr(owner, name, old)
