"""Former public names, kept for one release."""

from __future__ import annotations

import warnings


def warn_renamed(old: str, new: str) -> None:
    """Warn that a public name has another one now."""
    warnings.warn(
        f"`{old}` is now called `{new}`; the old name goes with the next release",
        DeprecationWarning,
        stacklevel=3,
    )
