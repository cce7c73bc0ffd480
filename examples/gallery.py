"""Draw a picture of every kind of result that has none in another example.

    python examples/gallery.py [RUNS] [FOLDER]

Covers: `.plot()` of runs, a sweep, a sensitivity analysis, invented numbers and a search, and
`save` as SVG, PNG or PDF. Files are written only where a folder is named.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import heterophony as hp
from heterophony.experiments import SearchEffort, search
from heterophony.viz.figures import Figure

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
FOLDER = Path(sys.argv[2]) if len(sys.argv) > 2 else None
ASSUMPTIONS = [
    f"ownership.{name}"
    for name in ("midpoint", "gain", "half_life_up", "weight_consistency", "stretch", "noise")
]
LEVERS = ["meeting.interval_weeks=4,8,13", "meeting.shared_goals"]
GRID = {
    "meeting.interval_weeks": [8, 4],
    "staffing.caseworker_caseload": [60, 45, 35, 80],
    "meeting.pre_meeting_minutes": [0, 10, 20],
}


def pictures(folder: Path) -> Iterator[tuple[str, Figure]]:
    """Yield the name of each picture, and the picture."""
    yield "course", hp.run("baseline", replicates=RUNS).plot(outcome="ownership")
    plan = {"replicates": RUNS, "outcomes": ["ownership_52w", "pressure"], "grid": GRID}
    store = hp.sweep(plan, folder / "store")
    effects = hp.lever_effects(store, "meeting.interval_weeks", 8, 4)
    yield "two-levers", effects.plot(outcome="pressure")
    hangs = {"samples": max(4, RUNS // 2), "replicates": max(2, RUNS // 5)}
    found = hp.assess_sensitivity("baseline", "shared-goals", parameters=ASSUMPTIONS, **hangs)
    yield "sensitivity", found.plot()
    named = hp.invented_numbers(
        "baseline", "meetings-every-4-weeks", confidence=("H", "M"), pairs=max(3, RUNS // 2)
    )
    yield "invented-numbers", named.plot()
    effort = SearchEffort(confirm=max(2, RUNS // 5))
    yield "search", search("baseline", LEVERS, worlds=min(RUNS, 10), effort=effort).plot()


def main() -> None:
    """Draw all; write them where a folder is named."""
    with tempfile.TemporaryDirectory() as folder:
        for name, picture in pictures(Path(folder)):
            print(f"{name}.svg: {len(picture.text):,} characters")
            if FOLDER is not None:
                FOLDER.mkdir(parents=True, exist_ok=True)
                print(f"  written: {picture.save(FOLDER / f'{name}.svg')}")


if __name__ == "__main__":
    main()
