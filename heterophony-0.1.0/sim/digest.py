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
import io
import tokenize
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from heterophony.scenarios import OUTCOMES, PARAMETERS

__all__ = ["model_digest"]

_PACKAGE = Path(__file__).resolve().parents[1]
# These modules word, write or check; no number of a run comes from them.
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
# Tokens that a docstring follows when it begins a statement.
_BEFORE_A_STATEMENT = frozenset({tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT})
_SILENT = frozenset({tokenize.COMMENT, tokenize.NL, tokenize.ENCODING})


@cache
def model_digest() -> str:
    """Return the digest of this version of the model: 12 hexadecimal digits.

    It is computed once a process, in some tenths of a second, and needs no compiler.
    """
    digest = hashlib.sha256()
    for file in model_sources(_PACKAGE):
        digest.update(f"{file.parent.name}/{file.name}\n".encode())
        digest.update(code_of(file.read_text("utf-8")).encode())
    for line in declared_numbers():
        digest.update(line.encode())
    return digest.hexdigest()[:12]


def model_sources(package: Path) -> list[Path]:
    """List the modules that the numbers of a run come from, in a package's folder."""
    found = [*sorted((package / "agents").glob("*.py")), *sorted((package / "sim").glob("*.py"))]
    resolving = sorted((package / "scenarios").glob("*.py"))
    return found + [file for file in resolving if file.name not in _WITHOUT_NUMBERS]


def code_of(source: str) -> str:
    """Return a module's source without comments, docstrings and blank lines."""
    drop = _silent_spans(source)
    lines = []
    for number, line in enumerate(source.splitlines(), 1):
        begin, end = drop.get(number, (len(line), len(line)))
        kept = (line[:begin] + line[end:]).rstrip()
        if kept:
            lines.append(kept)
    return "\n".join(lines) + "\n"


def _silent_spans(source: str) -> dict[int, tuple[int, int]]:
    """Return line -> (first, last column) of what is a comment or a docstring there."""
    spans: dict[int, tuple[int, int]] = {}
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    spoken = [token for token in tokens if token.type not in _SILENT]
    silent = [token for token in tokens if token.type == tokenize.COMMENT]
    before = tokenize.NEWLINE
    for token, following in pairwise(spoken):
        alone = before in _BEFORE_A_STATEMENT and following.type == tokenize.NEWLINE
        if token.type == tokenize.STRING and alone:
            silent.append(token)
        before = token.type
    for token in silent:
        (first, begin), (last, end) = token.start, token.end
        for number in range(first, last + 1):
            spans[number] = (begin if number == first else 0, end if number == last else 10**6)
    return spans


def declared_numbers() -> Iterator[str]:
    """Yield a line for each declared parameter and outcome, with all that may change a number."""
    for parameter in PARAMETERS.values():
        yield _line(parameter, _OF_PARAMETERS)
    for outcome in OUTCOMES.values():
        yield _line(outcome, _OF_OUTCOMES)


def _line(declared: Any, attributes: tuple[str, ...]) -> str:
    return repr([getattr(declared, attribute) for attribute in attributes]) + "\n"
