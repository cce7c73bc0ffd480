"""From checks to a verdict, with its reason in a sentence."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

import heterophony
from heterophony.experiments.inputs.claims import Claim, Direction
from heterophony.experiments.inputs.worlds import Worlds
from heterophony.experiments.methods.discovery import separating
from heterophony.experiments.methods.verdicts import Sign, verdict
from heterophony.experiments.results.codec import plain
from heterophony.experiments.results.differences import Difference
from heterophony.experiments.results.notice import notice
from heterophony.sim.student import student_quantiles

MOST_SEEDS = 10_000


class State(StrEnum):
    """What an interval says of a claim."""

    HOLDS = "holds"
    TURNS = "does not hold"
    OPEN = "open"


class Kind(StrEnum):
    """What a check varies."""

    SEEDS = "seeds"
    SOUND = "property of the model"
    EXACT = "must change nothing"
    IMPLEMENTATION = "implementation"
    STRUCTURE = "structural alternative"
    WORLD = "world"


@dataclass(frozen=True)
class Checked:
    """A check with its verdict.

    Attributes
    ----------
    difference
        The paired difference under it; None where runs are compared with themselves.
    """

    name: str
    kind: Kind
    state: State
    difference: Difference | None = None
    detail: str = ""

    def document(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "name": self.name,
            "kind": self.kind.value,
            "state": self.state.value,
            "detail": self.detail,
            **(plain(vars(self.difference)) if self.difference else {}),
        }


class Ruling(StrEnum):
    """What may be said of a claim; `docs/claims.md` says when."""

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
    depends_on
        With `depends on`: the assumptions of the rule that was found, or "the world" without one.
    seeds_needed
        With `not yet`: pairs that would settle what is open, if spreads stay as they are; None
        where more seeds are not what is missing, or more than 10,000 would be needed.
    """

    claim: Claim
    ruling: Ruling
    why: str
    checks: tuple[Checked, ...]
    depends_on: str = ""
    seeds_needed: int | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """The verdict in capitals, with what it depends on."""
        return " ".join(filter(None, (self.ruling.value.upper(), self.depends_on)))

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
            "depends_on": self.depends_on or None,
            "why": self.why,
            "seeds_needed": self.seeds_needed,
            "note": self.note,
            "checks": [each.document() for each in self.checks],
        }


def claims_document(judgements: Sequence[Judgement], seed: int, replicates: int) -> dict[str, Any]:
    """Return all judgements and what they rest on."""
    return {
        "seed": seed,
        "replicates": replicates,
        "version": heterophony.__version__,
        "claims": [each.document() for each in judgements],
        "all_findings": all(each.ruling is Ruling.FINDING for each in judgements),
        "notice": notice(),
    }


def state_of(claim: Claim, found: Difference) -> State:
    """Judge a claim by one paired difference and its 95 % interval."""
    low, high = found.low, found.high
    if math.isnan(low) or math.isnan(high):
        return State.OPEN
    if claim.direction is Direction.NONE:
        if -claim.size <= low and high <= claim.size:
            return State.HOLDS
        return State.TURNS if low > claim.size or high < -claim.size else State.OPEN
    if claim.direction is Direction.LESS:
        low, high = -high, -low
    if low >= claim.size and low > 0.0:
        return State.HOLDS
    return State.TURNS if high < claim.size or high <= 0.0 else State.OPEN


def seeds_needed(claim: Claim, found: Difference) -> int | None:
    """Estimate how many pairs would settle a claim, if difference and spread stay as they are.

    None where no number that can be run would: the difference lies at the very limit, is undefined,
    or does not vary.
    """
    if found.pairs < 2 or math.isnan(found.low):
        return None
    t = float(student_quantiles(found.pairs - 1)[-1])
    deviation = (found.high - found.low) / 2.0 / t * math.sqrt(found.pairs)
    limits = {
        Direction.MORE: [claim.size],
        Direction.LESS: [-claim.size],
        Direction.NONE: [claim.size, -claim.size],
    }[claim.direction]
    room = min(abs(found.difference - limit) for limit in limits)
    if room <= 0.0:
        return None
    needed = math.ceil((t * deviation / room) ** 2)
    return max(needed, found.pairs + 1) if needed <= MOST_SEEDS else None


def judged(claim: Claim, checks: Sequence[Checked], worlds: Worlds | None) -> Judgement:
    """Weigh the checks: what must change nothing first, then seeds, choices and worlds."""
    of = {kind: [each for each in checks if each.kind is kind] for kind in Kind}
    exact = of[Kind.SOUND] + of[Kind.EXACT]
    choices = of[Kind.IMPLEMENTATION] + of[Kind.STRUCTURE]
    there, (base,) = of[Kind.WORLD], of[Kind.SEEDS]
    turning = [each for each in choices if each.state is State.TURNS]
    undecided = [each for each in choices if each.state is State.OPEN]
    turned = sum(each.state is State.TURNS for each in there)
    found: dict[str, Any]
    if any(each.state is not State.HOLDS for each in exact):
        found = _broken(exact)
    elif base.state is State.TURNS:
        why = f"in the model as it is {_instead(claim, base.difference)}"
        found = {"ruling": Ruling.REFUTED, "why": why}
    elif base.state is State.OPEN:
        found = _not_yet(claim, [base], "over seeds")
    elif turning:
        named = "; ".join(f"{e.name} ({_instead(claim, e.difference)})" for e in turning)
        why = f"it turns with a choice of the implementation: {named}"
        found = {"ruling": Ruling.ARTEFACT, "why": why}
    elif not there:
        why = "it holds over seeds, but was tried in no plausible world; ask for --worlds"
        found = {"ruling": Ruling.NOT_YET, "why": why}
    elif turned > (1.0 - claim.needed) * len(there):
        found = _depends(claim, there, worlds)
    elif undecided:
        found = _not_yet(claim, undecided, f"under: {'; '.join(e.name for e in undecided)}")
    else:
        found = _over_worlds(claim, base, len(choices), there)
    note = worlds.staleness if worlds is not None else ""
    return Judgement(claim=claim, checks=tuple(checks), note=note, **found)


