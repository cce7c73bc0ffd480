"""Judge claims: over seeds, over choices of the implementation, over plausible worlds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.experiments.engine.seeds import checked_seed, replicate_seed
from heterophony.experiments.engine.workers import (
    Progress,
    ProgressCallback,
    Stop,
    checked_workers,
    in_order,
)
from heterophony.experiments.inputs.arms import arms_of
from heterophony.experiments.methods.claims.checks import Checked, Kind
from heterophony.experiments.methods.claims.claim import Claim, State
from heterophony.experiments.methods.claims.judgement import Judgement, judged
from heterophony.experiments.methods.claims.reordering import disagreeing, usual
from heterophony.experiments.methods.claims.variations import Variation, variations
from heterophony.experiments.methods.readings import read_pair
from heterophony.experiments.methods.worlds import PlausibleWorld, Worlds, load_worlds
from heterophony.experiments.results.differences import Difference, Numbers, Paired
from heterophony.experiments.results.errors import Interrupted

if TYPE_CHECKING:
    from pathlib import Path

    from heterophony.scenarios import Scenario

REPLICATES, WORLDS = 20, 50
PAIRS_IN_A_WORLD, PAIRS_WHERE_OPEN = 4, 16
_FEWEST = 6


def judge(
    claims: Sequence[Claim],
    *,
    worlds: int | str | Path | Worlds | None = None,
    replicates: int = REPLICATES,
    seed: int = 1,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
) -> list[Judgement]:
    """Judge every claim, in order.

    Parameters
    ----------
    worlds
        A number of the shipped set, a file, or worlds as loaded. None: what each claim says, else
        50. 0: none, and then nothing can be a finding.
    replicates
        Pairs under the claim as it stands, and under each variation.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request, a claim or the worlds are wrong; nothing is run then.
    Interrupted
        On Ctrl-C; its `finished` holds the judgements of the claims that were finished.
    """
    from heterophony.experiments.engine.replicates import check_request

    check_request(checked_seed(seed), replicates, "compiled")
    sets = [_worlds_of(each, worlds) for each in claims]
    finished: list[Judgement] = []
    tell = _Teller(progress)
    properties = _properties(seed)
    with Stop() as stop:
        courts = [
            _Court(claim, chosen, replicates, seed, workers, stop, tell)
            for claim, chosen in zip(claims, sets, strict=True)
        ]
        tell.total = sum(each.pairs() for each in courts)
        for claim, chosen, court in zip(claims, sets, courts, strict=True):
            checks = properties + court.checks()
            if stop.asked:
                raise Interrupted(finished, len(finished), len(claims), "claims")
            finished.append(judged(claim, checks, chosen))
    return finished


def _properties(seed: int) -> list[Checked]:
    """Try the properties that hold in every sound model, in small."""
    from heterophony.experiments.methods.claims.soundness import soundness

    return [
        Checked(
            each.name,
            Kind.SOUND,
            State.HOLDS if each.holds else State.TURNS,
            detail=each.wrong,
        )
        for each in soundness(seed=seed)
    ]


def _worlds_of(claim: Claim, worlds: int | str | Path | Worlds | None) -> Worlds | None:
    if isinstance(worlds, Worlds):
        return worlds
    chosen = worlds
    if chosen is None:
        chosen = WORLDS if claim.worlds is None else claim.worlds
    return None if chosen in (0, "0") else load_worlds(chosen)


class _Court:
    """One claim before its checks."""

    def __init__(
        self,
        claim: Claim,
        worlds: Worlds | None,
        replicates: int,
        seed: int,
        workers: int | None,
        stop: Stop,
        tell: _Teller,
    ) -> None:
        self.claim = claim
        self.arms = arms_of(claim.baseline, claim.policy, claim.overrides)
        self.worlds = worlds
        self.replicates = replicates
        self.seed = seed
        self.workers = workers
        self.stop = stop
        self.tell = tell

    def pairs(self) -> int:
        """Return how many pairs all checks take, worlds that stay open not counted twice."""
        there = PAIRS_IN_A_WORLD * len(self.worlds) if self.worlds is not None else 0
        return self.replicates + there + sum(map(self._pairs, variations(self.arms[0])))

    def checks(self) -> list[Checked]:
        """Run all checks; after a wish to stop, fewer."""
        changed = variations(self.arms[0])
        found = [self._varied(Variation("seeds"), self.replicates, Kind.SEEDS)]
        for variation in changed:
            if self.stop.asked:
                break
            if variation.exact:
                found.append(self._exact(variation))
            else:
                kind = Kind.STRUCTURE if _is_structure(variation) else Kind.IMPLEMENTATION
                found.append(self._varied(variation, self._pairs(variation), kind))
        if self.worlds is not None and not self.stop.asked:
            found += self._over_worlds(self.worlds)
        return found

    def _pairs(self, variation: Variation) -> int:
        if variation.exact:
            return max(1, round(self.replicates * variation.share))
        return min(self.replicates, max(_FEWEST, round(self.replicates * variation.share)))

    def _varied(self, variation: Variation, pairs: int, kind: Kind) -> Checked:
        arms = [each.replaced(dict(variation.values)) for each in self.arms]
        tasks = [(arms, replicate_seed(self.seed, each)) for each in range(pairs)]
        work = partial(_pair, self.claim, variation)
        found = _difference([row for _, row in self._run(work, tasks)])
        return Checked(variation.name, kind, self.claim.state(found), found)

    def _exact(self, variation: Variation) -> Checked:
        tasks = [
            (arm, replicate_seed(self.seed, each))
            for each in range(self._pairs(variation))
            for arm in self.arms
        ]
        wrong: list[str] = []
        for _, names in self._run(partial(_compared, variation), tasks, 0.5):
            wrong += [name for name in names if name not in wrong]
        state = State.TURNS if wrong else State.HOLDS
        detail = (
            f"outcomes differ: {', '.join(wrong[:3])}" if wrong else "every outcome is the same"
        )
        return Checked(variation.name, Kind.EXACT, state, None, detail)

    def _over_worlds(self, worlds: Worlds) -> list[Checked]:
        """Judge every world by a few pairs, and those left open once more by more pairs."""
        found = dict(self._judged_worlds(list(worlds), PAIRS_IN_A_WORLD))
        undecided = [each for each in worlds if found[each.number].state is State.OPEN]
        if undecided and not self.stop.asked:
            found |= dict(self._judged_worlds(undecided, PAIRS_WHERE_OPEN))
        return list(found.values())

    def _judged_worlds(
        self, worlds: Sequence[PlausibleWorld], pairs: int
    ) -> Iterator[tuple[int, Checked]]:
        work = partial(_in_world, self.claim, self.arms, self.seed, pairs)
        for place, difference in self._run(work, worlds, pairs):
            number = worlds[place].number
            state = self.claim.state(difference)
            yield number, Checked(f"world {number}", Kind.WORLD, state, difference)

    def _run(self, work: Callable[[Any], Any], tasks: Sequence[Any], pairs: float = 1) -> Any:
        """Run tasks that take so many pairs each."""
        if not tasks:
            return
        threads = checked_workers(self.workers, len(tasks))
        yield from in_order(
            work,
            tasks,
            workers=threads,
            stop=self.stop,
            progress=self.tell.part(len(tasks), pairs),
        )


class _Teller:
    """Adds up the progress of one check after another, in pairs."""

    def __init__(self, progress: ProgressCallback | None) -> None:
        self.total = 0
        self._progress = progress
        self._before = 0.0
        self._seconds = 0.0

    def part(self, tasks: int, pairs: float) -> ProgressCallback | None:
        """Return what a check of so many tasks, of so many pairs each, tells its progress to."""
        if self._progress is None:
            return None
        show = self._progress

        def tell(now: Progress) -> None:
            done, seconds = self._before + pairs * now.done, self._seconds + now.seconds
            show(Progress(round(done), max(self.total, round(done)), seconds))
            if now.done == tasks:
                self._before, self._seconds = done, seconds

        return tell


def _pair(
    claim: Claim, variation: Variation, task: tuple[Sequence[Scenario], int]
) -> tuple[float, float]:
    arms, seed = task
    baseline, policy = (variation.live(each, seed) for each in arms)
    return read_pair(baseline, policy, claim.reading)


def _compared(variation: Variation, task: tuple[Scenario, int]) -> list[str]:
    return disagreeing(usual(*task), variation.live(*task))


def _in_world(
    claim: Claim, arms: Sequence[Scenario], seed: int, pairs: int, world: PlausibleWorld
) -> Difference:
    own = replicate_seed(seed, world.number)
    placed = [world.applied_to(each).replaced(dict(claim.overrides)) for each in arms]
    rows = [
        _pair(claim, Variation("world"), (placed, replicate_seed(own, each)))
        for each in range(pairs)
    ]
    return _difference(rows)


def _difference(rows: Sequence[tuple[float, float]]) -> Difference:
    sums = Paired((1,))
    for baseline, policy in rows:
        sums.add(_one(baseline), _one(policy))
    return sums.differences()[0]


def _one(value: float) -> Numbers:
    return np.array([value], dtype=np.float64)


def _is_structure(variation: Variation) -> bool:
    return any(
        name.startswith("alternatives.") or name == "ownership.complementarity"
        for name in variation.values
    )
