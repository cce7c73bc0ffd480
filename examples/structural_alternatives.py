"""Set policies beside today where the model is built otherwise.

    python examples/structural_alternatives.py [PAIRS]

Covers: structural alternatives as overrides in both arms, several policies at once. Prints what
each policy does to ownership after a year, under each alternative, with its verdict.
"""

import sys

import heterophony as hp

PAIRS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
POLICIES = ["shared-goals", "pre-and-debrief", "four-interviews", "caseload-80"]
FUNDED = {"pre-and-debrief", "four-interviews"}
ALTERNATIVES = {
    "as specified": {},
    "weakest link": {"alternatives.ownership": "minimum"},
    "strong complements": {"ownership.complementarity": -2.0},
    "geometric mean": {"ownership.complementarity": 0.0},
    "additive": {"ownership.complementarity": 1.0},
    "counts, no turns": {"alternatives.meeting": "counts"},
    "linear learning": {"alternatives.learning": "linear"},
    "no network": {"alternatives.network": "mean"},
    "exogenous crisis": {"alternatives.crisis": "constant"},
    "measured at the door": {"alternatives.measuring_demands": False},
    "no reaction to questions": {"reaction.measuring": 0.0},
}
MARKS = {
    "more": "+",
    "less": "-",
    "more, but small": "(+)",
    "less, but small": "(-)",
    "more, size uncertain": "+?",
    "less, size uncertain": "-?",
    "no difference worth mentioning": "0",
    "uncertain": "?",
}


def policies():
    """Return the policies, those that need hours with hours added."""
    for name in POLICIES:
        scenario = hp.load_scenario(name)
        if name in FUNDED:
            scenario = scenario.replaced({"staffing.funding": "funded"})
        yield scenario


def main() -> None:
    """Compare every policy with today under every alternative, and print the table."""
    print("| built so | " + " | ".join(POLICIES) + " |")
    print("|---|" + "---|" * len(POLICIES))
    for name, values in ALTERNATIVES.items():
        found = hp.compare("baseline", list(policies()), replicates=PAIRS, overrides=values)
        cells = [
            f"{policy.outcomes['ownership_52w'].difference:+.3f} "
            f"{MARKS[policy.verdict('ownership_52w').value]}"
            for policy in found.policies
        ]
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