def _broken(exact: Sequence[Checked]) -> dict[str, Any]:
    """Name what must always hold and does not."""
    named = [f"{each.name} ({each.detail})" for each in exact if each.state is not State.HOLDS]
    why = f"the model breaks what must always hold: {'; '.join(named)}"
    return {"ruling": Ruling.ARTEFACT, "why": why}


def _over_worlds(
    claim: Claim, base: Checked, choices: int, there: Sequence[Checked]
) -> dict[str, Any]:
    """Rule on a claim that turns neither with a choice nor in too many worlds."""
    holding = sum(each.state is State.HOLDS for each in there)
    if holding < claim.needed * len(there):
        undecided = [each for each in there if each.state is State.OPEN]
        return _not_yet(claim, undecided, f"in {len(undecided)} of {len(there)} worlds")
    assert base.difference is not None
    why = (
        f"it holds over {base.difference.pairs} seeds, {choices} choices of the implementation, "
        f"and in {holding} of {len(there)} plausible worlds"
    )
    return {"ruling": Ruling.FINDING, "why": why}


def _not_yet(claim: Claim, undecided: Sequence[Checked], where: str) -> dict[str, Any]:
    """Say what is open, and how many seeds would settle most of it."""
    needed = [seeds_needed(claim, each.difference) for each in undecided if each.difference]
    # Worlds at the very limit stay open for ever; nine in ten of what is open is what counts.
    finite = sorted(MOST_SEEDS + 1 if each is None else each for each in needed)
    seeds = finite[min(len(finite) - 1, int(0.9 * len(finite)))] if finite else MOST_SEEDS + 1
    if seeds > MOST_SEEDS:
        more = f"more than {MOST_SEEDS:,} seeds would be needed: it lies at the limit of its size"
        return {"ruling": Ruling.NOT_YET, "why": f"the interval is too wide {where}; {more}"}
    why = (
        f"the interval is too wide {where}; about {seeds:,} pairs there would settle it, if the "
        "spread stays as it is"
    )
    return {"ruling": Ruling.NOT_YET, "why": why, "seeds_needed": seeds}


def _instead(claim: Claim, found: Difference | None) -> str:
    """Say what the difference is instead of the claim, its sign and its size apart."""
    assert found is not None
    number = f"{found.difference:+.3g}, {found.low:+.3g} to {found.high:+.3g}"
    if claim.direction is Direction.NONE:
        return f"there is a difference: {number}"
    sign = verdict(found, claim.size).sign
    if sign in (Sign.MORE, Sign.LESS) and sign.value != claim.direction.value:
        return f"the sign turns: {number}"
    short = f"the size falls short of {claim.size:g}"
    if sign.value == claim.direction.value:
        return f"the sign stays, {short}: {number}"
    return f"the sign is uncertain, {short}: {number}"


def _depends(claim: Claim, there: Sequence[Checked], worlds: Worlds | None) -> dict[str, Any]:
    """Say in how many worlds it holds, and the box of assumptions that decides, if one is found."""
    counts = Counter(each.state for each in there)
    text = (
        f"it holds in {counts[State.HOLDS]} and does not hold in {counts[State.TURNS]} of "
        f"{len(there)} plausible worlds"
    )
    found = {"ruling": Ruling.DEPENDS, "why": text, "depends_on": "the world"}
    if worlds is None:
        return found
    differences = [each.difference.difference if each.difference else np.nan for each in there]
    # The middle of each interval: with the few that are settled no rule could be learned.
    short = np.array([not _met_by(claim, each) for each in differences])
    numbers = [each.number for each in worlds]
    box = separating(claim.name, worlds, numbers, short, np.array(differences))
    if not box.found:
        return found | {"why": f"{text}; no simple rule tells them apart"}
    conditions = " and ".join(each.sentence() for each in box.conditions)
    why = (
        f"{text}; it falls short above all where {conditions}: in {box.density:.0%} of the worlds "
        f"there, against {box.share:.0%} of all ({box.coverage:.0%} of the worlds in which it "
        "falls short lie there)"
    )
    named = " and ".join(dict.fromkeys(each.assumption for each in box.conditions))
    return found | {"why": why, "depends_on": named}


def _met_by(claim: Claim, difference: float) -> bool:
    """Return whether a difference that were exactly so would be as claimed."""
    exact = Difference(0.0, difference, difference, difference, difference, 1)
    return state_of(claim, exact) is State.HOLDS
