"""How a set of worlds was made, in full: what a reader needs to judge it and to make it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from heterophony.agents.compiled import SOURCE_DIGEST
from heterophony.experiments.methods.worlds.levels import level_screen
from heterophony.experiments.methods.worlds.screening import Screened, screens, settings_digest
from heterophony.experiments.methods.worlds.space import (
    alternatives,
    axes,
    candidate,
    normed,
    orders,
)
from heterophony.experiments.methods.worlds.world import PlausibleWorld, Worlds
from heterophony.experiments.results.manifest import versions

SHAPE = (
    "each number has its default as median and falls to nothing, as a triangle, at the ends of its "
    "declared plausible range; Latin hypercubes of 256 candidates"
)
RULE = (
    "ruled out by what contradicts it: levels by implausibility beyond the cutoff, readings of "
    "patterns with evidence whose 95 % interval leaves out what is expected, with the tolerance; "
    "what stays uncertain does not rule out, what the design only infers does not screen, and few "
    "readings from wider literature may be missed"
)


def provenance(
    screened: Sequence[Screened], accepted: Sequence[Screened], seed: int
) -> dict[str, Any]:
    """Return ranges, alternatives, screens, seed, counts and versions."""
    return {
        "seed": seed,
        "settings": settings_digest(),
        "tried": len(screened),
        "accepted": len(accepted),
        "counts": dict(Counter(each.stage for each in screened)),
        "candidates": [each.number for each in accepted],
        "shape": SHAPE,
        "rule": RULE,
        "ranges": {
            ".".join(filter(None, (each.name, each.component))): [each.low, each.high]
            for each in axes()
        },
        "alternatives": {
            each.name: dict(zip(map(str, each.values), each.weights, strict=True))
            for each in alternatives()
        },
        "orders": [f"{below} <= {above}: {why}" for below, above, why in orders()],
        "levels": level_screen().document(),
        "patterns": [
            {
                "stage": stage.name,
                "pairs": stage.pairs,
                "weeks": stage.weeks,
                "readings": [f"{p.id}.{name}" for p in stage.patterns for name in p.readings],
            }
            for stage in screens().stages
        ],
        "leniency": {
            "tolerance": screens().tolerance,
            "wider_misses": screens().wider_misses,
            "spared": [each._asdict() for each in screens().spared],
        },
        "left_open": _counted(name for each in accepted for name in each.uncertain),
        "missed": _counted(name for each in accepted for name in each.missed),
        "versions": versions(),
    }


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(Counter(names).most_common())


def worlds_of(accepted: Sequence[Screened], seed: int, how: dict[str, Any]) -> Worlds:
    """Return the accepted candidates as worlds, numbered from 0."""
    baseline = level_screen().scenario
    worlds = tuple(
        PlausibleWorld(place, normed(candidate(seed, each.number), baseline))
        for place, each in enumerate(accepted)
    )
    return Worlds(worlds, SOURCE_DIGEST, f"screening with seed {seed}", how)
