"""Which sources an entry is compiled from: its module, and all that it imports, directly or not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from heterophony.agents.rule_sources import DECLARED, part_name, rule_sources


def parts_of(module: str) -> list[str]:
    """Return the names of the parts of a module's rules, in order (`rule_sources.part_digests`).

    A rule consists of its own source, of the rules that it calls, and of constants: all of them are
    of modules that are imported. The declared form of parameters is a part of every rule.
    """
    seen, left = set[str](), [module]
    while left:
        name = left.pop()
        if name not in seen:
            seen.add(name)
            left.extend(_imported(name))
    sources = {f"heterophony.{file.parent.name}.{file.stem}": file for file in rule_sources()}
    return [DECLARED, *sorted(part_name(sources[name]) for name in seen if name in sources)]


@cache
def _imported(module: str) -> tuple[str, ...]:
    """Return the modules of the package that a module imports anywhere in its source."""
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        return ()
    return tuple(sorted(set(_named(ast.parse(Path(spec.origin).read_text("utf-8"))))))


def _named(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
        for name in names:
            if name.startswith("heterophony.") and _is_module(name):
                yield name


@cache
def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False
