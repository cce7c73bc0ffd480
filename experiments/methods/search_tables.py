"""What a search found, brought into tables: what was tried, who beats whom, who gains and loses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from heterophony.experiments.inputs.search_effort import SearchEffort
from heterophony.experiments.inputs.worlds import Worlds
from heterophony.experiments.methods.aims import Robust
from heterophony.experiments.methods.groups import SHOWN
from heterophony.experiments.methods.pairs import Clock
from heterophony.experiments.methods.robustness import Robustness
from heterophony.experiments.methods.search_front import effect_rows, judged, ranks
from heterophony.experiments.methods.search_result import Search
from heterophony.experiments.methods.search_trials import Question, Setting, Trials, mean_difference
from heterophony.experiments.methods.world_runs import placed
from heterophony.experiments.methods.world_tables import leaning
from heterophony.experiments.results.codec import plain
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.digests import digest_of, sha256_of
from heterophony.experiments.results.notice import HEADLINE
from heterophony.scenarios import Scenario

Plans = Mapping[Setting, Scenario]


def found_by(
    trials: Trials,
    plans: Plans,
    by: Robust,
    effort: SearchEffort,
    worlds: Worlds,
    over: Robustness,
    clock: Clock,
) -> Search:
    """Return what a search found, from its trials and from the plans that were confirmed."""
    question = trials.question
    names = [question.baseline.name, *over.names]
    values = _values(question, over)
    tried = _tried(trials, plans, by)
    return Search(
        baseline=question.baseline,
        plans=over.policies,
        levers=question.levers,
        aims=question.aims,
        by=by,
        effort=effort,
        worlds=worlds,
        tried=tried,
        table=_table(question, plans, over, judged(values, names, question.aims)),
        effects=effect_rows(values[1:], names[1:], question.aims),
        by_world=over.effects,
        refused=len(trials.refused) + len(trials.failed),
        seed=question.seed,
        executor=over.executor,
        digest=digest_of([sha256_of(plain(tried.to_dict("list"))), over.digest]),
        started=clock.began.isoformat(timespec="seconds"),
        seconds=clock.seconds,
    )


def _values(question: Question, over: Robustness) -> Numbers:
    """Return differences from the baseline `[arms, worlds, aims]`, the baseline's own first.

    Each is the mean over the pairs in which both arms have a value; NaN where none has.
    """
    there = {each.number: each for each in question.worlds}
    arms = {"": question.baseline} | {each.name: each for each in over.policies}
    runs = over.runs[over.runs["status"] == "done"].set_index(["policy", "world"]).sort_index()

    def pairs(name: str, number: int) -> Numbers:
        here = placed(arms[name], there[number], {})
        rows: Any = runs.loc[[(name, number)]].sort_values("replicate").to_dict("records")
        return np.array([[aim.of(here, row) for aim in question.aims] for row in rows])

    start = {number: pairs("", number) for number in over.finished}
    return np.array(
        [
            [mean_difference(start[number], pairs(name, number)) for number in over.finished]
            for name in arms
        ]
    )


def _tried(trials: Trials, plans: Plans, by: Robust) -> pd.DataFrame:
    """Return a row per setting that was tried, in the order in which it was."""
    question = trials.question
    scores = [trials.scores(each, by) for each in trials.settings]
    rows = []
    for setting, row, rank in zip(trials.settings, scores, ranks(scores), strict=True):
        named = {f"score_{aim.name}": each for aim, each in zip(question.aims, row, strict=True)}
        plan = plans[setting].name if setting in plans else ""
        rows.append({**_settings(question, setting), **named, "rank": rank, "plan": plan})
    return pd.DataFrame(rows)


def _settings(question: Question, setting: Setting) -> dict[str, Any]:
    """Return what a setting sets, in cells that a table holds."""
    values = question.values(setting)
    return {name: v if isinstance(v, int | float | str) else str(v) for name, v in values.items()}


def _table(
    question: Question, plans: Plans, over: Robustness, judgement: pd.DataFrame
) -> pd.DataFrame:
    """Return a row per plan, the baseline last: levers, who beats it, who gains and loses."""
    rows = []
    judged_by = judgement.set_index("plan")
    for setting, plan in plans.items():
        sides = {side: _groups(over, plan.name, side) for side in ("gains", "loses")}
        told = judged_by.loc[plan.name].to_dict()
        rows.append({"plan": plan.name, **_settings(question, setting), **told, **sides})
    own = {lever.name: question.baseline.values.get(lever.name) for lever in question.levers}
    told = judged_by.loc[question.baseline.name].to_dict()
    rows.append({"plan": question.baseline.name, **own, **told, "gains": "", "loses": ""})
    return pd.DataFrame(rows)


def _groups(over: Robustness, plan: str, side: str) -> str:
    """Return the groups whose ownership leans to one side in clearly more worlds."""
    there = [group for group in SHOWN if len(over.over_worlds(plan, HEADLINE, group))]
    return ", ".join(
        group for group in there if leaning(over.shares(plan, HEADLINE, group)) == side
    )
