"""Rules compiled ahead: found, checked and called without a compiler.

`make rules` puts one library of machine code for each kind of processor into `agents/prepared/`,
and beside them `stamp.json`: the hash of the sources that they were made of, the hash of each file,
and the types of each rule that can be called. A library is used if all of that fits this
installation; a call uses it if every argument has exactly the type, and every record the layout,
that the rule was compiled for. In all other cases Numba compiles the rule, which gives the same
bits later.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import platform
import sys
import warnings
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from heterophony.agents.rule_arguments import RESULTS, UnfitError, reader_of
from heterophony.agents.rule_sources import PLAIN, SOURCE_DIGEST, part_digests

FOLDER = Path(__file__).with_name("prepared")
# What a processor must have for each library, as Linux names it; the first that fits is used.
_V2 = frozenset({"cx16", "lahf_lm", "popcnt", "sse4_1", "sse4_2", "ssse3"})
_V3 = _V2 | {"abm", "avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "movbe", "xsave"}
_V4 = _V3 | {"avx512bw", "avx512cd", "avx512dq", "avx512f", "avx512vl"}
LEVELS = {"x86-64-v4": _V4, "x86-64-v3": _V3, "x86-64-v2": _V2}
_ARM = "aarch64"  # every processor of 64-bit ARM has what its library needs
# "jit" uses no library; a name of `LEVELS` uses that one.
CHOSEN = os.environ.get("HETEROPHONY_RULES", "")
# The compiler's own setting: machine code that was made ahead checks no index.
CHECKS_INDICES = os.environ.get("NUMBA_BOUNDSCHECK", "") not in ("", "0")
# Numba's status of a call that went well: a value, or nothing to return.
_WENT_WELL = (0, -2)


class Library(NamedTuple):
    """Machine code for this processor.

    Attributes
    ----------
    level : its name
    code : the loaded library
    entries : module and name of a rule -> its symbol, result and arguments
    """

    level: str
    code: ctypes.CDLL
    entries: dict[str, Any]


class Finding(NamedTuple):
    """The prepared library for this machine, or the reason why there is none.

    Attributes
    ----------
    library : the library to call, None without one
    reason : why there is none, or not for every rule, as a clause
    stale : whether rules were edited since the libraries were made
    entries : names of all rules that a library could answer for
    """

    library: Library | None
    reason: str = ""
    stale: bool = False
    entries: frozenset[str] = frozenset()


@cache
def finding() -> Finding:
    """Look, once a process, for the library that fits this processor and the installed rules."""
    if PLAIN:
        return Finding(None, "HETEROPHONY_PLAIN is set")
    if CHOSEN == "jit":
        return Finding(None, "HETEROPHONY_RULES is jit")
    if CHECKS_INDICES:
        return Finding(None, "NUMBA_BOUNDSCHECK is set")
    try:
        stamp = json.loads((FOLDER / "stamp.json").read_text("utf-8"))
    except (OSError, ValueError):
        return Finding(None, f"{FOLDER / 'stamp.json'} cannot be read; make rules writes it")
    entries = frozenset(stamp["entries"])
    stale = stamp["rules"] != SOURCE_DIGEST
    if stale:
        stamp["entries"] = unedited(stamp)
    found = _fitting(stamp)
    if not stale:
        return found
    reason = "rules were edited since `make rules` last compiled them ahead"
    return Finding(found.library, reason, stale=True, entries=entries)


def unedited(stamp: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entries of a stamp none of whose parts was edited.

    The parts of an entry are its module and all that this imports, directly or not: if none of them
    differs, neither does the list of them.
    """
    now, then = part_digests(), stamp.get("parts", {})
    same = {name for name, digest in then.items() if now.get(name) == digest}
    return {
        name: entry
        for name, entry in stamp["entries"].items()
        if (parts := entry.get("parts", "").split(", ")) and same.issuperset(parts)
    }


