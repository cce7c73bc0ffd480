"""How a rule becomes machine code, and which folder caches it.

Numba keeps compiled functions on disk but does not notice that a *called* function changed in
another file: a stale rule would run silently. The cache folder is therefore named by a hash of all
sources that rules are made of, and of the declarations that the parameters' record is built from.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.core import config

from heterophony.agents.numba_cache import give_cache, spare_folder
from heterophony.scenarios import PARAMETERS

_PACKAGE = Path(__file__).resolve().parents[1]
_Function = TypeVar("_Function", bound=Callable[..., Any])
_CONFIG: Any = config

# The plain path: nobody is stepped in batches, and records keep the compiler's own names. The same
# bits, more slowly; for a compiler whose private parts have changed.
PLAIN = os.environ.get("HETEROPHONY_PLAIN", "") not in ("", "0")


def rule_sources() -> list[Path]:
    """List the sources of rules: `agents` less Mesa's views, and what is compiled of `sim`."""
    views = ("person.py", "citizen.py", "mentor.py", "caseworker.py", "__init__.py")
    files = sorted(f for f in (_PACKAGE / "agents").glob("*.py") if f.name not in views)
    for file in sorted((_PACKAGE / "sim").glob("*.py")):
        if "@compiled" in file.read_text("utf-8"):
            files.append(file)
    return files


def source_digest() -> str:
    """Hash the sources of every rule and the declared form of parameters: 12 hexadecimal digits.

    It names the cache and nothing else; `sim.digest` says which model a number comes from.
    """
    digest = hashlib.sha256(b"plain" if PLAIN else b"")
    for each in PARAMETERS.values():
        parts = each.default if each.type == "table" else each.components
        digest.update(f"{each.name} {each.type} {each.choices} {tuple(parts)}\n".encode())
    for file in rule_sources():
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


SOURCE_DIGEST = source_digest()


def cache_folder() -> Path:
    """Name the folder that holds this version's compiled rules.

    `NUMBA_CACHE_DIR` (the compiler's own setting) wins, then `XDG_CACHE_HOME`, then `~/.cache`;
    for a user without a home it is a temporary folder.
    It must not be writable by others: cached files are pickles.
    """
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return Path(chosen) / SOURCE_DIGEST
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return Path(base or Path.home() / ".cache") / "heterophony" / SOURCE_DIGEST
    except RuntimeError:  # no home
        return spare_folder(SOURCE_DIGEST)


_CONFIG.CACHE_DIR = str(cache_folder())

COMPILATION_OFF = bool(_CONFIG.DISABLE_JIT)

# No fastmath and no parallel: both would change bits. The numpy error model turns a division by
# zero into an infinity instead of an exception path in every rule.
_OPTIONS: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "no_cfunc_wrapper": True,
}
_njit: Any = numba.njit(**_OPTIONS)
_njit_inside: Any = numba.njit(**_OPTIONS, forceinline=True)


def compiled(function: _Function) -> _Function:
    """Compile a rule of plain numbers or rows; its signature and docstring stay."""
    result: _Function = give_cache(_njit(function))
    return result


def compiled_inside(function: _Function) -> _Function:
    """Compile a rule into whoever calls it.

    Two kinds of rules gain: of plain numbers, which a loop then works out for several people at a
    time; and those that one place calls for everybody every week, where the call itself would cost
    as much as a small rule.
    """
    result: _Function = give_cache(_njit_inside(function))
    return result
