"""Teaches the compiler what a world is: an address, and its tables as attributes.

Tables are handed out as arrays on memory that the Python object owns; it lives longer than any call
that it is handed to.
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
    if entry.fields is None:
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


class WorldType(types.Type):
    """The compiler's type of a world; its name contains a hash of the layout of all tables."""

    def __init__(self, layout: str) -> None:
        super().__init__(name=f"World_{layout}")


def _world_layout(tables: Mapping[str, tuple[np.dtype[Any], int]]) -> str:
    """Hash names, order, entries and dimensions of all tables."""
    described = [
        (name, layout_of(entry), entry.str, dimensions)
        for name, (entry, dimensions) in tables.items()
    ]
    return hashlib.sha256(repr(described).encode()).hexdigest()[:12]


@register_model(WorldType)
class WorldModel(models.StructModel):
    """A world in compiled code: the address of its header."""

    def __init__(self, manager: Any, described: Any) -> None:
        super().__init__(manager, described, [("address", types.int64)])


@unbox(WorldType)  # type: ignore[untyped-decorator]
def unbox_world(described: Any, value: Any, context: Any) -> Any:
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
    world_type: WorldType,
) -> Any:
    """Make the compiled function that hands out one table."""
    table_type = types.Array(row_type(name, entry), dimensions, "C")

    @intrinsic
    def table_of(typing_context: Any, world: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            whole = ir.IntType(64)
            handle = cgutils.create_struct_proxy(world_type)(context, builder, value=arguments[0])
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

        return table_type(world), generate

    return table_of


def teach_compiler(
    world_class: Any, tables: Mapping[str, tuple[np.dtype[Any], int]], header_fields: int
) -> None:
    """Let compiled rules read a world's tables as its attributes.

    Parameters
    ----------
    world_class : the Python class, whose objects have an `address`
    tables : name -> (type of an entry, dimensions), in the order of the header
    header_fields : numbers a table has in the header: address, then lengths
    """
    world_type = WorldType(_world_layout(tables))
    world_class._numba_type_ = world_type
    typeof_impl.register(world_class)(lambda value, context: world_type)
    for index, (name, (entry, dimensions)) in enumerate(tables.items()):
        reader = _reader(name, index, entry, dimensions, header_fields, world_type)
        _register(name, reader)


def _register(name: str, reader: Any) -> None:
    @overload_attribute(WorldType, name)
    def attribute(world: Any) -> Any:
        def read(world: Any) -> Any:
            return reader(world)

        return read
