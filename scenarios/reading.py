"""Read text files that a user hands in, safely: regular, of limited size and depth, and UTF-8.

Every reader of a scenario, plan, claim, table of targets or manifest goes through this module, so
that no file can hang the reader, fill the memory or exhaust the stack.
"""

from __future__ import annotations

import json
import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any

__all__ = [
    "MissingFileError",
    "UnreadableFileError",
    "parse_json",
    "parse_toml",
    "read_json_file",
    "read_text_file",
    "read_toml_file",
]

MOST_BYTES = 10_000_000
"""Default size limit of one file: some 100,000 points of a sweep plan."""

DEEPEST = 64
"""Deepest nesting of lists and tables, and most parts of one dotted key."""

# Strings and comments of TOML, also unfinished ones, so that every search stays linear.
_TOML_TEXT = re.compile(
    r'"""(?:[^"\\]|\\.?|"(?!""))*+(?:"{3,5}|\Z)'
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
_JSON_TEXT = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_LONG_KEY = re.compile(
    rf"(?<![\w-])[\w-]++(?:[ \t]*+\.[ \t]*+[\w-]++){{{DEEPEST},{DEEPEST}}}",
)


class UnreadableFileError(ValueError):
    """A file that cannot be read; the message is one sentence that names the file.

    Attributes
    ----------
    path : Path
        The file.
    reason : str
        The sentence without its subject, such as `is not UTF-8 text: byte 3 is 0xe6`.
    """

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path} {reason}")

    def __reduce__(self) -> tuple[type[UnreadableFileError], tuple[Path, str]]:
        """Keep path and reason when the error crosses a process boundary."""
        return type(self), (self.path, self.reason)


class MissingFileError(UnreadableFileError):
    """There is no file of this name."""


def read_text_file(path: str | os.PathLike[str], *, most_bytes: int = MOST_BYTES) -> str:
    """Return the text of a regular UTF-8 file, without its byte order mark.

    Line ends stay as they are in the file.

    Parameters
    ----------
    path : str or path
        The file. A directory, device, socket or named pipe is refused without being opened.
    most_bytes : int
        Largest size that is read.

    Raises
    ------
    MissingFileError
        If there is no such file.
    UnreadableFileError
        If it is not a regular file, too large, not UTF-8, or the system refuses to read it.
    """
    file = Path(path)
    data = read_file_bytes(file, most_bytes=most_bytes)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = f"byte {error.start} is {error.object[error.start]:#04x}"
        utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        hint = "; it looks like UTF-16: save it as UTF-8" if utf16 else ""
        raise UnreadableFileError(file, f"is not UTF-8 text: {byte}{hint}") from None


def read_file_bytes(path: Path, *, most_bytes: int = MOST_BYTES) -> bytes:
    """Return the content of a regular file; errors as in `read_text_file`."""
    try:
        return _regular_bytes(path, most_bytes)
    except FileNotFoundError:
        raise MissingFileError(path, "does not exist") from None
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        if isinstance(error, UnreadableFileError):
            raise
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise UnreadableFileError(path, f"cannot be read: {reason}") from error


def read_toml_file(path: str | os.PathLike[str], *, most_bytes: int = MOST_BYTES) -> dict[str, Any]:
    """Return the table of a TOML file; empty for an empty file.

    Raises
    ------
    UnreadableFileError
        If `read_text_file` refuses the file, it is not TOML, or it nests too deeply.
    """
    return parse_toml(read_text_file(path, most_bytes=most_bytes), path)


def read_json_file(path: str | os.PathLike[str], *, most_bytes: int = MOST_BYTES) -> Any:
    """Return the value of a JSON file.

    Raises
    ------
    UnreadableFileError
        If `read_text_file` refuses the file, it is not JSON, or it nests too deeply.
    """
    return parse_json(read_text_file(path, most_bytes=most_bytes), path)


def parse_toml(text: str, path: str | os.PathLike[str]) -> dict[str, Any]:
    """Return the table that `text`, the content of `path`, holds as TOML."""
    plain = _TOML_TEXT.sub("_", text)
    if _depth(plain) > DEEPEST or _LONG_KEY.search(plain):
        reason = f"is not valid TOML: tables nest more than {DEEPEST} levels deep"
        raise UnreadableFileError(Path(path), reason)
    try:
        return tomllib.loads(text)
    except ValueError as error:  # broken TOML, whose message gives line and column; huge numbers
        raise UnreadableFileError(Path(path), f"is not valid TOML: {error}") from error


def parse_json(text: str, path: str | os.PathLike[str]) -> Any:
    """Return the value that `text`, the content of `path`, holds as JSON."""
    if _depth(_JSON_TEXT.sub("_", text)) > DEEPEST:
        reason = f"is not valid JSON: values nest more than {DEEPEST} levels deep"
        raise UnreadableFileError(Path(path), reason)
    try:
        return json.loads(text)
    except ValueError as error:
        raise UnreadableFileError(Path(path), f"is not valid JSON: {error}") from error


def _regular_bytes(path: Path, most_bytes: int) -> bytes:
    """Read a regular file; look before opening, since opening a device can already act on it."""
    _refuse_special(path, path.stat())
    # O_NONBLOCK: a file replaced by a named pipe between the two looks must not hang the reader.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        _refuse_special(path, status)
        data = file.read(most_bytes + 1) if status.st_size <= most_bytes else b""
    if status.st_size > most_bytes or len(data) > most_bytes:
        raise UnreadableFileError(
            path, f"is larger than {most_bytes:,} bytes, the most that is read"
        )
    return data


def _refuse_special(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableFileError(path, "is a directory, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFileError(
            path, "is not a regular file: pipes, sockets and devices are not read"
        )


def _depth(plain: str) -> int:
    """Return how deep brackets and braces nest in a text without strings and comments."""
    depth = deepest = 0
    for match in _BRACKET.finditer(plain):
        depth += 1 if match[0] in "[{" else -1
        deepest = max(deepest, depth)
    return deepest
