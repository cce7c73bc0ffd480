"""Extends the compiler by private parts of Numba and llvmlite: rows, state, copies, joined rules.

With `agents/numba_cache.py` this is the only module that relies on private parts, so that a new
version of the compiler breaks here or nowhere; `make newest` tries the newest one. With
`HETEROPHONY_PLAIN=1` records keep the compiler's own names and are never copied.

A state is an address, and its tables are attributes. Tables are handed out as arrays on memory that
the Python object owns; it lives longer than any call that it is handed to.

Numba optimises a rule when it is compiled, and again in every rule that calls it. Here a rule that
rules call stays text, and is optimised once, in the rule that Python calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from llvmlite import ir
from numba import from_dtype, types
from numba.core import cgutils, codegen, compiler
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_builtin,
    lower_getattr,
    models,
    register_model,
    type_callable,
    typeof_impl,
    unbox,
)
from numba.np import arrayobj

from heterophony.agents.record_layout import layout_of, state_layout
from heterophony.agents.rule_sources import PLAIN

_row_types: dict[np.dtype[Any], Any] = {}


def row_type(label: str, entry: np.dtype[Any]) -> Any:
    """Return the compiler's type of a table's entry, under a short name.

    The compiler's own name of a record spells out every column and appears in every symbol that it
    writes: with hundreds of columns that makes compiling markedly slower. Machine code contains
    the offsets of fields, so the short name contains a hash of them: code cached for one layout is
    never used with another.
    """
    if entry.fields is None or PLAIN:
        return from_dtype(entry)
    if entry not in _row_types:
        named: Any = from_dtype(entry)
        named.name = f"row_of_{label}_{layout_of(entry)}"
        # Registered under its new name, so that types read from the cache are this very one.
        record_class: Any = types.Record
        _row_types[entry] = record_class._intern(named)
    return _row_types[entry]


# A row's own type object -> (that object, the compiler's type). Hashing a type of hundreds of
# columns at every call would cost far more than most rules do; holding on to it keeps its id.
_seen: dict[int, tuple[Any, Any]] = {}


@typeof_impl.register(np.record)
def type_of_row(row: Any, context: Any) -> Any:
    """Recognise a row that is handed to a rule from Python."""
    entry = row.dtype
    known = _seen.get(id(entry))
    if known is None:
        named = _row_types.get(np.dtype((np.void, entry)))
        known = (entry, from_dtype(entry) if named is None else named)
        _seen[id(entry)] = known
    return known[1]


class StateType(types.Type):
    """The compiler's type of a state; its name contains a hash of the layout of all tables."""

    def __init__(self, layout: str) -> None:
        super().__init__(name=f"World_{layout}")


@register_model(StateType)
class StateModel(models.StructModel):
    """A state in compiled code: the address of its header."""

    def __init__(self, manager: Any, described: Any) -> None:
        super().__init__(manager, described, [("address", types.int64)])


@unbox(StateType)  # type: ignore[untyped-decorator]
def unbox_state(described: Any, value: Any, context: Any) -> Any:
    """Read the address from the Python object."""
    handle = cgutils.create_struct_proxy(described)(context.context, context.builder)
    number = context.pyapi.object_getattr_string(value, "address")
    handle.address = context.pyapi.long_as_longlong(number)
    context.pyapi.decref(number)
    return NativeValue(handle._getvalue())


def _reader(
    index: int, table_type: Any, itemsize: int, header_fields: int, state_type: StateType
) -> Any:
    """Return a function that generates the code that reads one table's address and lengths."""

    def generate(context: Any, builder: Any, described: Any, value: Any) -> Any:
        whole = ir.IntType(64)
        handle = cgutils.create_struct_proxy(state_type)(context, builder, value=value)
        header = builder.inttoptr(handle.address, whole.as_pointer())
        numbers = []
        for field in range(table_type.ndim + 1):
            place = ir.Constant(whole, index * header_fields + field)
            numbers.append(builder.load(builder.gep(header, [place])))
        size = ir.Constant(whole, itemsize)
        strides = [size]
        for length in reversed(numbers[2:]):
            strides.insert(0, builder.mul(strides[0], length))
        table = context.make_array(table_type)(context, builder)
        arrayobj.populate_array(
            table,
            data=builder.inttoptr(numbers[0], table.data.type),
            shape=cgutils.pack_array(builder, numbers[1:]),
            strides=cgutils.pack_array(builder, strides),
            itemsize=size,
            meminfo=None,
        )
        return table._getvalue()

    return generate


