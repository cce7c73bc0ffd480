"""Names of outcomes that people wrote: known, or refused with the nearest one that is."""

from __future__ import annotations

from heterophony.experiments.results.errors import RequestError


def checked_outcome(name: str, field: str) -> str:
    """Return the name of an outcome as it is.

    Parameters
    ----------
    name
        As it was written.
    field
        Where it was written, for the message.

    Raises
    ------
    RequestError
        If no outcome has this name.
    """
    from heterophony.scenarios import OUTCOMES
    from heterophony.scenarios.errors import nearest

    if name in OUTCOMES:
        return name
    hint = nearest(name, list(OUTCOMES))
    nearest_valid = f" (nearest valid name: {hint})" if hint else ""
    raise RequestError(
        f"{field}: no outcome is called {name!r}{nearest_valid}; "
        "heterophony list outcomes names them all"
    )
