"""Bend a valid input at random, by its bytes or by its values; the same seed bends the same way."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

HOSTILE_VALUES: tuple[Any, ...] = (
    None, True, False, -1, 0, 1, 1.5, 2**63, 2**70, -(10**18), 1e308, 5e-324, float("nan"),
    float("inf"), "", " ", "\0", "..", "../victim.txt", "/etc/passwd", "\\\\host\\share", "CON",
    "æøå", "a\u0301", "\u202e", "\ud800", "0x10", "1e5", "0,4", "1.2.3", "NaN", "=1+1", "true",
    "<script>alert(1)</script>", "{0.__class__}", "%s%n", "$(touch victim)", "a" * 5_000, [], {},
    [[[[[]]]]], ["x"] * 300, {"": ""}, {"__proto__": {"x": 1}}, "010190-1234", "010190-1237",
)  # fmt: skip
HOSTILE_KEYS = (
    "", ".", "..", "a.b.c.d", "__proto__", "constructor", "__class__", "set", "name", "run.weeks",
    "\n", "æøå", "x" * 300, "meeting.interval_weeks", "schema",
)  # fmt: skip
HOSTILE_BYTES = (
    b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80", b"\r", b"\r\n", b"\n" * 50,
    b'"""', b"'''", b"[" * 300, b"{" * 300, b"[[a]]", b"[a", b"= =", b"a.b.c = 1\n", b"1979-05-27",
    b"inf", b"nan", b"-nan", b"9" * 400, b"1e999", b"0x", b"\\u0000", b"\\uD800", b"#" * 2_000,
    b";", b";;;;;;", b'"', b",,,", b"\t", b"\xa0", b"%", b"1.000.000,5", b"=cmd|' /C calc'!A0",
    "−1,5".encode(), "½".encode(), "é".encode("latin-1"), b"\x1a", b"\x1b[31m",
)  # fmt: skip


def bent_bytes(valid: bytes, chance: random.Random) -> bytes:
    """Return a text with one to four places removed, repeated, swapped or overwritten."""
    found = bytearray(valid)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        start = chance.randint(0, len(found))
        end = min(len(found), start + chance.choice((0, 1, 1, 4, 40, 400)))
        match chance.randint(0, 4):
            case 0:
                del found[start:end]
            case 1:
                found[start:end] = chance.choice(HOSTILE_BYTES)
            case 2:
                found[start:start] = found[start:end] * chance.choice((1, 2, 30))
            case 3 if found:
                found[start % len(found)] ^= 1 << chance.randrange(8)
            case _:
                found[start:end] = valid[chance.randint(0, len(valid)) :][: chance.randint(0, 80)]
    return bytes(found[: chance.choice((len(found), len(found), len(found), start))])


def bent_document(valid: Any, chance: random.Random) -> Any:
    """Return a document with one to five of its parts removed, renamed, added or replaced."""
    if isinstance(valid, str):
        return bent_bytes(valid.encode(), chance).decode("utf-8", "replace")
    found = copy.deepcopy(valid)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        places = list(_containers(found))
        if not places:
            return chance.choice(HOSTILE_VALUES)
        place = chance.choice(places)
        if isinstance(place, dict):
            _bend_table(place, chance)
        else:
            _bend_list(place, chance)
    return found


def _bend_table(table: dict[str, Any], chance: random.Random) -> None:
    key = chance.choice(list(table)) if table else ""
    match chance.randint(0, 3):
        case 0 if table:
            del table[key]
        case 1 if table:
            table[chance.choice(HOSTILE_KEYS)] = table.pop(key)
        case 2:
            table[chance.choice(HOSTILE_KEYS)] = copy.deepcopy(chance.choice(HOSTILE_VALUES))
        case _:
            table[key] = copy.deepcopy(chance.choice(HOSTILE_VALUES))


def _bend_list(values: list[Any], chance: random.Random) -> None:
    place = chance.randint(0, len(values))
    if chance.random() < 0.3 and values:
        del values[place % len(values)]
    else:
        values[place : place + chance.randint(0, 1)] = [
            copy.deepcopy(chance.choice(HOSTILE_VALUES))
        ]


def _containers(value: Any) -> Iterator[Any]:
    """Yield every table and list in a document, itself included."""
    if isinstance(value, dict | list):
        yield value
        for each in list(value.values() if isinstance(value, dict) else value):
            yield from _containers(each)
