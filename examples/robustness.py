"""Ask whether a policy stands up to what nobody knows: run it in many plausible worlds.

    python examples/robustness.py [WORLDS]

Covers: the set of plausible worlds that comes with the package, shares of worlds with their plain
sentence, who loses, what a wrong choice costs, when the sign turns, what to measure first.
"""

import sys

import heterophony as hp
from heterophony.experiments.robustness.information import advice

WORLDS = int(sys.argv[1]) if len(sys.argv) > 1 else 100
SMALL = {"run.weeks": 60, "run.burn_in_weeks": 8} if WORLDS < 10 else {}


def main() -> None:
    """Run two policies in every world and print what the worlds say."""
    found = hp.assess_robustness(
        "baseline",
        ["shared-goals", "meetings-every-4-weeks"],
        worlds=WORLDS,
        replicates=4,
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


if __name__ == "__main__":
    main()
