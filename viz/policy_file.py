"""What the policy page carries when it is one file: words, declarations, settings and rules.

The file computes its answers itself (`assets/page/mailed/`). Which levers there are, what a
question changes and how outcomes are judged is said here, by the declarations.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

import heterophony
from heterophony.agents.prepared_rules import FOLDER as RULES
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.inputs.own_jobcentre import (
    CASELOAD,
    INTERVAL,
    SETTINGS,
    START,
    OwnPlan,
    levers,
    limits_of,
    questions,
    read_plan,
)
from heterophony.experiments.methods.deepening import CASELOADS, PAIRS_OF_A_CONDITION
from heterophony.experiments.results.digests import model_digest
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import PARAMETERS, load_scenario
from heterophony.viz import page_documents
from heterophony.viz.answering import STAGES
from heterophony.viz.bundle import ASSETS, bundled
from heterophony.viz.engine_books import answer_form, books_layout
from heterophony.viz.engine_world import engine_layout, engine_premises, settings_layout
from heterophony.viz.words import LANGUAGES

FIRST: Final = "more-often"  # the question that is open where none is asked for
_RELATIVE: Final[Mapping[str, str]] = {"more-often": INTERVAL, "fewer-cases": CASELOAD}
_SHOWN_DIGITS: Final = 12  # of a digest


class PolicyFile(NamedTuple):
    """What the file carries.

    Attributes
    ----------
    data
        Plain values: words, declarations, layout of the engine, settings.
    rules
        The compiled rules, for a browser.
    tables
        Quantile tables, as bytes.
    """

    data: dict[str, Any]
    rules: bytes
    tables: bytes


def policy_file(scenario: str, language: str, seed: int, command: str) -> PolicyFile:
    """Return what a file carries that opens with a scenario as its plan.

    Parameters
    ----------
    seed
        The base seed of all pairs; the page that a server sends has 1.
    command
        What made the file.

    Raises
    ------
    RequestError
        If the scenario changes what is no lever of the page.
    """
    own = OwnPlan()
    start = engine_premises(own.arms[0])
    shape, tables = start["quantiles"]
    one = len(tables) // shape[0]  # both premises are drawn from the same tables
    layout = {
        **engine_layout(),
        "settings": _moved_settings(),
        "books": books_layout(STAGES[-1]),
        "answer": answer_form(),
        "start": {
            **start["premises"][0],
            "firstWeeks": start["firstWeeks"],
            "seeds": [str(replicate_seed(seed, number)) for number in range(STAGES[-1])],
            "quantiles": shape,
        },
        "stages": list(STAGES),
        "conditionPairs": PAIRS_OF_A_CONDITION,
    }
    data = {
        "declared": {**page_documents.declared(), "mailed": _mailed(scenario, language, command)},
        "assumptions": page_documents.assumptions(),
        "sentences": {each: page_documents.sentences(each) for each in LANGUAGES},
        "layout": layout,
        "worker": bundled("engine/worker.js", ASSETS),
    }
    return PolicyFile(data, (RULES / "rules.wasm").read_bytes(), tables[:one])


def _moved_settings() -> dict[str, Any]:
    """Return the layout of settings, with the places of what the page moves."""
    layout = settings_layout()
    wanted = {name: layout["places"][name] for name in _moved()}
    return {**layout, "places": wanted}


def _moved() -> list[str]:
    return list(dict.fromkeys([*SETTINGS, *levers()]))


def _mailed(scenario: str, language: str, command: str) -> dict[str, Any]:
    """Return what the page's declarations say of a file in addition."""
    values = load_scenario(START).values
    made = {
        "version": heterophony.__version__,
        "model": model_digest()[:_SHOWN_DIGITS],
        "command": command,
    }
    return {
        "values": {name: values[name] for name in _moved()},
        "levers": list(levers()),
        "questions": {name: _question(name, plan) for name, plan in questions({}).items()},
        "caseload": CASELOAD,
        "caseloads": list(CASELOADS),
        "made": made,
        "first": urlencode(
            {"lang": language} | {n: _text(v) for n, v in first_plan(scenario).items()}
        ),
    }


def _question(name: str, plan: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a ready question changes: a plan, or a lever's value at each own value of it."""
    lever = _RELATIVE.get(name)
    if lever is None:
        return {"plan": plan}
    least, most = limits_of(PARAMETERS[lever]) or (0.0, 0.0)
    there = range(int(least), int(most) + 1)
    return {"lever": lever, "listed": {own: questions({lever: own})[name][lever] for own in there}}


def first_plan(scenario: str) -> dict[str, Any]:
    """Return the plan that a scenario is on the page; the first question for the baseline itself.

    Raises
    ------
    RequestError
        If the scenario changes what is no lever of the page, or changes in mid-run.
    """
    found = load_scenario(scenario)
    changed = {name: new for name, (new, _) in found.differences(load_scenario(START)).items()}
    if not changed and not found.changes:
        return dict(questions({})[FIRST])
    if found.changes:
        raise RequestError(f"{scenario} changes in mid-run, which a plan of the page cannot")
    try:
        return dict(read_plan({"plan": changed}).plan)
    except RequestError as error:
        raise RequestError(f"{scenario} cannot be a plan of the page: {error}") from None


def _text(value: Any) -> str:
    """Write a value as the page's links have it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)
