"""How arguments of a rule become numbers that machine code takes, and its result a Python number.

The kinds of arguments are those of the compiler: whole numbers and floats differ, and each layout
of a record is a kind of its own. An argument of another kind is refused here, so that machine code
never reads memory of another layout.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from heterophony.agents.record_layout import layout_of


class UnfitError(Exception):
    """An argument is not of the kind that a rule was compiled for."""


class Reader(NamedTuple):
    """How one kind of argument is passed.

    Attributes
    ----------
    types : C types of the numbers that it becomes
    read : the argument -> those numbers
    """

    types: tuple[Any, ...]
    read: Callable[[Any], tuple[Any, ...]]


def _whole(value: Any) -> tuple[int]:
    if type(value) is np.int64:
        return (int(value),)
    if type(value) is int and -(2**63) <= value < 2**63:
        return (value,)
    raise UnfitError


def _real(value: Any) -> tuple[float]:
    if type(value) is float or type(value) is np.float64:
        return (float(value),)
    raise UnfitError


def _truth(value: Any) -> tuple[bool]:
    if type(value) is bool or type(value) is np.bool_:
        return (bool(value),)
    raise UnfitError


def _key(value: Any) -> tuple[int]:
    if type(value) is np.uint64:
        return (int(value),)
    raise UnfitError


def _state(layout: str, value: Any) -> tuple[int]:
    if getattr(value, "layout", None) != layout:
        raise UnfitError
    return (value.address,)


# A row's own type object -> (that object, its layout). Holding on to the object keeps its id.
_seen: dict[int, tuple[Any, str]] = {}


def _row(layout: str, value: Any) -> tuple[int]:
    if not isinstance(value, np.record):
        raise UnfitError
    entry = value.dtype
    known = _seen.get(id(entry))
    if known is None:
        known = _seen[id(entry)] = (entry, layout_of(entry))
    if known[1] != layout:
        raise UnfitError
    return (value.__array_interface__["data"][0],)


def _array_reader(entry: np.dtype[Any], form: str) -> Callable[[Any], tuple[int, ...]]:
    """Return what hands over an array as Numba passes one.

    No owner, sizes, address, lengths and strides.
    """
    dimensions, any_order, only_read = int(form[0]), form[1] == "A", form[2] == "r"

    def read(value: Any) -> tuple[int, ...]:
        if type(value) is not np.ndarray or value.dtype != entry or value.ndim != dimensions:
            raise UnfitError
        flags = value.flags
        in_order = any_order or flags.c_contiguous
        if not (in_order and flags.aligned and (only_read or flags.writeable)):
            raise UnfitError
        address = value.__array_interface__["data"][0]
        return (0, 0, value.size, value.itemsize, address, *value.shape, *value.strides)

    return read


_NUMBERS = {
    "int": Reader((ctypes.c_int64,), _whole),
    "float": Reader((ctypes.c_double,), _real),
    "bool": Reader((ctypes.c_bool,), _truth),
    "key": Reader((ctypes.c_uint64,), _key),
}
ARRAYS = {"floats": np.dtype(np.float64), "wholes": np.dtype(np.int64)}
# Result of a rule: its C type, and its conversion to what the compiler's own call returns.
RESULTS: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "nothing": (ctypes.c_void_p, lambda place: None),
    **{kind: (reader.types[0], attrgetter("value")) for kind, reader in _NUMBERS.items()},
}


def reader_of(kind: str) -> Reader:
    """Return how an argument of a kind is handed over.

    Kinds are "int", "float", "bool" and "key" (64 bits); "state:LAYOUT" and "row:LAYOUT"; and
    "floats:2Cw" or "wholes:2Cw" for an array of two dimensions in C's order, "floats:2Aw" in any;
    the last letter is "r" where the rule only reads it.
    """
    if kind in _NUMBERS:
        return _NUMBERS[kind]
    name, _, form = kind.partition(":")
    if name == "state":
        return Reader((ctypes.c_int64,), partial(_state, form))
    if name == "row":
        return Reader((ctypes.c_void_p,), partial(_row, form))
    pointer, whole = ctypes.c_void_p, ctypes.c_int64
    types = (pointer, pointer, whole, whole, pointer, *(whole,) * (2 * int(form[0])))
    return Reader(types, _array_reader(ARRAYS[name], form))
