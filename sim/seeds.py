"""The one rule for seeds: which are allowed, and how a missing one is drawn."""

from __future__ import annotations

import secrets
from numbers import Integral

__all__ = ["LARGEST_SEED", "SeedError", "checked_seed", "fresh_seed"]

LARGEST_SEED = 2**63 - 1
_BITS = 63


class SeedError(ValueError):
    """A seed that is not allowed; the message says which are."""


def checked_seed(seed: object, field: str = "seed") -> int:
    """Return a seed as a plain whole number; those of NumPy are accepted.

    Parameters
    ----------
    seed
        What a user gave.
    field
        The name under which it was given, for the message.

    Raises
    ------
    SeedError
        If it is not a whole number from 0 to 2**63 - 1. Truth values, fractions, text, lists and
        generators are refused.
    """
    whole = isinstance(seed, Integral) and not isinstance(seed, bool)
    if whole and 0 <= int(seed) <= LARGEST_SEED:  # type: ignore[call-overload]
        return int(seed)  # type: ignore[call-overload]
    hint = ""
    if hasattr(seed, "integers"):
        hint = "; draw one from a generator by int(generator.integers(2**63))"
    elif hasattr(seed, "generate_state"):
        hint = "; take one from a seed sequence by int(sequence.generate_state(1)[0])"
    shown = " ".join(repr(seed).split())  # some of NumPy's objects show themselves on many lines
    raise SeedError(f"{field} is {shown}; allowed: a whole number from 0 to {LARGEST_SEED}{hint}")


def fresh_seed() -> int:
    """Draw a seed from the operating system, for a run without a given one."""
    return secrets.randbits(_BITS)
