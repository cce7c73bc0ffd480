"""One digest of the model: it changes with everything that can change a number of a run.

It covers three things:

- the sources of `agents/` and `sim/`, without comments and docstrings;
- the modules of `scenarios/` that resolve values, likewise;
- the declarations: of parameters everything but title, help, unit, symbol, source and confidence;
  of outcomes everything but title, help, unit and whether they are a headline.

The values of a scenario are not part of it: a task states them beside the digest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from heterophony.scenarios import OUTCOMES, PARAMETERS
from heterophony.scenarios.kept import kept

__all__ = ["model_digest"]

_PACKAGE = Path(__file__).resolve().parents[1]
SOURCES = "model digest"  # as it is kept
_SOURCE, _DECLARED = b"\0module ", b"\0declared "
# These modules phrase, write or check; no number of a run comes from them.
_WITHOUT_NUMBERS = frozenset(
    {
        "confidence.py",
        "errors.py",
        "patterns_consistency.py",
        "patterns_declared.py",
        "version.py",
        "writing.py",
    }
)
_OF_PARAMETERS = (
    "name", "kind", "type", "default", "minimum", "maximum", "low", "high", "choices",
    "components", "simplex",
)  # fmt: skip
_OF_OUTCOMES = ("name", "level", "minimum", "maximum", "smallest_difference", "good")
# Comments, texts and brackets; Python's own tokens take seven times as long.
_SPOKEN_OR_SILENT = re.compile(
    r"""
      (?P<comment> \#[^\n]* )
    | (?P<text> [rRbBuU]*
        (?: \"{3} [^"\\]* (?: (?: \\. | "(?!"") ) [^"\\]* )* \"{3}
          | \'{3} [^'\\]* (?: (?: \\. | '(?!'') ) [^'\\]* )* \'{3}
          | " [^"\\\n]* (?: \\. [^"\\\n]* )* "
          | ' [^'\\\n]* (?: \\. [^'\\\n]* )* ' ) )
    | (?P<opens> [(\[{] )
    | (?P<closes> [)\]}] )
    """,
    re.VERBOSE | re.DOTALL,
)
_END_OF_LINE = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\n|\Z)")


@cache
def model_digest() -> str:
    """Return the digest of this version of the model: 12 hexadecimal digits.

    It is kept in the package; an edited model's is computed once a process, in some hundredths of a
    second, and needs no compiler.
    """
    return kept(SOURCES, source_bytes(), digest_of_sources)


def source_bytes() -> bytes:
    """Return all that the digest depends on: every module as it was written, and declarations."""
    parts = [_SOURCE + _named(file) + file.read_bytes() for file in model_sources(_PACKAGE)]
    declared = [_DECLARED + line.encode() for line in declared_numbers()]
    return b"".join(parts + declared)


def digest_of_sources(source: bytes) -> str:
    """Return the digest of what `source_bytes` returned."""
    files, *declared = source.split(_DECLARED)
    digest = hashlib.sha256()
    for file in files.split(_SOURCE)[1:]:
        name, _, text = file.partition(b"\n")
        digest.update(name + b"\n")
        digest.update(code_of(text.decode().replace("\r\n", "\n")).encode())
    for line in declared:
        digest.update(line)
    return digest.hexdigest()[:12]


def _named(file: Path) -> bytes:
    return f"{file.parent.name}/{file.name}\n".encode()


def model_sources(package: Path) -> list[Path]:
    """List the modules that a run's numbers come from, in a package's folder."""
    found = [*sorted((package / "agents").glob("*.py")), *sorted((package / "sim").glob("*.py"))]
    resolving = sorted((package / "scenarios").glob("*.py"))
    return found + [file for file in resolving if file.name not in _WITHOUT_NUMBERS]


def code_of(source: str) -> str:
    """Return a module's source without comments, docstrings and blank lines."""
    kept, end = [], 0
    for first, last in _silent_spans(source):
        kept.append(source[end:first])
        end = last
    kept.append(source[end:])
    lines = (line.rstrip() for line in "".join(kept).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def _silent_spans(source: str) -> Iterator[tuple[int, int]]:
    """Yield first character and end of each comment and docstring."""
    depth = 0
    for found in _SPOKEN_OR_SILENT.finditer(source):
        kind = found.lastgroup
        if kind == "opens":
            depth += 1
        elif kind == "closes":
            depth -= 1
        elif kind == "comment" or (not depth and _is_alone(source, *found.span())):
            yield found.span()


def _is_alone(source: str, first: int, last: int) -> bool:
    """Tell whether a text outside all brackets is a statement by itself: a docstring."""
    line = source.rfind("\n", 0, first) + 1
    begins = not source[line:first].strip() and not source.endswith("\\\n", 0, line)
    return begins and _END_OF_LINE.match(source, last) is not None


def declared_numbers() -> Iterator[str]:
    """Yield a line for each declared parameter and outcome, with all that may change a number."""
    for parameter in PARAMETERS.values():
        yield _line(parameter, _OF_PARAMETERS)
    for outcome in OUTCOMES.values():
        yield _line(outcome, _OF_OUTCOMES)


def _line(declared: Any, attributes: tuple[str, ...]) -> str:
    return repr([getattr(declared, attribute) for attribute in attributes]) + "\n"
