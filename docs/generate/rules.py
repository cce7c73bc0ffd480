"""The compiled rules as their sources tell them: what each does, from where, with which numbers."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from heterophony.scenarios import PARAMETERS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "docs/model/sources.toml"
LAYERS = ("agents", "sim")
# A bracket of a docstring that says where a rule comes from.
_SAID = re.compile(
    r"\(([^()]*(?:\bl\.\d|\bS\d+|\bT\d+\b|KREVI|Lea & Flood)[^()]*(?:\([^()]*\))?)\)"
)


@dataclass(frozen=True)
class Rule:
    """One compiled function of the model."""

    layer: str
    module: str
    name: str
    doc: str
    text: str
    parameters: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """The name as the model's page writes it."""
        return f"{self.layer}.{self.module}.{self.name}"

    @property
    def said_sources(self) -> str:
        """Where the docstring says that it comes from, or nothing."""
        return "; ".join(dict.fromkeys(_SAID.findall(" ".join(self.doc.split()))))

    @property
    def summary(self) -> str:
        """What it does, without the brackets that name sources."""
        first = " ".join(self.doc.partition("\n\n")[0].split())
        return re.sub(r" +([.,;:])", r"\1", _SAID.sub("", first))


@dataclass(frozen=True)
class Part:
    """A module of rules: what it is about, when in the week, from where."""

    key: str
    step: str
    title: str
    source: str


@cache
def parts() -> dict[str, Part]:
    """Read what is said of each module, in the order of reading."""
    return {
        key: Part(key, **words) for key, words in tomllib.loads(SOURCES.read_text("utf-8")).items()
    }


@cache
def rules() -> tuple[Rule, ...]:
    """Read every compiled function that has a public name, in the order of the modules' files."""
    files = (file for layer in LAYERS for file in sorted((ROOT / layer).glob("*.py")))
    return tuple(rule for file in files for rule in _rules_of(file))


def checked_parts() -> dict[str, Part]:
    """Return what is said of each module, if it is said of every module with rules and no other.

    Raises
    ------
    ValueError
        With the modules that the table of sources lacks, or names for nothing.
    """
    there = {part_of(each) for each in rules()}
    if lacking := sorted(there - set(parts())):
        raise ValueError(f"{SOURCES.name} says nothing of: {', '.join(lacking)}")
    if idle := sorted(set(parts()) - there):
        raise ValueError(f"{SOURCES.name} names modules without rules: {', '.join(idle)}")
    return parts()


def part_of(rule: Rule) -> str:
    """Return the key of a rule's module in the table of sources."""
    return rule.module if rule.layer == "agents" else f"{rule.layer}.{rule.module}"


def source_of(rule: Rule) -> str:
    """Return where a rule comes from: its own words, or those of its module."""
    return rule.said_sources or parts()[part_of(rule)].source


def _rules_of(file: Path) -> Iterator[Rule]:
    text = file.read_text("utf-8")
    tree = ast.parse(text)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and _compiled(node) and not node.name.startswith("_"):
            yield Rule(
                layer=file.parent.name,
                module=file.stem,
                name=node.name,
                doc=ast.get_docstring(node) or "",
                text=_without_docstring(text, node),
                parameters=tuple(_parameters(node)),
            )


def _compiled(node: ast.FunctionDef) -> bool:
    return any("compiled" in ast.unparse(each) for each in node.decorator_list)


def _parameters(node: ast.FunctionDef) -> Iterator[str]:
    """List the parameters that a rule reads itself: attributes named as their premises are."""
    by_field = _fields()
    read = [each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)]
    yield from dict.fromkeys(by_field[field] for field in read if field in by_field)


@cache
def _fields() -> dict[str, str]:
    """Return the parameter behind each field of the premises, drifts of half-lives among them."""
    fields = {name.replace(".", "_"): name for name in PARAMETERS}
    drifts = {field.replace("half_life", "drift"): name for field, name in fields.items()}
    return drifts | fields


def _without_docstring(text: str, node: ast.FunctionDef) -> str:
    """Return the lines of a rule, without the docstring, which is shown beside them."""
    lines = text.splitlines()
    kept = list(range(node.lineno - 1, node.end_lineno or node.lineno))
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        gone = range(first.lineno - 1, first.end_lineno or first.lineno)
        kept = [each for each in kept if each not in gone]
    return "\n".join(lines[each] for each in kept)
