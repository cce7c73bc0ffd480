"""Set levels and effects of single policies beside those of the reference implementation.

    python examples/levels_and_effects.py [PAIRS]

Covers: steady states, many policies under the same seeds, tables for a report of one's own. The
reference, in `reference.toml`, is an independent implementation of the same design: both are facts
about equations and not about the world (docs/TRACE.md).
"""

import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import heterophony as hp
from heterophony.scenarios import parse_assignment

PAIRS = int(sys.argv[1]) if len(sys.argv) > 1 else 50
REFERENCE = tomllib.loads(Path(__file__).with_name("reference.toml").read_text("utf-8"))
STEADY = {"run.policy_in_burn_in": True}


def policies(study):
    """Return every policy of the reference, with fixed and where it says so with funded hours."""
    for each in REFERENCE["policy"]:
        values = dict(parse_assignment(word) for word in each["set"].split()) | STEADY
        yield replace(study.replaced(values), name=each["name"]), each["effect"]
        if "funded" in each:
            values["staffing.funding"] = "funded"
            yield replace(study.replaced(values), name=f"{each['name']}, funded"), each["funded"]


def main() -> None:
    """Simulate today and every policy, and print both tables."""
    study = hp.load_scenario("baseline", STEADY)
    plans, expected = zip(*policies(study), strict=True)
    found = hp.compare(study, plans, replicates=PAIRS)
    today = found.policies[0].outcomes
    print("| level | reference | here | difference |\n|---|---|---|---|")
    for name, level in REFERENCE["levels"].items():
        here = today[name].baseline
        digits = 3 if level < 10 else 1
        print(f"| {name} | {level:.{digits}f} | {here:.{digits}f} | {here - level:+.{digits}f} |")
    print("\n| policy | reference | here | 95 % interval |\n|---|---|---|---|")
    for policy, level in zip(found.policies, expected, strict=True):
        each = policy.outcomes["ownership_52w"]
        band = f"{each.low:+.3f} to {each.high:+.3f}"
        print(f"| {policy.name} | {level:+.3f} | {each.difference:+.3f} | {band} |")


if __name__ == "__main__":
    main()
