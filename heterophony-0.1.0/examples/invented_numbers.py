"""Find the numbers that a comparison rests on.

    python examples/invented_numbers.py [PAIRS]

Covers: numbers by the confidence behind them, each moved to both ends of its range in both arms.
Here those that were measured nearby, in a short run; for invented scales, of which there are many:
heterophony evidence baseline caseload-80
"""

import sys

from heterophony.experiments.methods.evidence import invented_numbers

PAIRS = max(3, int(sys.argv[1]) if len(sys.argv) > 1 else 10)
SHORT = {"run.weeks": 60, "run.burn_in_weeks": 26}


def main() -> None:
    """Ask what the effect of more cases on trust in the caseworker rests on."""
    found = invented_numbers(
        "baseline",
        "caseload-80",
        "trust_caseworker",
        confidence=("M",),
        pairs=PAIRS,
        overrides=SHORT,
    )
    seen = found.difference
    print(f"{found.policy} less {found.baseline}, {found.outcome}: {seen.difference:+.3f}")
    print(f"in a word: {found.verdict}")
    print(f"{found.varied} numbers varied, {found.runs} runs")
    for each in found.dependencies:
        turned = ", another answer" if each.turns else ""
        print(f"  {each.name} = {each.value:g}: changed by {each.change.difference:+.3f}{turned}")


if __name__ == "__main__":
    main()
