"""How results become JSON text for readers."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np


def plain(value: Any) -> Any:
    """Return a value that JSON knows: None for NaN and infinity, lists for arrays."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, np.generic | np.ndarray):
        return plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def rounded(document: Any, digits: int = 5) -> Any:
    """Return a document of plain values whose numbers have as many digits as a page shows."""
    if isinstance(document, Mapping):
        return {str(key): rounded(each, digits) for key, each in document.items()}
    if isinstance(document, list | tuple):
        return [rounded(each, digits) for each in document]
    value = plain(document)
    return float(f"{value:.{digits}g}") if isinstance(value, float) else value


def as_json(document: Any) -> str:
    """Write a document as JSON text that any reader takes: no NaN, one trailing newline."""
    text = json.dumps(plain(document), ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    # A path may hold bytes that are no text; JSON's own escape takes their place.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
