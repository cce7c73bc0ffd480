"""How results show themselves in a notebook: one line, a short page, and a picture by `.plot()`."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_FIGURES = "heterophony.viz.figures"  # lies above this package, so it is named here, loaded late
_TOLD = ("baseline", "scenario", "policies", "seed", "replicates", "pairs", "worlds", "asked")


class Shown:
    """What every result can do in a notebook; a result's own text never fills a cell."""

    def __repr__(self) -> str:
        """Return one line: the kind, its scenarios, and how many runs it rests on."""
        told = (f"{name}={_short(getattr(self, name))}" for name in _TOLD if hasattr(self, name))
        return f"{type(self).__name__}({', '.join(told)})"

    def _repr_html_(self) -> str:
        """Return the answer, a picture and a short table, as notebooks show them."""
        page: str = import_module(_FIGURES).notebook_page(self)
        return page

    def plot(self, language: str = "en", **choices: Any) -> Any:
        """Return the picture of this result: it shows itself in a notebook, and `save`s to a file.

        Parameters
        ----------
        language
            "en" or "da".
        choices
            `policy` and `outcome`, where there are several; the first ones unless given.
        """
        return import_module(_FIGURES).figure(self, language, **choices)


def _short(value: Any) -> str:
    """Return a few letters for anything: names for scenarios, numbers for collections."""
    if hasattr(value, "name"):
        return str(value.name)
    if isinstance(value, int | str):
        return str(value)
    try:
        items = list(value)
    except TypeError:
        return type(value).__name__
    names = [str(getattr(each, "name", "")) for each in items]
    return f"[{', '.join(names)}]" if 0 < len(items) <= 4 and all(names) else str(len(items))
