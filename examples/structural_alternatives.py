"""Set policies beside today, and check every pattern, where the model is built otherwise.

    python examples/structural_alternatives.py [PAIRS] [policies|patterns]

Covers: structural alternatives as overrides in both arms, several policies at once, patterns under
other assumptions. Prints what each policy does to ownership after a year, under each alternative,
with its verdict; or how many patterns hold, and which do not that hold as specified.
"""

import sys

import heterophony as hp
from heterophony.experiments import check_all, load_patterns

PAIRS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
WHAT = sys.argv[2] if len(sys.argv) > 2 else "policies"
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
    "everybody sees what is": {"alternatives.images": "truth"},
    "uptake by a coin": {"alternatives.uptake": "coin"},
    "answers without questions": {"alternatives.elicitation": "none"},
    "every code seen by all": {
        "codes.caseworker_own": [1, 1, 1, 1],
        "codes.mentor_own": [1, 1, 1, 1],
    },
    "the talk moves nothing": {
        "negotiation.demand": 0.0,
        "negotiation.objection": 0.0,
        "negotiation.small_steps": 0.0,
        "caseworker.pacing": 0.0,
    },
    "placement weight alone": {
        "refund.placement_per_gain": 0.0,
        "measurement.gap_scale": 1000.0,
        "referral.early": 0.0,
    },
    "grants without a ground": {"law.ground": False},
    "choice counts always": {"reaction.choice_base": 1.0},
    "orders do not drop out": {"education.drop_ordered": 0.0},
    "sessions serve all alike": {
        "progress.strength": 0.0,
        "progress.need": 0.0,
        "progress.use_ref": 1.0,
    },
    "any improvement counts": {"outcome.noticeable": 0.0, "image.recall": 0.0},
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


def compare_policies() -> None:
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


def check_patterns() -> None:
    """Check every pattern under every alternative, and print what changes."""
    print("| built so | pass | fail | uncertain | fails | becomes uncertain |")
    print("|---|---|---|---|---|---|")
    before: dict[str, str] = {}
    for name, values in ALTERNATIVES.items():
        board = check_all(list(load_patterns().values()), values=values, pairs=PAIRS)
        now = {each.id: each.verdict.value for each in board.patterns}
        counts = [str(list(now.values()).count(word)) for word in ("pass", "fail", "uncertain")]
        changed = [
            ", ".join(id for id in now if now[id] == word and before.get(id) != word) or "-"
            for word in ("fail", "uncertain")
        ]
        before = before or now
        print(f"| {name} | " + " | ".join([*counts, *changed]) + " |", flush=True)


if __name__ == "__main__":
    check_patterns() if WHAT == "patterns" else compare_policies()
