"""What rules are compiled for, and with which linker."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from typing import NamedTuple


class Target(NamedTuple):
    """Something that runs compiled rules.

    Attributes
    ----------
    name : of the file that is made, less "rules-" and its ending
    file : the file that is made
    triple, processor, features : as LLVM names them
    in_page : whether it is WebAssembly
    """

    name: str
    file: str
    triple: str
    processor: str
    features: str
    in_page: bool = False


def _native(level: str, features: str = "") -> Target:
    return Target(level, f"rules-{level}.so", "x86_64-unknown-linux-gnu", level, features)


def _arm(name: str) -> Target:
    return Target(name, f"rules-{name}.so", f"{name}-unknown-linux-gnu", "generic", "+neon")


TARGETS = (
    # Vectors of 256 bits: wider ones gain nothing and slow some processors down.
    _native("x86-64-v4", "+prefer-256-bit"),
    _native("x86-64-v3"),
    _native("x86-64-v2"),
    _arm("aarch64"),
    Target(
        "wasm32",
        "rules.wasm",
        "wasm32-unknown-unknown",
        "generic",
        "+nontrapping-fptoint,+sign-ext,+mutable-globals,+bulk-memory,+bulk-memory-opt,+simd128",
        in_page=True,
    ),
)


class MissingToolError(Exception):
    """A tool that building needs is not installed; the message says which."""


def linker_for(target: Target) -> list[str]:
    """Return the words that begin a call of LLVM's linker.

    Raises
    ------
    MissingToolError
        If neither the package `ziglang` nor a linker of the system is there.
    """
    name = "wasm-ld" if target.in_page else "ld.lld"
    if importlib.util.find_spec("ziglang") is not None:
        return [sys.executable, "-m", "ziglang", name]
    found = shutil.which(name)
    if found is None:
        raise MissingToolError(
            f"{target.file} needs LLVM's linker, and there is none: "
            f"pip install ziglang, or apt install lld (for {name})"
        )
    return [found]


def linker_options(target: Target, symbols: list[str]) -> list[str]:
    """Return what tells the linker to export these symbols and nothing else."""
    if not target.in_page:
        return [
            "-shared",
            "--build-id=none",
            "--strip-all",
            "--hash-style=gnu",
            "-z",
            "noexecstack",
        ]
    stack = ["-z", "stack-size=1048576", "--stack-first"]
    exports = [f"--export={symbol}" for symbol in [*symbols, "__heap_base"]]
    return ["--no-entry", "--import-memory", "--strip-all", *stack, *exports]
