"""Staff hours by kind of work, sorted for tables and bars."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from heterophony.experiments import Difference
from heterophony.viz.hour_bars import HoursRow
from heterophony.viz.measures import measure
from heterophony.viz.words import Words

SIDES: Final = ("caseworker", "mentor")
APART: Final = ("funded", "overtime", "total")  # parts of other hours, or their sum: never a bar


@dataclass(frozen=True)
class Work:
    """Hours a citizen-year of one kind of work: whose, which, and how many in both arms."""

    name: str
    side: str
    activity: str
    found: Difference

    def title(self, words: Words) -> str:
        """Return the kind of work as its outcome is titled."""
        return measure(self.name).title(words)


def kinds_of_work(hours: Mapping[str, Difference]) -> list[Work]:
    """Split names such as `caseworker_hours_meetings` into side and activity, in given order."""
    found = []
    for side in SIDES:
        for name, each in hours.items():
            if name.startswith(f"{side}_"):
                activity = name.removeprefix(f"{side}_").removeprefix("hours").lstrip("_")
                found.append(Work(name, side, activity or "total", each))
    return found


def bars(
    hours: Mapping[str, Difference],
    words: Words,
    sides: tuple[str, ...] = SIDES,
    *,
    paired: bool = True,
) -> list[HoursRow]:
    """Return the rows of the chart of hours, without kinds of work that nobody does."""
    return [
        HoursRow(work.title(words), work.found.baseline, work.found.policy if paired else None)
        for work in kinds_of_work(hours)
        if work.side in sides
        and work.activity not in APART
        and (work.found.baseline or work.found.policy)
    ]


def total(hours: Mapping[str, Difference], side: str) -> tuple[float, float]:
    """Return the hours of one side in both arms: its regular work and its overtime."""
    works = [w for w in kinds_of_work(hours) if w.side == side]
    for work in works:
        if work.activity == "total":
            return work.found.baseline, work.found.policy
    parts = [w.found for w in works if w.activity not in APART]
    return sum(p.baseline for p in parts), sum(p.policy for p in parts)


def apart(hours: Mapping[str, Difference], side: str, activity: str) -> tuple[float, float]:
    """Return hours that are counted apart (`overtime`, `funded`) in both arms; 0 if absent."""
    for work in kinds_of_work(hours):
        if work.side == side and work.activity == activity:
            return work.found.baseline, work.found.policy
    return 0.0, 0.0
