"""Links of the site: names in code lead to their reference, links out of `docs/` to their page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from heterophony.docs.generate.rule_pages import address
from heterophony.docs.generate.rules import part_of, rules
from heterophony.scenarios import OUTCOMES, PARAMETERS, list_scenarios

# Files beside docs/ that have a page of the site; other links out of docs/ keep their words only.
OUTSIDE = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "examples/": "examples.md",
}
_UP = re.compile(r"\[([^\]]+)\]\(((?:\.\./)+)([^)\s#]+)(?:#[^)\s]*)?\)")
_INSIDE = re.compile(r"<(pre|a|h[1-6])\b.*?</\1>", re.DOTALL)
_CELL = re.compile(r"<td.*?</td>", re.DOTALL)
_IN_CODE = re.compile(r"(?<=<code>)[^<]+(?=</code>)")
_CODE = re.compile(r"<code>([A-Za-z_][\w.-]*)(?: [A-Z]+)?</code>")


def places() -> dict[str, str]:
    """Return where the site explains a name: parameters, outcomes, scenarios, rules."""
    found = {each.name: f"reference/scenarios.md#{each.name}" for each in list_scenarios()}
    found |= {name: f"reference/outcomes.md#{name}" for name in OUTCOMES}
    found |= {
        name: f"reference/parameters/{each.section}.md#{name}" for name, each in PARAMETERS.items()
    }
    found |= {each.full_name: f"{address(part_of(each))}#{each.full_name}" for each in rules()}
    return found


def kept_inside(markdown: str, depth: int) -> str:
    """Turn links to files beside `docs/` into links to their page, or into their words.

    `depth` is how many folders below `docs/` the page is.
    """

    def turned(link: re.Match[str]) -> str:
        words, up, target = link.groups()
        if up.count("../") <= depth:
            return link[0]
        for outside, page in OUTSIDE.items():
            if target == outside or (outside.endswith("/") and target.startswith(outside)):
                return f"[{words}]({'../' * depth}{page})"
        return words

    return _UP.sub(turned, markdown)


def linked(html: str, known: Mapping[str, str], address: Callable[[str], str]) -> str:
    """Let every known name in code lead to where it is explained.

    Names inside headings, links and blocks of code stay as they are. `address` turns a place into
    an address relative to the page.
    """
    parts, last = [], 0
    for inside in _INSIDE.finditer(html):
        parts.extend([_linked(html[last : inside.start()], known, address), inside[0]])
        last = inside.end()
    return "".join([*parts, _linked(html[last:], known, address)])


def _linked(html: str, known: Mapping[str, str], address: Callable[[str], str]) -> str:
    def turned(found: re.Match[str]) -> str:
        place = known.get(found[1])
        return f'<a class="name" href="{address(place)}">{found[0]}</a>' if place else found[0]

    return _CODE.sub(turned, html)


def breakable(html: str) -> str:
    """Let long names in the cells of tables break after a dot, an underscore or a slash."""

    def cell(found: re.Match[str]) -> str:
        return _IN_CODE.sub(lambda name: re.sub(r"(?<=[._/])(?=\w)", "<wbr>", name[0]), found[0])

    return _CELL.sub(cell, html)
