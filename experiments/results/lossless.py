"""How results become bytes and come back without loss, as checkpoints keep them."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
import numpy as np

_Value = TypeVar("_Value")


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