def teach_compiler(
    state_class: Any, tables: Mapping[str, tuple[np.dtype[Any], int]], header_fields: int
) -> None:
    """Let compiled rules read a state's tables as its attributes.

    Parameters
    ----------
    world_class : the Python class, whose objects have an `address`
    tables : name -> (type of an entry, dimensions), in the order of the header
    header_fields : numbers a table has in the header: address, then lengths
    """
    state_type = StateType(state_layout(tables))
    state_class._numba_type_ = state_type
    typeof_impl.register(state_class)(lambda value, context: state_type)
    table_types = {
        name: types.Array(row_type(name, entry), dimensions, "C")
        for name, (entry, dimensions) in tables.items()
    }
    for index, (name, table_type) in enumerate(table_types.items()):
        itemsize = tables[name][0].itemsize
        reader = _reader(index, table_type, itemsize, header_fields, state_type)
        lower_getattr(StateType, name)(reader)

    @infer_getattr
    class TablesOfState(AttributeTemplate):
        key = StateType

        def generic_resolve(self, value: Any, name: str) -> Any:  # type: ignore[override]
            return table_types.get(name)


def teach_copy(noalias_copy: Any) -> None:
    """Let a call of this function, in a compiled rule, copy a record into the rule's own memory."""

    @type_callable(noalias_copy)
    def type_of_copy(context: Any) -> Any:
        return lambda record: record

    @lower_builtin(noalias_copy, types.Record)  # type: ignore[untyped-decorator]
    def copy(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        byte, whole = ir.IntType(8), ir.IntType(64)
        size = signature.args[0].size
        place = cgutils.alloca_once(builder, ir.ArrayType(byte, size))
        place.align = 16
        given = builder.bitcast(arguments[0], byte.as_pointer())
        target = builder.bitcast(place, byte.as_pointer())
        cgutils.raw_memcpy(builder, target, given, ir.Constant(whole, size), 1)
        return builder.bitcast(place, arguments[0].type)


_codegen: Any = codegen


class _WithoutEnvironments:
    """A code generator for text: it writes no Python object's address into machine code."""

    def __init__(self, generator: Any) -> None:
        self._generator = generator

    def __getattr__(self, name: str) -> Any:
        return getattr(self._generator, name)

    def set_env(self, name: str, environment: Any) -> None:
        """Do nothing: there is no machine code to write to."""


class TextLibrary(_codegen.JITCodeLibrary):
    """The LLVM text of a rule that rules call; it has no machine code."""

    def add_llvm_module(self, module: Any) -> None:
        """Take the text of the rule as it is, not optimised."""
        self._final_module.link_in(module)

    def finalize(self) -> None:
        """Leave the text as it is, neither linked nor optimised."""
        self._raise_if_finalized()
        self._finalized = True

    @property
    def codegen(self) -> Any:
        """Return the code generator that Numba compiles the rule with."""
        return _WithoutEnvironments(self._codegen)

    def get_pointer_to_function(self, name: str) -> int:
        """Return 0, which Numba reads as "no such machine code"."""
        self._ensure_finalized()
        return 0


class JoinedLibrary(_codegen.JITCodeLibrary):
    """A rule that Python calls, joined with the text of every rule that it calls."""

    _linking_libraries: list[Any]

    def finalize(self) -> None:
        """Join the texts, optimise them together and make machine code."""
        found: dict[int, Any] = {}
        left = list(self._linking_libraries)
        while left:
            library = left.pop()
            if id(library) not in found:
                found[id(library)] = library
                if isinstance(library, TextLibrary):
                    left.extend(library._linking_libraries)
        self._linking_libraries = list(found.values())
        super().finalize()


def widened(kind: Any) -> Any:
    """Return the type of a whole number or truth value that is known when a rule is compiled.

    Numba compiles a rule anew for every such value. Without that, what the value decides is left to
    the optimisation, which finds the same: all rules are in one text.
    """
    value = kind.value if isinstance(kind, types.Omitted) else None
    if isinstance(value, bool):
        return types.boolean
    if isinstance(value, int):
        return types.int64
    known: Any = (types.IntegerLiteral, types.BooleanLiteral)
    return types.unliteral(kind) if isinstance(kind, known) else kind


class TextCompiler(compiler.Compiler):
    """Numba's compiler, for a rule that rules call."""

    def __init__(self, typing: Any, target: Any, library: Any, *rest: Any) -> None:
        super().__init__(typing, target, TextLibrary(target.codegen(), "called"), *rest)


class JoiningCompiler(compiler.Compiler):
    """Numba's compiler, for a rule that Python calls."""

    def __init__(self, typing: Any, target: Any, library: Any, *rest: Any) -> None:
        joined = JoinedLibrary(target.codegen(), "joined")
        joined.enable_object_caching()  # so that it can be saved
        super().__init__(typing, target, joined, *rest)
