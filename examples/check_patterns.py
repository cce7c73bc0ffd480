"""Check patterns of the study from Python, as specified and with a mechanism switched off.

    python examples/check_patterns.py [PAIRS]

Covers: patterns as data, a verdict with its interval, the same pattern under other values. All of
them, with a page: heterophony validate --ablations --page validation.md
"""

import sys

from heterophony.experiments import check_pattern, load_patterns

PAIRS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
PATTERNS = load_patterns()


def show(result) -> None:
    """Print a pattern's verdict and what each reading saw."""
    print(f"{result.id} {result.pattern.title['en']}: {result.verdict}")
    for each in result.readings:
        print(
            f"  {each.name}: expected {each.expected}, seen {each.seen:+.3f} "
            f"({each.low:+.3f} to {each.high:+.3f}), {each.standing}"
        )


def main() -> None:
    """Check two patterns, and one of them without what explains it."""
    for name in ("T8", "T33"):
        show(check_pattern(PATTERNS[name], pairs=PAIRS))
    switch = PATTERNS["T33"].ablations["offers"]
    print(f"and without {switch.mechanism}:")
    show(check_pattern(PATTERNS["T33"], values=switch.values, pairs=PAIRS))


if __name__ == "__main__":
    main()
