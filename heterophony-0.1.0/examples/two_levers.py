"""Two levers at once: how often the three meet, and how long two of them talk beforehand.

    python examples/two_levers.py [PAIRS] [PICTURE.svg]

Covers: a grid of policies under shared seeds, and a heat map that stays blank where the difference
is uncertain.
"""

import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import pandas as pd

import heterophony as hp
from heterophony.viz.heat_map import heat_map
from heterophony.viz.words import words

PAIRS = int(sys.argv[1]) if len(sys.argv) > 1 else 30
PICTURE = sys.argv[2] if len(sys.argv) > 2 else None
WEEKS, MINUTES = "meeting.interval_weeks", "meeting.pre_meeting_minutes"
OUTCOME = "ownership_52w"


def grid() -> pd.DataFrame:
    """Return the paired difference from the study's jobcentre for every combination."""
    study = hp.load_scenario("baseline")
    levers = [{WEEKS: a, MINUTES: b} for a, b in product((4, 8, 13), (0, 10, 20))]
    policies = [replace(study.replaced(each), name=str(each)) for each in levers]
    comparison = hp.compare(study, policies, replicates=PAIRS)
    found = comparison.to_frame()
    rows = found[found["outcome"] == OUTCOME].reset_index(drop=True)
    return pd.concat([pd.DataFrame(levers), rows], axis=1)


def main() -> None:
    """Print the grid with blanks where nothing can be said, and draw it if a file is named."""
    table = grid()
    said = table["difference"].where(table["verdict"] != "uncertain")
    print(f"Difference in {OUTCOME}, {PAIRS} pairs; blank: uncertain")
    shown = table.assign(said=said).pivot(index=MINUTES, columns=WEEKS, values="said")
    print(shown.to_string(float_format="{:+.3f}".format, na_rep=""))
    if PICTURE:
        picture = heat_map(table, WEEKS, MINUTES, OUTCOME, words("en"))
        Path(PICTURE).write_text(picture, "utf-8")


if __name__ == "__main__":
    main()
