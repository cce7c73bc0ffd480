"""Ask whether a policy stands up to what nobody knows: run it in many plausible worlds.

    python examples/robustness.py [WORLDS] [FOLDER]

Covers: the set of plausible worlds that comes with the package, shares of worlds with their plain
sentence, who loses, what a wrong choice costs, when the sign turns, what to measure first, and a
picture with a dot for each world. Files are written only where a folder is named; the picture in
docs/pictures is what a hundred worlds give.
"""

import sys
from pathlib import Path

import heterophony as hp
from heterophony.experiments.methods.information import advice
from heterophony.viz.robust_card import world_dots
from heterophony.viz.words import words
from heterophony.viz.world_strip import world_strip

WORLDS = int(sys.argv[1]) if len(sys.argv) > 1 else 100
FOLDER = Path(sys.argv[2]) if len(sys.argv) > 2 else None
PAIRS = 4 if WORLDS < 10 else 8  # in each world
SMALL = {"run.weeks": 60, "run.burn_in_weeks": 8} if WORLDS < 10 else {}


def main() -> None:
    """Run two policies in every world and print what the worlds say."""
    found = hp.assess_robustness(
        "baseline",
        ["shared-goals", "meetings-every-4-weeks"],
        worlds=WORLDS,
        replicates=PAIRS,
        overrides=SMALL,
    )
    for policy in found.names:
        spread = found.spread(policy)
        print(f"{policy}: {found.sentence(policy)}")
        print(f"  nine tenths of the worlds: {spread.low:+.3f} to {spread.high:+.3f}")
        print(f"  fewest resources: {found.sentence(policy, group='lowest-third')}")
        print(f"  pressure: {found.sentence(policy, 'pressure')}")
        print(f"  ownership {found.discover(policy).sentence()}")
        print(f"  {advice(found.value_of_information(policy))}")
    print(found.regret().to_string(index=False))
    speak = words("en")
    picture = world_strip(world_dots(found, "meetings-every-4-weeks", speak), speak, 760.0)
    # A white ground, for readers whose page is dark.
    picture = picture.replace("</desc>", '</desc><rect width="100%" height="100%" fill="#FFF"/>')
    print(f"a picture of {len(picture):,} characters")
    if FOLDER is not None:
        found.write(FOLDER / "robustness")
        (FOLDER / "worlds.svg").write_text(picture + "\n", "utf-8")


if __name__ == "__main__":
    main()
