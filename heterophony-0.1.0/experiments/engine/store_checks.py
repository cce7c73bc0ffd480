"""Hold a store to the plan, the model and the scenarios that it is to go on with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from heterophony.experiments.results.codec import plain
from heterophony.experiments.results.design import Design
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.identity import Source, scenario_digest
from heterophony.experiments.results.manifest import MANIFEST
from heterophony.experiments.results.store_manifest import Manifest, first_line
from heterophony.scenarios.errors import shown

_SHOWN = 5  # differences that are written out


def check_plan(store: Path, manifest: Manifest, plan: Mapping[str, Any], frame: Design) -> None:
    """Hold a plan to the store that it is to go on with.

    Raises
    ------
    RequestError
        Naming what differs.
    """
    found = _differences(json.loads(json.dumps(plain(plan))), manifest.plan)
    for mine, kept in zip(frame.scenarios, manifest.design.scenarios, strict=False):
        if scenario_digest(mine) != scenario_digest(kept):
            changed = mine.differences(kept)
            found += [
                f"{mine.name}: {name} is {shown(now)} in the plan, {shown(was)} in the store"
                for name, (now, was) in changed.items()
            ] or [f"{mine.name}: its burn-in or its changes on the way differ"]
    if found:
        more = f"\n... and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        listed = "\n".join(f"  {each}" for each in found[:_SHOWN])
        raise RequestError(
            f"{store} was made by another plan; choose another folder, or bring the plan back:\n"
            f"{listed}{more}"
        )


def _differences(now: Any, was: Any, name: str = "") -> list[str]:
    """Say what differs between two documents, by dotted name."""
    if isinstance(now, dict) and isinstance(was, dict):
        found = []
        for key in dict.fromkeys([*was, *now]):
            inner = f"{name}.{key}" if name else key
            found += _differences(now.get(key), was.get(key), inner)
        return found
    if now == was:
        return []
    return [f"{name} is {shown(now)} in the plan, {shown(was)} in the store"]


def check_source(store: Path, manifest: Manifest, present: Source) -> None:
    """Refuse to go on when the model is no longer the one that the store's runs were made with.

    Raises
    ------
    RequestError
        Naming what changed and what can be done.
    """
    found = present.differences(manifest.sources[-1])
    if found:
        raise RequestError(
            f"{store} is stale: {'; '.join(found)}. Choose another folder to run the plan anew, "
            "or give --accept-stale (accept_stale=True) to keep the rows that are there beside "
            "new ones; the column rules then says which are which"
        )


def check_scenarios(store: Path, design: Design) -> None:
    """Refuse a store whose scenarios are not those that its points were made of.

    The version before wrote manifests without a hash. The first point of each scenario tells.

    Raises
    ------
    RequestError
        Naming the scenario.
    """
    for number in range(len(design.scenarios)):
        place = next((p for p, each in enumerate(design.points) if each.scenario == number), None)
        try:
            if place is None or scenario_digest(design.scenario(place)) != (
                design.points[place].digest
            ):
                raise ValueError("it is not the one that its points were made of")
        except (LookupError, TypeError, ValueError) as error:
            name = design.scenarios[number].name
            raise RequestError(
                f"{store / MANIFEST} is not as heterophony wrote it: scenario {name}: "
                f"{first_line(error)}. Bring the original back"
            ) from error
