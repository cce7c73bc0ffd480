"""Write a policy of one's own as a file, and see what changes week by week.

    python examples/own_scenario.py [PAIRS]

Covers: a scenario file that extends the library, premises that change on the way, trajectories.
"""

import sys
import tempfile
from pathlib import Path

import heterophony as hp

PAIRS = int(sys.argv[1]) if len(sys.argv) > 1 else 50
POLICY = """
name    = "talk-first-then-more-often"
title   = { en = "Talk first, then meet more often", da = "Tal sammen først, mødes så oftere" }
summary = { en = "Twenty minutes before each meeting; from week 52 meetings every four weeks.", \
da = "Tyve minutter før hver trepartssamtale; fra uge 52 trepartssamtaler hver fjerde uge." }
extends = "baseline"

[meeting]
pre_meeting_minutes = 20

[[change]]
week = 52
meeting.interval_weeks = 4
"""


def main() -> None:
    """Write the file, compare it with the study's jobcentre, print every half year."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "talk-first.toml")
        file.write_text(POLICY, "utf-8")
        comparison = hp.compare("baseline", file, replicates=PAIRS)
    understanding = comparison.policies[0].weekly["understanding"]
    print("understanding between the professionals: difference, by week")
    for week in range(0, len(understanding.difference), 26):
        low, high = understanding.low[week], understanding.high[week]
        print(
            f"  week {week:3}  {understanding.difference[week]:+.3f}  ({low:+.3f} to {high:+.3f})"
        )


if __name__ == "__main__":
    main()
