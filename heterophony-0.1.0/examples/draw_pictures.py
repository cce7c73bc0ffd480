"""Draw two pictures: one simulated meeting, and what more frequent meetings change.

    python examples/draw_pictures.py [PAIRS] [FOLDER]

Covers: the log of a meeting, pictures as plain functions of results. Files are written only where
a folder is named; the README's stand in docs/pictures.
"""

import sys
from pathlib import Path

import heterophony as hp
from heterophony.viz.measures import measure
from heterophony.viz.rows import DifferenceRow, difference_chart
from heterophony.viz.sentences import verdict_key
from heterophony.viz.theatre import meeting_strip
from heterophony.viz.words import words

PAIRS = int(sys.argv[1]) if len(sys.argv) > 1 else 50
FOLDER = Path(sys.argv[2]) if len(sys.argv) > 2 else None
SHOWN = (
    *("ownership_52w", "pressure", "meaning", "trust_mentor", "trust_caseworker", "consistency"),
    *("preparation", "relational_coordination", "strong_reactions", "education_start_52w"),
)
WIDTH = 760.0


def meeting_picture() -> str:
    """Draw the first meeting from week 30 on of one run."""
    (result,) = hp.run("baseline", keep=("meetings", "turns")).results
    row = next(row for row, week in enumerate(result.meetings["week"]) if week >= 30)
    return meeting_strip(result.turns(row), words("en"), WIDTH)


def differences_picture() -> str:
    """Draw what changes where the three meet every four weeks instead of every eight."""
    (policy,) = hp.compare("baseline", "meetings-every-4-weeks", replicates=PAIRS).policies
    rows = [
        DifferenceRow(
            measure(name), each.difference, each.low, each.high, verdict_key(policy, name)
        )
        for name, each in policy.outcomes.items()
        if name in SHOWN
    ]
    return difference_chart(rows, words("en"), WIDTH)


def main() -> None:
    """Draw both; write them where a folder is named."""
    for name, draw in (("meeting", meeting_picture), ("differences", differences_picture)):
        # A white ground, for readers whose page is dark.
        picture = draw().replace("</desc>", '</desc><rect width="100%" height="100%" fill="#FFF"/>')
        print(f"{name}.svg: {len(picture):,} characters")
        if FOLDER is not None:
            FOLDER.mkdir(parents=True, exist_ok=True)
            print(f"  written: {FOLDER / name}.svg")
            (FOLDER / f"{name}.svg").write_text(picture + "\n", "utf-8")
        else:
            print("  not written: name a folder after the number of pairs")


if __name__ == "__main__":
    main()
