"""How often should the three meet? Five intervals beside the eight weeks of the study.

    python examples/meeting_frequency.py [PAIRS]

Covers: several policies at once, a table of paired differences, what may not be ranked.
Eight weeks are among the policies on purpose: a policy that changes nothing must differ in nothing.
"""

import sys
from dataclasses import replace

import heterophony as hp

PAIRS = int(sys.argv[1]) if len(sys.argv) > 1 else 50
INTERVALS = (2, 4, 8, 13, 26)  # weeks
SHOWN = ("ownership_52w", "pressure", "case_knowledge_caseworker", "caseworker_hours")


def main() -> None:
    """Simulate all of them under the same seeds, and print what differs from eight weeks."""
    study = hp.load_scenario("baseline")
    policies = [
        replace(study.replaced({"meeting.interval_weeks": weeks}), name=f"every {weeks} weeks")
        for weeks in INTERVALS
    ]
    comparison = hp.compare(study, policies, replicates=PAIRS)
    for name in SHOWN:
        print(f"\n{name}, difference from every 8 weeks")
        for policy in comparison.policies:
            found = policy.outcomes[name]
            band = f"{found.low:+.3f} to {found.high:+.3f}"
            print(f"  {policy.name:15} {found.difference:+.3f}  ({band})  {policy.verdict(name)}")
    print()
    for line in comparison.ranking(SHOWN[0]):
        print(line)


if __name__ == "__main__":
    main()
