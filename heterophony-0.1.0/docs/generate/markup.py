"""Small pieces of Markdown that every generated page is put together from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; bars inside cells are kept from ending them."""
    lines = [_row(head), _row(["---"] * len(head))]
    return "\n".join([*lines, *(_row(row) for row in rows)])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def code(text: str) -> str:
    """Write a name as code; nothing for nothing."""
    return f"`{text}`" if text else ""


def value(given: Any) -> str:
    """Write a declared value: numbers short, lists with commas, an en dash for none."""
    if given is None:
        return "–"
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, Mapping):
        return "; ".join(f"{key} = {value(each)}" for key, each in given.items())
    if isinstance(given, list | tuple):
        return ", ".join(value(each) for each in given) or "none"
    return f"{given:g}" if isinstance(given, float) else str(given)


def between(low: Any, high: Any) -> str:
    """Write a range; where both ends are lists, component by component."""
    if low is None and high is None:
        return ""
    if isinstance(low, tuple) and isinstance(high, tuple):
        return ", ".join(between(*ends) for ends in zip(low, high, strict=True))
    if low is None:
        return f"at most {value(high)}"
    return f"from {value(low)}" if high is None else f"{value(low)} to {value(high)}"


def heading(level: int, text: str, anchor: str = "") -> str:
    """Write a heading, with an address of its own where the words would not give it."""
    return f"{'#' * level} {text}" + (f" {{#{anchor}}}" if anchor else "")


def page(*parts: str) -> str:
    """Join the parts of a page, leaving out empty ones."""
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"
