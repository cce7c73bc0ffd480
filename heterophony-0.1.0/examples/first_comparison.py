"""Compare the jobcentre of the study with one policy: ten minutes together before each meeting.

    python examples/first_comparison.py [PAIRS]

Covers: running pairs under shared seeds, reading differences with their intervals, verdicts.
"""

import sys

import heterophony as hp

PAIRS = int(sys.argv[1]) if len(sys.argv) > 1 else 50
SHOWN = ("ownership_52w", "pressure", "strong_reactions", "caseworker_hours", "mentor_hours")


def main() -> None:
    """Simulate both, and print what differs."""
    comparison = hp.compare("baseline", "ten-minutes-together-first", replicates=PAIRS)
    (policy,) = comparison.policies
    print(f"{policy.scenario.title['en']}: {comparison.replicates} pairs")
    print(f"{'':20} {'difference':>10} {'95 % interval':>18}   in a word")
    for name in SHOWN:
        found = policy.outcomes[name]
        interval = f"{found.low:+.3f} to {found.high:+.3f}"
        print(f"{name:20} {found.difference:+10.3f} {interval:>18}   {policy.verdict(name)}")


if __name__ == "__main__":
    main()
