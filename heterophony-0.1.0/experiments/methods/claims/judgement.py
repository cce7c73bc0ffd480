"""From checks to a verdict, with its reason in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.experiments.methods.claims.checks import Checked, Kind
from heterophony.experiments.methods.claims.claim import MOST_SEEDS, Claim, Direction, State
from heterophony.experiments.results.differences import Difference, difference_document

if TYPE_CHECKING:
    from heterophony.experiments.methods.worlds import Worlds


class Ruling(StrEnum):
    """What may be said of a claim."""

    FINDING = "finding"
    ARTEFACT = "artefact"
    DEPENDS = "depends on"
    NOT_YET = "not yet"
    REFUTED = "refuted"


@dataclass(frozen=True)
class Judgement:
    """A claim, its verdict, why, and every check.

    Attributes
    ----------
    seeds_needed
        With `not yet`: pairs that would settle what is open, if spreads stay as they are; None
        where more seeds are not what is missing, or more than 10,000 would be needed.
    """

    claim: Claim
    ruling: Ruling
    why: str
    checks: tuple[Checked, ...]
    seeds_needed: int | None = None
    note: str = ""

    def document(self) -> dict[str, Any]:
        """Return it as plain values."""
        claim = self.claim
        return {
            "name": claim.name,
            "sentence": dict(claim.sentence),
            "claimed": claim.as_claimed(),
            "baseline": claim.baseline,
            "policy": claim.policy,
            "outcome": claim.reading.outcome,
            "group": claim.reading.group or None,
            "direction": claim.direction.value,
            "size": claim.size,
            "verdict": self.ruling.value,
            "why": self.why,
            "seeds_needed": self.seeds_needed,
            "note": self.note,
            "checks": [
                {
                    "name": each.name,
                    "kind": each.kind.value,
                    "state": each.state.value,
                    "detail": each.detail,
                    **(difference_document(each.difference) if each.difference else {}),
                }
                for each in self.checks
            ],
        }


def judged(claim: Claim, checks: Sequence[Checked], worlds: Worlds | None) -> Judgement:
    """Weigh the checks: what must change nothing first, then seeds, choices and worlds."""
    note = worlds.staleness if worlds is not None else ""

    def ruling(word: Ruling, why: str, seeds: int | None = None) -> Judgement:
        return Judgement(claim, word, why, tuple(checks), seeds, note)

    broken = [
        each
        for each in checks
        if each.kind in (Kind.SOUND, Kind.EXACT) and each.state is not State.HOLDS
    ]
    if broken:
        names = "; ".join(f"{each.name} ({each.detail})" for each in broken)
        return ruling(Ruling.ARTEFACT, f"the model breaks what must always hold: {names}")
    base = next(each for each in checks if each.kind is Kind.SEEDS)
    assert base.difference is not None
    if base.state is State.TURNS:
        return ruling(Ruling.REFUTED, f"in the model as it stands {_said(claim, base.difference)}")
    if base.state is State.OPEN:
        return ruling(*_not_yet(claim, [base], "over seeds"))
    choices = [each for each in checks if each.kind in (Kind.IMPLEMENTATION, Kind.STRUCTURE)]
    turning = [each for each in choices if each.state is State.TURNS]
    if turning:
        named = "; ".join(
            f"{each.name} ({_said(claim, each.difference)})" for each in turning if each.difference
        )
        return ruling(Ruling.ARTEFACT, f"it turns with a choice of the implementation: {named}")
    there = [each for each in checks if each.kind is Kind.WORLD]
    if not there:
        return ruling(
            Ruling.NOT_YET,
            "it holds over seeds, but was tried in no plausible world; ask for --worlds",
        )
    holding = sum(each.state is State.HOLDS for each in there)
    turned = [each for each in there if each.state is State.TURNS]
    if len(turned) > (1.0 - claim.needed) * len(there):
        return ruling(Ruling.DEPENDS, _depends(claim, there, holding, worlds))
    open_ones = [each for each in choices if each.state is State.OPEN]
    if open_ones:
        names = "; ".join(each.name for each in open_ones)
        return ruling(*_not_yet(claim, open_ones, f"under: {names}"))
    if holding < claim.needed * len(there):
        undecided = [each for each in there if each.state is State.OPEN]
        where = f"in {len(undecided)} of {len(there)} worlds"
        return ruling(*_not_yet(claim, undecided, where))
    return ruling(
        Ruling.FINDING,
        f"it holds over {base.difference.pairs} seeds, {len(choices)} choices of the "
        f"implementation, and in {holding} of {len(there)} plausible worlds",
    )


def _not_yet(
    claim: Claim, undecided: Sequence[Checked], where: str
) -> tuple[Ruling, str, int | None]:
    """Say what is open, and how many seeds would settle most of it."""
    needed = [
        claim.seeds_needed(each.difference) for each in undecided if each.difference is not None
    ]
    # Worlds at the very limit stay open for ever; nine in ten of what is open is what counts.
    finite = sorted(MOST_SEEDS + 1 if each is None else each for each in needed)
    seeds = finite[min(len(finite) - 1, int(0.9 * len(finite)))] if finite else MOST_SEEDS + 1
    if seeds > MOST_SEEDS:
        told = f"more than {MOST_SEEDS:,} seeds would be needed: it lies at the limit of its size"
        return Ruling.NOT_YET, f"the interval is too wide {where}; {told}", None
    return (
        Ruling.NOT_YET,
        f"the interval is too wide {where}; about {seeds:,} pairs there would settle it, if the "
        "spread stays as it is",
        seeds,
    )


def _said(claim: Claim, found: Difference) -> str:
    """Say how it is instead, and whether only the size falls short."""
    number = f"{found.difference:+.3g}, {found.low:+.3g} to {found.high:+.3g}"
    if claim.direction is Direction.NONE:
        return f"there is a difference: {number}"
    sign = 1.0 if claim.direction is Direction.MORE else -1.0
    if sign * found.difference <= 0.0:
        return f"the sign turns: {number}"
    return f"the sign stays, the size falls short of {claim.size:g}: {number}"


def _depends(claim: Claim, there: Sequence[Checked], holding: int, worlds: Worlds | None) -> str:
    """Say in how many worlds it holds, and the box of assumptions that decides, if one is found."""
    turned = sum(each.state is State.TURNS for each in there)
    text = f"it holds in {holding} and does not hold in {turned} of {len(there)} plausible worlds"
    if worlds is None:
        return text
    from heterophony.experiments.methods.robustness.discovery import separating

    differences = np.array(
        [each.difference.difference if each.difference else np.nan for each in there]
    )
    # The middle of each interval: with the few that are settled no rule could be learned.
    short = np.array([not claim.met_by(each) for each in differences.tolist()])
    numbers = [each.number for each in worlds]
    box = separating(claim.name, worlds, numbers, short, differences)
    if not box.found:
        return f"{text}; no simple rule tells them apart"
    conditions = " and ".join(each.sentence() for each in box.conditions)
    return (
        f"{text}; it falls short above all where {conditions}: in {box.density:.0%} of the worlds "
        f"there, against {box.share:.0%} of all ({box.coverage:.0%} of the worlds in which it "
        "falls short lie there)"
    )
