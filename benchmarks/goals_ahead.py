"""The goals for what rules compiled ahead give, each with what was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heterophony.benchmarks.goals import Goal

BY_HAND = "by hand: docs/speed.md"


def goals_of_rules_ahead(
    measured: Mapping[str, Any] | None, large: Mapping[str, Any] | None, left_out: str
) -> list[Goal]:
    """Return the goals.

    Parameters
    ----------
    measured : of `ahead_speed`, by name; None where it was left out
    large : of the large run of the model, for its memory
    left_out : why something was not measured
    """
    found = measured or {}
    return [
        Goal("make run on an empty machine", "at most", 60.0, "s", None, BY_HAND),
        _edited(found.get("edited"), left_out),
        _locked(found.get("locked"), left_out),
        *_settled(found.get("settled"), left_out),
        *_of_the_file(found.get("mailed"), left_out),
        _memory(large, left_out),
    ]


def _edited(found: Mapping[str, Any] | None, left_out: str) -> Goal:
    what = "an edited rule to its first result"
    if found is None or "clock" not in found:
        return Goal(what, "at most", 15.0, "s", None, (found or {}).get("reason", left_out))
    note = f"by the clock; {found['processor']:.0f} s of processor"
    return Goal(what, "at most", 15.0, "s", found["clock"], note)


def _locked(found: Any, left_out: str) -> Goal:
    what = "one default run, holding Python's lock"
    if found is None or isinstance(found, Mapping):
        return Goal(what, "at most", 0.3, "ms", None, (found or {}).get("reason", left_out))
    return Goal(what, "at most", 0.3, "ms", found.least, f"median {found.median:.2f}")


def _settled(found: Mapping[str, Any] | None, left_out: str) -> list[Goal]:
    value = None if found is None else found["share"]
    note = left_out if found is None else f"mean of {found['of']} moved levers"
    wrong = "shown words settled wrongly, on fresh seeds"
    return [
        Goal("shown words settled 0.4 s after a lever moved", "at least", 0.9, "", value, note),
        Goal(wrong, "at most", 0.001, "", None, "tests/experiments/test_settling.py"),
    ]


def _of_the_file(found: Mapping[str, Any] | None, left_out: str) -> list[Goal]:
    told = found or {}
    why = told.get("reason", left_out)
    moved = told.get("moved")
    return [
        Goal(
            "page without Python: opened, first finished answer",
            *("at most", 1.0, "s", told.get("opened")),
            "" if "opened" in told else why,
        ),
        Goal(
            "page without Python: a moved lever, 16 pairs",
            *("at most", 0.4, "s", None if moved is None else moved.median),
            why if moved is None else f"two workers; {moved.least:.2f} to {max(moved.values):.2f}",
        ),
        _size("page without Python: the file, no worlds", 500.0, told.get("bare_bytes"), why),
        _size("page without Python: the file, 100 worlds", 1000.0, told.get("bytes"), why),
    ]


def _size(what: str, goal: float, found: int | None, why: str) -> Goal:
    if found is None:
        return Goal(what, "at most", goal, "kB", None, why)
    return Goal(what, "at most", goal, "kB", found / 1000.0, "")


def _memory(large: Mapping[str, Any] | None, left_out: str) -> Goal:
    what = "1,000,000 citizens x 208 weeks, one run: memory"
    if large is None:
        return Goal(what, "at most", 8.0, "GB", None, left_out)
    gigabytes = large["bytes_per_citizen"] * 1e6 / 1e9
    return Goal(what, "at most", 8.0, "GB", gigabytes, "ten times that of 100,000")
