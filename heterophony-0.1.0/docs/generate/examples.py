"""The page of the examples: each script with what it says about itself, and its text."""

from __future__ import annotations

import ast
from pathlib import Path

from heterophony.docs.generate.markup import heading, page


def examples_page(folder: Path) -> str:
    """Write the page of all scripts in a folder."""
    return page(
        "# Examples",
        "Short scripts, each run by the tests. The number after the name is how many pairs or runs "
        "to make; take few for a first look.",
        *(_example(file) for file in sorted(folder.glob("*.py"))),
    )


def _example(file: Path) -> str:
    text = file.read_text("utf-8")
    said = ast.get_docstring(ast.parse(text)) or ""
    title = file.stem.replace("_", " ").capitalize()
    code = text.partition('"""')[2].partition('"""')[2].strip("\n")
    shown = f'??? example "{file.name}"\n\n' + _indented(f"```python\n{code}\n```")
    return page(heading(2, title, file.stem), _spoken(said), shown)


def _spoken(said: str) -> str:
    """Show the indented command of a docstring as one."""
    lines = (
        f"```text\n{line.strip()}\n```" if line.startswith("    ") else line
        for line in said.splitlines()
    )
    return "\n".join(lines)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.splitlines())
