"""The page of the Python names, from their signatures and docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from heterophony.docs.generate.markup import heading, page

# Module, and what one looks for there.
MODULES = (
    ("heterophony", "What most scripts need."),
    (
        "heterophony.scenarios",
        "What is assumed: declarations, the library, loading and validation.",
    ),
    ("heterophony.sim", "One run, week by week, and what comes out of it."),
    ("heterophony.experiments", "Many runs: replicated, paired, compared, kept."),
)
_SECTION = re.compile(r"^(Parameters|Attributes|Returns|Raises|Yields|Notes|Examples)\n-+$", re.M)
LONGEST_LINE = 84
_ENTRY = re.compile(r"^(\S.*?)(?: : (.+))?$")


def api_page() -> str:
    """Write the page of all public names, each where it is imported from first."""
    seen: set[int] = set()
    parts: list[str] = []
    for name, purpose in MODULES:
        module = import_module(name)
        found = []
        for public in sorted(module.__all__, key=str.lower):
            thing = getattr(module, public)
            if (inspect.isclass(thing) or inspect.isfunction(thing)) and id(thing) not in seen:
                seen.add(id(thing))
                found.append(_described(f"{name}.{public}", thing))
        parts.extend([heading(2, f"`{name}`", name), purpose, *found])
    return page(
        "# Python",
        "The names that a script may rely on. `import heterophony as hp` loads each of them at "
        "first use.",
        *parts,
    )


def _described(name: str, thing: Any) -> str:
    parts = [heading(3, f"`{name.removeprefix('heterophony.')}`", name)]
    if not (inspect.isclass(thing) and issubclass(thing, Exception)):
        parts.append(f"```python\n{_call(name.rpartition('.')[2], thing)}\n```")
    parts.append(markdown_of(inspect.getdoc(thing) or ""))
    if inspect.isclass(thing):
        parts.extend(_members(thing))
    return page(*parts)


def _members(thing: type) -> Iterator[str]:
    """Describe a class's own methods and properties in a list."""
    lines = []
    for name, member in vars(thing).items():
        if name.startswith("_"):
            continue
        plain = member.__func__ if isinstance(member, classmethod | staticmethod) else member
        if inspect.isfunction(plain):
            said = f"`{name}{_arguments(plain)}`"
        elif isinstance(plain, property) or type(plain).__name__ == "cached_property":
            said = f"`{name}`"
        else:
            continue
        lines.append(f"- {said}: {_first(plain)}")
    if lines:
        yield "\n".join(lines)


def _first(thing: Any) -> str:
    """Return the first paragraph of a docstring on one line."""
    return " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())


def _call(name: str, thing: Any) -> str:
    """Write how a function or class is called, one argument a line where there are many."""
    try:
        signature = inspect.signature(thing)
    except ValueError:
        return name
    arguments: list[str] = []
    for each in signature.parameters.values():
        if each.kind is each.KEYWORD_ONLY and "*" not in arguments:
            arguments.append("*")
        arguments.append(_argument(each))
    returned = _annotation(signature.return_annotation)
    arrow = f" -> {returned}" if returned and not inspect.isclass(thing) else ""
    short = f"{name}({', '.join(arguments)}){arrow}"
    if len(short) <= LONGEST_LINE:
        return short
    return f"{name}(\n    " + ",\n    ".join(arguments) + f",\n){arrow}"


def _argument(each: inspect.Parameter) -> str:
    stars = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}
    star = stars.get(each.kind.name, "")
    kind = _annotation(each.annotation)
    written = f"{star}{each.name}: {kind}" if kind else f"{star}{each.name}"
    if each.default is each.empty:
        return written
    default = each.default.__name__ if inspect.isclass(each.default) else repr(each.default)
    if default.startswith("<"):  # a factory of a dataclass
        default = "..."
    return f"{written} = {default}" if kind else f"{written}={default}"


def _annotation(annotation: Any) -> str:
    """Write an annotation without the modules that its names come from."""
    if annotation is inspect.Signature.empty:
        return ""
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Z])", "", text)


def _arguments(function: Any) -> str:
    names = [name for name in inspect.signature(function).parameters if name not in ("self", "cls")]
    return f"({', '.join(names)})"


def markdown_of(docstring: str) -> str:
    """Turn a numpydoc docstring into Markdown: sections become lists of words."""
    parts = _SECTION.split(docstring)
    found = [parts[0]]
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        found.append(f"**{title}**")
        found.append(_entries(body) if title not in ("Notes", "Examples") else body)
    return page(*found)


def _entries(body: str) -> str:
    """Write the entries of a section as a list: the name, its type, its words."""
    lines: list[str] = []
    for line in body.strip("\n").splitlines():
        if line.startswith(" ") or not line:
            lines[-1] += f" {line.strip()}" if line else ""
        else:
            match = _ENTRY.match(line)
            kind = f" ({match[2]})" if match and match[2] else ""
            lines.append(f"- `{match[1] if match else line}`{kind}:")
    return "\n".join(line.rstrip(":") if line.endswith(":") else line for line in lines)
