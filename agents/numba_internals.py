"""Extends the compiler by private parts of Numba and llvmlite: rows, a state, a copy of a record.

With `agents/numba_cache.py` this is the only module that relies on private parts, so that a new
version of the compiler breaks here or nowhere; `make newest` tries the newest one. With
`HETEROPHONY_PLAIN=1` records keep the compiler's own names and are never copied.

A state is an address, and its tables are attributes. Tables are handed out as arrays on memory that
the Python object owns; it lives longer than any call that it is handed to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from llvmlite import ir
from numba import from_dtype, types
from numba.core import cgutils
from numba.extending import (
    NativeValue,
    intrinsic,
    models,
    overload_attribute,
    register_model,
    typeof_impl,
    unbox,
)
from numba.np import arrayobj

from heterophony.agents.compiled import COMPILATION_OFF, PLAIN, compiled_inside

_row_types: dict[np.dtype[Any], Any] = {}


def layout_of(entry: np.dtype[Any]) -> str:
    """Hash where and as what each field of a record lies in memory: 12 hexadecimal digits."""
    places: list[Any] = [entry.itemsize]
    for name, (kind, offset, *_) in (entry.fields or {}).items():
        places.append((name, offset, kind.base.str, kind.shape))
    return hashlib.sha256(repr(places or entry.str).encode()).hexdigest()[:12]


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
    """The compiler's type of a world; its name contains a hash of the layout of all tables."""

    def __init__(self, layout: str) -> None:
        super().__init__(name=f"World_{layout}")


def _state_layout(tables: Mapping[str, tuple[np.dtype[Any], int]]) -> str:
    """Hash names, order, entries and dimensions of all tables."""
    described = [
        (name, layout_of(entry), entry.str, dimensions)
        for name, (entry, dimensions) in tables.items()
    ]
    return hashlib.sha256(repr(described).encode()).hexdigest()[:12]


@register_model(StateType)
class StateModel(models.StructModel):
    """A world in compiled code: the address of its header."""

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
    name: str,
    index: int,
    entry: np.dtype[Any],
    dimensions: int,
    header_fields: int,
    state_type: StateType,
) -> Any:
    """Make the compiled function that hands out one table."""
    table_type = types.Array(row_type(name, entry), dimensions, "C")

    @intrinsic
    def table_of(typing_context: Any, state: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            whole = ir.IntType(64)
            handle = cgutils.create_struct_proxy(state_type)(context, builder, value=arguments[0])
            header = builder.inttoptr(handle.address, whole.as_pointer())
            numbers = []
            for field in range(dimensions + 1):
                place = ir.Constant(whole, index * header_fields + field)
                numbers.append(builder.load(builder.gep(header, [place])))
            size = ir.Constant(whole, entry.itemsize)
            strides = [size]
            for length in reversed(numbers[2:]):
                strides.insert(0, builder.mul(strides[0], length))
            table = context.make_array(table_type)(context, builder)
            data_type = table.data.type
            arrayobj.populate_array(
                table,
                data=builder.inttoptr(numbers[0], data_type),
                shape=cgutils.pack_array(builder, numbers[1:]),
                strides=cgutils.pack_array(builder, strides),
                itemsize=size,
                meminfo=None,
            )
            return table._getvalue()

        return table_type(state), generate

    return table_of


def teach_compiler(
    state_class: Any, tables: Mapping[str, tuple[np.dtype[Any], int]], header_fields: int
) -> None:
    """Let compiled rules read a world's tables as its attributes.

    Parameters
    ----------
    world_class : the Python class, whose objects have an `address`
    tables : name -> (type of an entry, dimensions), in the order of the header
    header_fields : numbers a table has in the header: address, then lengths
    """
    state_type = StateType(_state_layout(tables))
    state_class._numba_type_ = state_type
    typeof_impl.register(state_class)(lambda value, context: state_type)
    for index, (name, (entry, dimensions)) in enumerate(tables.items()):
        reader = _reader(name, index, entry, dimensions, header_fields, state_type)
        _register(name, reader)


def _register(name: str, reader: Any) -> None:
    @overload_attribute(StateType, name)
    def attribute(state: Any) -> Any:
        def read(state: Any) -> Any:
            return reader(state)

        return read


def _same(record: Any) -> Any:
    """Return a record as it is."""
    return record


def _copy() -> Any:
    """Make the function that copies a record into memory that nothing else writes to."""

    @intrinsic
    def noalias_copy(typing_context: Any, record: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            byte, whole = ir.IntType(8), ir.IntType(64)
            size = signature.args[0].size
            copy = cgutils.alloca_once(builder, ir.ArrayType(byte, size))
            copy.align = 16
            given = builder.bitcast(arguments[0], byte.as_pointer())
            place = builder.bitcast(copy, byte.as_pointer())
            cgutils.raw_memcpy(builder, place, given, ir.Constant(whole, size), 1)
            return builder.bitcast(copy, arguments[0].type)

        return record(record), generate

    return noalias_copy


# A copy of a record that lives as long as the rule that makes it. Inside a loop that writes
# anything, every number of a record is read again and again, and arithmetic for several people at a
# time is out of the question: the compiler cannot know that the loop does not write to the record.
# A copy in the function's own memory ends the doubt. It costs about 0.1 microseconds.
if COMPILATION_OFF:
    noalias_copy: Any = _same
else:
    noalias_copy = compiled_inside(_same) if PLAIN else _copy()