def _fitting(stamp: dict[str, Any]) -> Finding:
    """Look for the library of this processor."""
    levels, machine = _levels_here()
    if not levels:
        return Finding(None, f"none were compiled ahead for {machine}")
    if CHOSEN and CHOSEN not in levels:
        return Finding(None, f"HETEROPHONY_RULES is {CHOSEN}; here: jit, {', '.join(levels)}")
    return _loaded(CHOSEN or levels[0], stamp)


def _loaded(level: str, stamp: dict[str, Any]) -> Finding:
    """Load a library whose bytes are those of the stamp."""
    file = FOLDER / f"rules-{level}.so"
    try:
        if hashlib.sha256(file.read_bytes()).hexdigest() != stamp["files"][file.name]:
            return Finding(None, f"{file} is not the file of its stamp; make rules writes both")
        return Finding(Library(level, ctypes.CDLL(str(file)), stamp["entries"]))
    except OSError as error:
        return Finding(None, f"{file} cannot be loaded ({error})")


def _levels_here() -> tuple[list[str], str]:
    """Name the levels that this machine has, the best one first, and say what the machine is."""
    machine = f"{platform.system()} {platform.machine()}"
    if sys.maxsize < 2**63 - 1 or not machine.startswith("Linux "):
        return [], machine
    if machine == f"Linux {_ARM}":
        return [_ARM], machine
    if machine != "Linux x86_64":
        return [], machine
    features = _features()
    return [level for level, needed in LEVELS.items() if needed <= features], machine


def _features() -> frozenset[str]:
    """Return what the processor and the operating system can do, as Linux lists it."""
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as lines:
            for line in lines:
                if line.startswith("flags"):
                    return frozenset(line.partition(":")[2].split())
    except OSError:
        pass
    return frozenset()


def prepared_rule(
    function: Callable[..., Any], otherwise: Callable[..., Any]
) -> Callable[..., Any] | None:
    """Return a function that calls a rule's prepared machine code; None if there is none.

    Parameters
    ----------
    function : the rule as it was written
    otherwise : called in its place with arguments that the machine code is not made for

    Warns
    -----
    RuntimeWarning
        Once a process, if the rule was compiled ahead but has been edited since.
    """
    name = f"{function.__module__}.{function.__qualname__}"
    found = finding()
    entry = None if found.library is None else found.library.entries.get(name)
    if found.library is not None and entry is not None:
        return _caller(name, found.library, entry, otherwise)
    if found.stale and name in found.entries:
        _say_once(found.reason)
    return None


@cache
def _say_once(reason: str) -> None:
    warnings.warn(
        f"{reason}: what they touch is compiled now, in a minute at most; `make rules` renews them",
        RuntimeWarning,
        stacklevel=2,
    )


def _caller(
    name: str, library: Library, entry: dict[str, Any], otherwise: Callable[..., Any]
) -> Callable[..., Any]:
    """Make the function that hands arguments to machine code and returns its result."""
    code = getattr(library.code, entry["symbol"])
    result, value_of = RESULTS[entry["result"]]
    readers = [reader_of(kind) for kind in entry["arguments"]]
    types = [each for reader in readers for each in reader.types]
    code.argtypes = [ctypes.c_void_p, ctypes.c_void_p, *types]
    code.restype = ctypes.c_int32
    expected = len(readers)

    def call(*arguments: Any, **named: Any) -> Any:
        if named or len(arguments) != expected:
            return otherwise(*arguments, **named)
        try:
            given = [
                number
                for reader, each in zip(readers, arguments, strict=True)
                for number in reader.read(each)
            ]
        except UnfitError:
            return otherwise(*arguments)
        place, failure = result(), ctypes.c_void_p()
        status = code(ctypes.byref(place), ctypes.byref(failure), *given)
        if status not in _WENT_WELL:
            raise RuntimeError(f"{name} ended with status {status}")
        return value_of(place)

    return call
