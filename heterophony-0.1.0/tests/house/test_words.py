"""Nothing in the repository points at the machine, the network or the desk it was made on."""

import re
from pathlib import Path

import pytest

FOLDERS = (
    ".ci", "agents", "benchmarks", "docs", "examples", "experiments", "scenarios", "sim", "tests",
    "viz",
)  # fmt: skip
READABLE = {
    "", ".cff", ".cfg", ".css", ".csv", ".in", ".ipynb", ".js", ".json", ".md", ".py", ".sh",
    ".svg", ".toml", ".txt", ".vue", ".yaml", ".yml",
}  # fmt: skip

# Each pattern is written so that this file does not contain what it looks for.
FORBIDDEN = {
    "a path of somebody's machine": r"/(?:home|root|Users|work|opt|mnt)/[A-Za-z.]",
    "a path into the scratch folder": r"/tm[p]/[A-Za-z]",
    "a package registry's address": r"(?:py[p]i\.org|pythonhoste[d]|npmj[s]\.(?:com|org))",
    "a choice of registry": r"--(?:extra-)?inde[x]-url|--find-link[s]",
    "a local file as a requirement": r"@ fil[e]:",
    "the number of an issue": r"(?i)\b(?:issu[e]s?|ticke[t]s?|pul[l] request)s?\s+#?\d+\b",
    "a note to come back": r"\b(?:TOD[O]|FIXM[E]|XX[X])\b",
    "a merge left undone": r"^(?:<{7}|>{7}) ",
}


def texts(root: Path) -> list[Path]:
    inside = (file for folder in FOLDERS for file in (root / folder).rglob("*"))
    outside = (file for file in root.iterdir() if file.name != ".git")  # a worktree's pointer
    files = [file for file in (*outside, *inside) if file.is_file()]
    own = (file for file in files if not any("cache" in part for part in file.parts[:-1]))
    return sorted(file for file in own if file.suffix in READABLE)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(root, what):
    pattern = re.compile(FORBIDDEN[what], re.MULTILINE)
    found = [
        f"{file.relative_to(root)}: {match[0]}"
        for file in texts(root)
        for match in pattern.finditer(file.read_text("utf-8"))
    ]
    assert not found
