"""Which sources rules are made of, and the hash that names what was compiled from them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from heterophony.scenarios import PARAMETERS

_PACKAGE = Path(__file__).resolve().parents[1]
DECLARED = "declared parameters"

# The plain path: no batches, and the compiler's own names of records. It gives the same bits more
# slowly, and serves compilers whose private parts have changed.
PLAIN = os.environ.get("HETEROPHONY_PLAIN", "") not in ("", "0")


# Files without rules: Mesa's views, and how machine code is found and called.
_WITHOUT_RULES = frozenset(
    {
        "__init__.py",
        "caseworker.py",
        "citizen.py",
        "mentor.py",
        "person.py",
        "prepared_rules.py",
        "prepared_tables.py",
        "rule_arguments.py",
        "rule_folders.py",
    }
)


def rule_sources() -> list[Path]:
    """List the sources of rules, in `agents` and in `sim`."""
    files = sorted(f for f in (_PACKAGE / "agents").glob("*.py") if f.name not in _WITHOUT_RULES)
    for file in sorted((_PACKAGE / "sim").glob("*.py")):
        if "@compiled" in file.read_text("utf-8"):
            files.append(file)
    return files


def declared_form() -> bytes:
    """Return the declared form of parameters, which rules contain."""
    lines = []
    for each in PARAMETERS.values():
        parts = each.default if each.type == "table" else each.components
        span = (each.minimum, each.maximum) if each.type == "weeks" else ()
        declared = (each.choices, *parts, *span)
        lines.append(f"{each.name} {each.type} {declared}\n")
    return "".join(lines).encode()


def source_digest() -> str:
    """Hash the sources of every rule and the declared form of parameters: 12 hexadecimal digits.

    It names what was compiled and nothing else; `sim.digest` says which model a number comes from.
    """
    digest = hashlib.sha256(b"plain" if PLAIN else b"")
    digest.update(declared_form())
    for file in rule_sources():
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def part_digests() -> dict[str, str]:
    """Hash each part by itself: `DECLARED`, and every source by its name, `agents/acts.py`."""
    parts = {DECLARED: declared_form()}
    parts |= {part_name(file): file.read_bytes() for file in rule_sources()}
    return {name: hashlib.sha256(part).hexdigest()[:16] for name, part in parts.items()}


def part_name(file: Path) -> str:
    """Return the name of a source as a part."""
    return f"{file.parent.name}/{file.name}"


SOURCE_DIGEST = source_digest()
