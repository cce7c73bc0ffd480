"""What the policy page carries when it is one file: words, declarations, settings and rules.

The file computes its answers itself (`assets/page/mailed/`). Which levers there are, what a
question changes and how outcomes are judged is said here, by the declarations.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from heterophony.agents.prepared_rules import FOLDER as RULES
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.inputs.own_jobcentre import OwnPlan
from heterophony.experiments.inputs.worlds import load_worlds
from heterophony.experiments.methods.deepening import PAIRS_OF_A_CONDITION
from heterophony.viz import page_documents
from heterophony.viz.answering import STAGES
from heterophony.viz.bundle import ASSETS, bundled
from heterophony.viz.carried_lines import carried_lines, talk_layout
from heterophony.viz.carried_worlds import carried_worlds
from heterophony.viz.engine_books import answer_form, books_layout
from heterophony.viz.engine_world import engine_layout, engine_premises, settings_layout
from heterophony.viz.mailed_declarations import assumed_names, mailed_declarations, moved_names
from heterophony.viz.words import LANGUAGES

_COUNTED: Final = {"name": "alternatives.meeting", "counts": "counts", "turns": "turns"}
_PEOPLE: Final = {"name": "population.profile", "mixed": "mixed"}  # else there are no groups

PolicyFile = Mapping[str, bytes]
"""What the file carries, by name: first what it opens with, then what it unpacks later."""


def policy_file(
    scenario: str, language: str, seed: int, command: str, worlds: int
) -> tuple[PolicyFile, PolicyFile]:
    """Return what a file carries that opens with a scenario as its plan.

    Parameters
    ----------
    seed
        The base seed of all pairs; the page that a server sends has 1.
    command
        What made the file.
    worlds
        How many plausible worlds it carries, the first of those that come with the package.

    Returns
    -------
    tuple
        What the file needs to open, and what it needs only later.

    Raises
    ------
    RequestError
        If the scenario changes what is no lever of the page, or there are fewer worlds.
    """
    start = engine_premises(OwnPlan().arms[0])
    shape, tables = start["quantiles"]
    one = len(tables) // shape[0]  # both premises are drawn from the same tables
    declared = {
        **page_documents.declared(),
        "mailed": mailed_declarations(scenario, language, command, worlds),
    }
    data = {
        "declared": declared,
        "assumptions": page_documents.assumptions(),
        "sentences": {each: page_documents.sentences(each) for each in LANGUAGES},
        "layout": {**_layout(), "start": _start(start, shape, seed)},
        "worker": bundled("engine/worker.js", ASSETS),
    }
    later = {"lines": as_text(carried_lines()).encode()}
    if worlds:
        carried = carried_worlds(load_worlds(worlds), seed)
        later["worlds"] = as_text(carried.data).encode()
        later["world-numbers"] = carried.numbers
    rules = (RULES / "rules.wasm").read_bytes()
    return {"rules": rules, "tables": tables[:one], "data": as_text(data).encode()}, later


def as_text(document: Mapping[str, Any]) -> str:
    """Write plain values as JSON, without needless characters."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _layout() -> dict[str, Any]:
    """Describe the engine's tables, settings and outcomes, and how many pairs answers have."""
    settings = settings_layout()
    named = [*moved_names(), *assumed_names(), _COUNTED["name"]]
    places = {name: settings["places"][name] for name in dict.fromkeys(named)}
    return {
        **engine_layout(),
        "settings": {**settings, "places": places},
        "books": books_layout(STAGES[-1]),
        "answer": answer_form(),
        "talk": talk_layout(),
        "counted": _COUNTED,
        "people": _PEOPLE,
        "stages": list(STAGES),
        "conditionPairs": PAIRS_OF_A_CONDITION,
    }


def _start(start: Mapping[str, Any], shape: list[int], seed: int) -> dict[str, Any]:
    """Say how a run of the jobcentre of the study begins, and under which seeds."""
    return {
        **start["premises"][0],
        "firstWeeks": start["firstWeeks"],
        "seeds": [str(replicate_seed(seed, number)) for number in range(STAGES[-1])],
        "quantiles": shape,
    }
