"""Count the words of the pages that people write.

python -m heterophony.docs.generate.length
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Written by programs: docs/generate/published.toml names the command of each.
GENERATED = {"meeting.md", "survey.md", "validation.md"}
NOT_PROSE = re.compile(r"^( *)```.*?^\1```|<!--.*?-->", re.MULTILINE | re.DOTALL)


def lengths(root: Path = ROOT) -> dict[str, int]:
    """Count each page's words, from the longest page to the shortest.

    Fenced blocks (commands, code, what a command prints) and comments are left out, as are
    tutorials, the changelog, and pages that a program writes.
    """
    own = [file for file in (root / "docs").glob("*.md") if file.name not in GENERATED]
    pages = [root / "README.md", root / "CONTRIBUTING.md", root / "SECURITY.md", *own]
    counted = {
        str(page.relative_to(root)): len(NOT_PROSE.sub("", page.read_text("utf-8")).split())
        for page in pages
    }
    return dict(sorted(counted.items(), key=lambda page: -page[1]))


def main() -> None:
    """Print the words of each page, and of all."""
    found = lengths()
    lines = {**found, "all": sum(found.values())}.items()
    sys.stdout.write("".join(f"{words:7,}  {page}\n" for page, words in lines))


if __name__ == "__main__":
    main()
