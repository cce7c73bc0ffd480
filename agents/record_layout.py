"""Where fields lie in memory, as short hashes: machine code holds their offsets."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np


def layout_of(entry: np.dtype[Any]) -> str:
    """Hash where and as what each field of a record lies in memory: 12 hexadecimal digits."""
    places: list[Any] = [entry.itemsize]
    for name, (kind, offset, *_) in (entry.fields or {}).items():
        places.append((name, offset, kind.base.str, kind.shape))
    return hashlib.sha256(repr(places or entry.str).encode()).hexdigest()[:12]


def state_layout(tables: Mapping[str, tuple[np.dtype[Any], int]]) -> str:
    """Hash names, order, entries and dimensions of all tables: 12 hexadecimal digits."""
    described = [
        (name, layout_of(entry), entry.str, dimensions)
        for name, (entry, dimensions) in tables.items()
    ]
    return hashlib.sha256(repr(described).encode()).hexdigest()[:12]
