"""Reference pages of the rules: each with its words, its source, its parameters and its text."""

from __future__ import annotations

from collections.abc import Iterable

from heterophony.docs.generate.markup import code, heading, page, table
from heterophony.docs.generate.python_api import markdown_of
from heterophony.docs.generate.rules import Part, Rule, part_of, parts, rules, source_of


def rule_pages() -> dict[str, str]:
    """Write the page of all parts, and a page for each part, by address."""
    pages = {"reference/rules/index.md": _index()}
    for key, part in parts().items():
        found = [each for each in rules() if part_of(each) == key]
        pages[address(key)] = page(
            heading(1, part.title),
            f"Module `{_module(key)}`. {when(part)} Source: {part.source}.",
            *(_rule(each) for each in found),
        )
    return pages


def address(key: str) -> str:
    """Return the address of the page of a part."""
    return f"reference/rules/{key}.md"


def when(part: Part) -> str:
    """Say in which steps of the week a part's rules act."""
    if part.step == "0":
        return "Shared by several steps."
    if part.step == "all":
        return "All steps of the week."
    return f"Step {part.step.replace(', ', ' and ')} of the week."


def _module(key: str) -> str:
    return key if "." in key else f"agents.{key}"


def _index() -> str:
    rows = []
    for key, part in parts().items():
        count = sum(part_of(each) == key for each in rules())
        rows.append((f"[{part.title}]({key}.md)", code(_module(key)), str(count), when(part)))
    return page(
        "# Rules",
        f"The {len(rules())} compiled rules, each with the text that runs. "
        "[The model](../../MODEL.md) says in which order they follow in a week.",
        table(("part", "module", "rules", "when"), rows),
    )


def _rule(each: Rule) -> str:
    facts: Iterable[tuple[str, str]] = (
        ("source", source_of(each)),
        ("parameters", ", ".join(code(name) for name in each.parameters)),
    )
    return page(
        heading(2, code(each.name), each.full_name),
        markdown_of(each.doc),
        table(("", ""), [fact for fact in facts if fact[1]]),
        f"```python\n{each.text}\n```",
    )
