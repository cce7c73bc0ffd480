"""Set levels and effects of single policies beside those of the reference implementation.

    python examples/levels_and_effects.py [PAIRS] [PAGE]

Covers: steady states, many policies under the same seeds, a page of one's own. The page is printed,
or written to the file PAGE. The reference, in `reference.toml`, is an independent implementation of
the same design: both are facts about equations and not about the world (docs/TRACE.md).
"""

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import heterophony as hp
from heterophony.scenarios import parse_assignment

PAIRS = int(sys.argv[1]) if len(sys.argv) > 1 else 50
REFERENCE = tomllib.loads(Path(__file__).with_name("reference.toml").read_text("utf-8"))
STEADY = {"run.policy_in_burn_in": True}
PAGE = """# Levels and effects beside the reference

<!-- Made by `python examples/levels_and_effects.py {pairs} docs/model/levels.md`. -->

The reference is an independent implementation of model 2's specification, a prototype: both are
facts about equations and not about the world. [TRACE](../TRACE.md) says where they differ, and why.

## Levels

The default jobcentre in steady state (`run.policy_in_burn_in`): {pairs} runs here and 40 in the
reference.

{levels}

## Effects of single policies

On ownership at 52 weeks, {pairs} pairs, in fixed hours unless "funded" is said.

{effects}
"""


def policies(study):
    """Yield every policy of the reference with its effect, in fixed and in funded hours."""
    for each in REFERENCE["policy"]:
        values = dict(parse_assignment(word) for word in each["set"].split()) | STEADY
        if "effect" in each:
            yield replace(study.replaced(values), name=each["name"]), each["effect"]
        if "funded" in each:
            values["staffing.funding"] = "funded"
            yield replace(study.replaced(values), name=f"{each['name']}, funded"), each["funded"]


def level_rows(today) -> Iterator[str]:
    """Yield the table of levels: the reference, here, the difference."""
    yield "| level | reference | here | difference |\n|---|---|---|---|"
    for name, level in REFERENCE["levels"].items():
        here = today[name].baseline
        digits = 3 if level < 10 else 1
        yield f"| {name} | {level:.{digits}f} | {here:.{digits}f} | {here - level:+.{digits}f} |"


def effect_rows(policies, expected) -> Iterator[str]:
    """Yield the table of effects: the reference, here, the interval."""
    yield "| policy | reference | here | 95 % interval |\n|---|---|---|---|"
    for policy, level in zip(policies, expected, strict=True):
        each = policy.outcomes["ownership_52w"]
        band = f"{each.low:+.3f} to {each.high:+.3f}"
        yield f"| {policy.name} | {level:+.3f} | {each.difference:+.3f} | {band} |"


def main() -> None:
    """Simulate today and every policy, and print or write both tables."""
    study = hp.load_scenario("baseline", STEADY)
    plans, expected = zip(*policies(study), strict=True)
    found = hp.compare(study, plans, replicates=PAIRS)
    text = PAGE.format(
        pairs=PAIRS,
        levels="\n".join(level_rows(found.policies[0].outcomes)),
        effects="\n".join(effect_rows(found.policies, expected)),
    )
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text(text, "utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
