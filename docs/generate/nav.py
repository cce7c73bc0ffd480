"""Which pages the site shows, in which order: those of `mkdocs.yml` that exist, and all others."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

OTHERS = "More"


def present(nav: list[Any], pages: Collection[str]) -> list[Any]:
    """Return the declared navigation without what is not there, empty sections included.

    `folder/*` stands for the pages of a folder that are not named elsewhere, in their own order.
    Pages without a place come at the end, so that none is lost.
    """
    nav = [_spread(each, pages, set(named(nav))) for each in nav]
    kept = [found for each in nav if (found := _kept(each, pages)) is not None]
    loose = sorted(set(pages) - set(named(nav)))
    return [*kept, {OTHERS: loose}] if loose else kept


def named(nav: Any) -> Iterator[str]:
    """List the pages that a navigation names."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        for each in nav.values():
            yield from named(each)
    else:
        for each in nav:
            yield from named(each)


def _kept(entry: Any, pages: Collection[str]) -> Any:
    if isinstance(entry, str):
        return entry if entry in pages else None
    ((title, inside),) = entry.items()
    if isinstance(inside, str):
        return entry if inside in pages else None
    found = [kept for each in inside if (kept := _kept(each, pages)) is not None]
    return {title: found} if found else None


def _spread(entry: Any, pages: Collection[str], taken: Collection[str]) -> Any:
    if isinstance(entry, str):
        return entry
    ((title, inside),) = entry.items()
    if isinstance(inside, str):
        return entry
    found: list[Any] = []
    for each in inside:
        if isinstance(each, str) and each.endswith("/*"):
            folder = each.removesuffix("*")
            found.extend(page for page in pages if page.startswith(folder) and page not in taken)
        else:
            found.append(_spread(each, pages, taken))
    return {title: found}
