"""Outcomes that a user adds: computed for every run after those of the model."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heterophony.experiments.results.errors import RequestError

if TYPE_CHECKING:
    from heterophony.sim import Result

OWN_OUTCOMES: dict[str, Callable[[Any], float]] = {}
"""By name, what computes each of them from a run's `Result`."""


def with_own_outcomes(result: Result) -> Result:
    """Return a result with every added outcome computed."""
    for name, function in OWN_OUTCOMES.items():
        result.outcomes[name] = float(function(result))
    return result


def own_definitions(names: Iterable[str]) -> dict[str, str]:
    """Return a hash of the definition of each added outcome among some names.

    The digest of the model leaves them out; what can be resumed or extended records them too,
    so that no table holds two definitions.
    """
    return {name: _definition(OWN_OUTCOMES[name]) for name in names if name in OWN_OUTCOMES}


def refuse_without_own_outcomes(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Refuse to make a result again without the added outcomes that its manifest names.

    Raises
    ------
    RequestError
        If one of them is unknown here, or defined otherwise.
    """
    then = manifest.get("own_outcomes")
    if not isinstance(then, dict):
        return
    now = own_definitions(OWN_OUTCOMES)
    if missing := [str(name) for name, definition in then.items() if now.get(name) != definition]:
        raise RequestError(
            f"{folder} reports outcomes of your own, which are unknown here or defined otherwise: "
            f"{', '.join(missing)}; give --outcomes FILE before the verb, or call add_outcome first"
        )


def _definition(function: Callable[[Any], float]) -> str:
    try:
        text = inspect.getsource(function)
    except (OSError, TypeError):  # typed at a prompt, or not written as a function
        code = getattr(function, "__code__", None)
        text = repr(function) if code is None else repr((code.co_code, code.co_consts))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
