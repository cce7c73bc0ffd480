"""How results become text and come back: JSON for readers, and a lossless form for checkpoints."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
import numpy as np

_Value = TypeVar("_Value")


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


def encode(value: Any) -> bytes:
    """Serialise a value losslessly: dataclasses, named tuples, arrays and every float, NaN too."""
    return _ENCODER.encode(value)


def decode(content: bytes, form: type[_Value]) -> _Value:
    """Return what `encode` serialised, as a value of the type `form`.

    Raises
    ------
    msgspec.MsgspecError
        If the content is damaged or of another type.
    """
    return msgspec.msgpack.decode(content, type=form, dec_hook=_decoded)


def _encoded(value: Any) -> Any:
    """Say how values that msgspec does not know are serialised."""
    if isinstance(value, np.ndarray):
        array = np.ascontiguousarray(value)
        return [array.dtype.str, list(array.shape), array.tobytes()]
    if isinstance(value, np.generic):
        return value.item()
    raise NotImplementedError(f"{type(value).__name__} cannot be serialised")


def _decoded(form: type, value: Any) -> Any:
    origin = getattr(form, "__origin__", form)
    if origin is np.ndarray:
        kind, shape, content = value
        return np.frombuffer(content, dtype=np.dtype(kind)).reshape(shape).copy()
    raise NotImplementedError(f"{form} cannot be read back")


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_encoded)
