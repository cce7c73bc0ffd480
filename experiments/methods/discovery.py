"""Scenario discovery: the assumptions under which a policy's sign turns, in a simple rule.

A shallow tree looks for them among the assumptions that go most with the difference. With hundreds
of assumptions and a hundred worlds some split always fits by chance; a rule is therefore only named
if, on worlds held back, it foretells better than what grows from the same worlds with the answers
shuffled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata
from sklearn.model_selection import StratifiedKFold
from sklearn.tree import DecisionTreeClassifier

from heterophony.experiments.engine.seeds import keyed_generator
from heterophony.experiments.inputs.worlds import Worlds
from heterophony.experiments.methods.world_tables import assumptions, coded
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.over_worlds import Standing, words_of

_FEWEST = 8  # worlds on either side, below which there is nothing to learn from
_FOLDS = 5
_SHUFFLES = 99
_LEVEL = 0.02  # several policies and outcomes are looked at: one in twenty would name too much
_DEPTH = 2
_CANDIDATES = 10  # assumptions that a tree may use
_Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Condition:
    """One assumption of a rule: a column of the worlds, above or at most a number."""

    assumption: str
    above: bool
    bound: float

    def sentence(self) -> str:
        """Return it in words; a yes-or-no column is said as such."""
        if " = " in self.assumption:
            name, _, word = self.assumption.partition(" = ")
            return f"{name} is {'' if self.above else 'not '}{word}"
        return f"{self.assumption} is {'above' if self.above else 'at most'} {self.bound:.3g}"

    def holds(self, table: pd.DataFrame) -> _Flags:
        """Return in which worlds it holds."""
        values = table[self.assumption].to_numpy()
        found: _Flags = values > self.bound if self.above else values <= self.bound
        return found


@dataclass(frozen=True)
class Discovery:
    """What was found about when a policy's sign turns.

    Attributes
    ----------
    target
        The standing that the rule tells apart from all others; empty where nothing turns.
    conditions
        All of them hold in the rule's box; empty where no simple rule was found.
    coverage
        Share of the target's worlds that lie in the box.
    density
        Share of the box's worlds that are the target's.
    share
        Share of all worlds that are the target's: the density of knowing nothing.
    skill
        Balanced accuracy on worlds held back, one half being chance; NaN where none was looked for.
    chance
        Share of trees from shuffled answers that do at least as well.
    """

    policy: str
    outcome: str
    worlds: int
    target: str = ""
    conditions: tuple[Condition, ...] = ()
    coverage: float = np.nan
    density: float = np.nan
    share: float = np.nan
    skill: float = np.nan
    chance: float = np.nan

    @property
    def found(self) -> bool:
        """Whether a simple rule was found."""
        return bool(self.conditions)

    def sentence(self) -> str:
        """Say it plainly, also that nothing was found."""
        if not self.target:
            return f"no turn of sign to explain in {self.worlds} worlds"
        verb = _verb(self.target, self.outcome)
        if not self.found:
            return f"no simple rule found for when it {verb}{self._tested()}"
        conditions = " and ".join(each.sentence() for each in self.conditions)
        return (
            f"{verb} above all where {conditions}: so in {self.density:.0%} of the worlds there, "
            f"against {self.share:.0%} of all; the rule covers {self.coverage:.0%} of the worlds "
            "in which it is so"
        )

    def document(self) -> dict[str, Any]:
        """Return it as plain values, with its sentence."""
        numbers = ("coverage", "density", "share", "skill", "chance")
        return {
            "sentence": self.sentence(),
            "target": self.target,
            "conditions": [vars(each) for each in self.conditions],
            **{name: getattr(self, name) for name in numbers},
        }

    def _tested(self) -> str:
        if np.isnan(self.skill):
            return ""
        return (
            f" (on worlds held back a tree was right in {self.skill:.0%}, and chance alone does as "
            f"well in {self.chance:.0%} of trials)"
        )


def _verb(target: str, outcome: str) -> str:
    better, worse = words_of(outcome)
    verbs = {Standing.BETTER: f"is {better}", Standing.WORSE: f"is {worse}"}
    return verbs.get(Standing(target), f"makes {target}")


def discover(policy: str, outcome: str, worlds: Worlds, found: pd.DataFrame) -> Discovery:
    """Look for the assumptions under which a policy is worse, or else for what sets worlds apart.

    The target is the rarer of better and worse where both occur often enough; else no difference
    worth mentioning, against the one that occurs. Worlds that are not settled count as not the
    target's.

    Parameters
    ----------
    found
        The policy's `difference` and `standing`, by world number.
    """
    standings = found["standing"].to_numpy()
    target = _target(standings)
    if not target:
        return Discovery(policy, outcome, len(standings))
    flags = standings == target
    table = coded(assumptions(worlds, found.index.tolist()))
    start = Discovery(policy, outcome, len(flags), target, share=float(flags.mean()))
    return _searched(start, table, flags, found["difference"].to_numpy(dtype=np.float64))


def separating(
    question: str, worlds: Worlds, numbers: Sequence[int], flags: _Flags, differences: Numbers
) -> Discovery:
    """Look for the assumptions that tell the flagged worlds from the others.

    Parameters
    ----------
    question
        What is asked, which seeds the shuffles.
    numbers, flags, differences
        Of each world: its number, whether it is one of those, and a number that goes with it.
    """
    table = coded(assumptions(worlds, list(numbers)))
    start = Discovery(question, "", len(flags), "flagged", share=float(flags.mean()))
    return _searched(start, table, flags, differences)


def _target(standings: Sequence[str] | Any) -> str:
    counts = {kind: int(np.sum(standings == kind.value)) for kind in Standing}
    signs = (Standing.BETTER, Standing.WORSE)
    if min(counts[each] for each in signs) >= _FEWEST:
        return min(signs, key=lambda each: counts[each]).value
    rest = len(standings) - counts[Standing.NONE]
    if counts[Standing.NONE] >= _FEWEST and rest >= _FEWEST:
        common = max(signs, key=lambda each: counts[each])
        return min((common, Standing.NONE), key=lambda each: counts[each]).value
    return ""


def _searched(
    start: Discovery, table: pd.DataFrame, flags: _Flags, differences: Numbers
) -> Discovery:
    """Grow a tree, test it on worlds held back against shuffled answers, and read off its box."""
    if min(flags.sum(), (~flags).sum()) < _FEWEST:
        return start
    ranks = rankdata(table.to_numpy(dtype=np.float64), axis=0)
    grower = _Grower(table.to_numpy(dtype=np.float64), ranks, flags, rankdata(differences))
    chances = keyed_generator(f"discovery {start.policy}/{start.outcome}")
    skill = grower.skill(chances)
    shuffles = (grower.shuffled(chances).skill(chances) for _ in range(_SHUFFLES))
    chance = (1 + sum(each >= skill for each in shuffles)) / (1 + _SHUFFLES)
    tested = replace(start, skill=skill, chance=chance)
    conditions = grower.box(list(table.columns)) if chance <= _LEVEL else ()
    if not conditions:
        return tested
    inside = np.logical_and.reduce([each.holds(table) for each in conditions])
    return replace(
        tested,
        conditions=conditions,
        coverage=float((inside & flags).sum() / flags.sum()),
        density=float((inside & flags).sum() / inside.sum()),
    )


class _Grower(NamedTuple):
    """Worlds as numbers and as ranks, `[worlds, assumptions]`, with what is to be foretold."""

    values: Numbers
    ranks: Numbers
    flags: _Flags
    answers: Numbers

    def shuffled(self, chances: np.random.Generator) -> _Grower:
        """Return the same worlds with the answers of others."""
        order = chances.permutation(len(self.flags))
        return self._replace(flags=self.flags[order], answers=self.answers[order])

    def skill(self, chances: np.random.Generator) -> float:
        """Return the balanced accuracy on folds that the tree did not see."""
        folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=int(chances.integers(2**31)))
        foretold = np.zeros(len(self.flags), dtype=bool)
        for seen, held in folds.split(self.values, self.flags):
            columns, tree = self.tree(seen)
            foretold[held] = tree.predict(self.values[np.ix_(held, columns)])
        hits, refusals = foretold[self.flags].mean(), (~foretold[~self.flags]).mean()
        return float((hits + refusals) / 2.0)

    def tree(self, rows: Any) -> tuple[Any, Any]:
        """Return the columns that go most with the difference in some worlds, and their tree."""
        columns = self._candidates(rows)
        tree = DecisionTreeClassifier(
            max_depth=_DEPTH,
            min_samples_leaf=max(5, len(rows) // 20),
            class_weight="balanced",
            ccp_alpha=0.02,
            random_state=0,
        )
        return columns, tree.fit(self.values[np.ix_(rows, columns)], self.flags[rows])

    def box(self, names: list[str]) -> tuple[Condition, ...]:
        """Return the conditions of the leaf with most of the target's worlds beyond its share."""
        columns, tree = self.tree(np.arange(len(self.flags)))
        leaves = tree.apply(self.values[:, columns])
        surplus = self.flags - self.flags.mean()
        gain = {leaf: float(surplus[leaves == leaf].sum()) for leaf in np.unique(leaves)}
        best = max(gain, key=lambda leaf: gain[leaf])
        if len(gain) == 1:
            return ()
        example = self.values[leaves == best][0]
        return _path(tree.tree_, best, example, columns, names)

    def _candidates(self, rows: Any) -> Any:
        ranks = self.ranks[rows] - self.ranks[rows].mean(axis=0)
        answers = self.answers[rows] - self.answers[rows].mean()
        spread = np.sqrt((ranks**2).sum(axis=0) * (answers**2).sum())
        together = np.abs(answers @ ranks) / np.where(spread > 0.0, spread, np.inf)
        return np.argsort(-together, kind="stable")[:_CANDIDATES]


def _path(
    grown: Any, leaf: int, example: Numbers, columns: Any, names: list[str]
) -> tuple[Condition, ...]:
    """Return the conditions on the way to a leaf that holds `example`, the tightest of each."""
    found: dict[tuple[str, bool], Condition] = {}
    node = 0
    while node != leaf:
        column, bound = int(columns[grown.feature[node]]), float(grown.threshold[node])
        above = bool(example[column] > bound)
        # Further down the tree a bound on the same side can only be tighter.
        found[names[column], above] = Condition(names[column], above, bound)
        node = int((grown.children_right if above else grown.children_left)[node])
    return tuple(found.values())
