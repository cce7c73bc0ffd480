"""What every export says about its use, and which outcome is the study's question."""

from __future__ import annotations

HEADLINE = "ownership_52w"  # the question of the study, a year after referral

LIMITS = (
    "This compares assumptions, it does not forecast: it says what follows if people and "
    "organisations behaved as the model assumes."
)
NOT_FOR_PERSONS = (
    "Not for deciding about, ranking or profiling persons, citizens or staff. All persons in it "
    "are made up."
)


def notice() -> str:
    """Return what every export says about its use."""
    return f"{LIMITS} {NOT_FOR_PERSONS}"
