"""The measurements, as text for people and as JSON for programs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from heterophony.benchmarks.goals import Goal, goals_table, number, table
from heterophony.benchmarks.implementations import ALL, IN_C, LOOPS
from heterophony.benchmarks.turns import Times
from heterophony.experiments.results.codec import as_json


def as_text(measured: Mapping[str, Any]) -> str:
    """Write all tables: equality, the workload, the model, goals."""
    parts = [
        _about(measured),
        "The workload in every implementation: ns of processor per citizen-week, least of turns; "
        "with model 1's meeting but where model 2's is named",
        _workload_table(measured),
        "The model",
        _model_table(measured),
        "Goals",
        goals_table(measured["goals"]),
    ]
    return "\n\n".join(parts)


def _about(measured: Mapping[str, Any]) -> str:
    versions = ", ".join(
        f"{name} {measured['versions'][name]}" for name in ("python", "numba", "numpy", "mesa")
    )
    machine = measured["machine"]
    return (
        f"{machine['processor']}, {machine['cores']} cores, busy {machine['busy']:.1f}; "
        f"{versions}; "
        f"rules {measured['versions']['rules']}; {measured['extent']} run of {measured['when']}"
    )


def _workload_table(measured: Mapping[str, Any]) -> str:
    workload = measured["workload"]
    checks = {check["module"]: check for check in measured["checks"]}
    small, large = workload["one_jobcentre"], workload.get("large", {})
    rows = []
    for each in ALL:
        found = small.get(each.module)
        check = checks[each.module]
        equal = {True: "equal: ", False: "NOT EQUAL: ", None: "not run: "}[check["ok"]]
        rows.append(
            (
                each.title,
                number(found.least) if found else "-",
                number(found.median) if found else "-",
                _against(small, each.module, IN_C[each.meeting]),
                _against(small, each.module, LOOPS[each.meeting]),
                number(large[each.module].least) if each.module in large else "-",
                _against(large, each.module, LOOPS[each.meeting]),
                equal + check["detail"],
            )
        )
    headings = ("implementation", "400 citizens", "median", "to C", "to numba")
    return table((*headings, "100,000 citizens", "to numba", "arithmetic"), rows, "lrrrrrrl")


def _against(found: Mapping[str, Times], module: str, other: str) -> str:
    if module not in found or other not in found:
        return "-"
    return number(found[module].least / found[other].least)


def _model_table(measured: Mapping[str, Any]) -> str:
    model, processes = measured["model"], measured["processes"]
    rows = [
        (f"{name}, ns per citizen-week", number(found.least), number(found.median))
        for name, found in model["times"].items()
    ]
    rows += [
        (f"{count * 128:,} citizens, ns per citizen-week", number(t.least), number(t.median))
        for count, t in model["sizes"].items()
    ]
    rows += [
        (f"{name}, s", number(found.least), number(found.median))
        for name, found in model["ensembles"]["times"].items()
    ]
    rows += [
        (f"heterophony {name}, s", number(found.least), number(found.median))
        for name, found in processes["warm"].items()
    ]
    page = measured["page"]
    for stage in ("first", "full"):
        if stage in page:
            pairs = (
                f"first answer, {page['first_pairs']} pairs" if stage == "first" else "full answer"
            )
            name = f"page in Chromium: key to {pairs} painted, s"
            rows.append((name, number(page[stage].least), number(page[stage].median)))
    first = processes.get("first_use", {})
    if "cold" in first:
        rows.append(("first use: rules compiled, s", number(first["cold"]), "-"))
        rows.append(("the same, compiled already, s", number(first["warm"]), "-"))
    equal = all(model["equal"].values())
    state = "the same bits" if equal else f"NOT EQUAL: {model['equal']}"
    rows.append(("state after the same weeks, all executors", state, ""))
    return table(("", "least", "median"), rows, "lrr")


def write_document(measured: Mapping[str, Any], out: Path) -> None:
    """Write everything as JSON, atomically."""
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(out.name + ".unfinished")
    unfinished.write_text(as_json(_plain(measured)), "utf-8")
    os.replace(unfinished, out)


def _plain(value: Any) -> Any:
    if isinstance(value, Times | Goal):
        return value.document()
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value
