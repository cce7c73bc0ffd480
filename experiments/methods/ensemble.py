"""Policies compared with one baseline, one after another; no run is made twice.

The page needs this: a lever moves, and only that policy is run; more pairs are asked for, and only
the new ones are run. The answers are those of `compare`, bit for bit.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Container, Generator, Iterator, Mapping, Sequence
from contextlib import closing

from heterophony.experiments.engine.replicates import check_request
from heterophony.experiments.engine.seeds import checked_seed, replicate_seed
from heterophony.experiments.engine.tasks import Task, simulate_detached
from heterophony.experiments.engine.workers import Progress, Stop, checked_workers, in_order
from heterophony.experiments.inputs.arms import Named, arms_of
from heterophony.experiments.methods.comparison import Comparison
from heterophony.experiments.methods.pairs import ArmRun, Clock, PairedSums, arm_run, beside
from heterophony.experiments.results.errors import Interrupted
from heterophony.scenarios import Scenario
from heterophony.sim import Result

KEPT_POLICIES = 64


def _always() -> bool:
    return True


class Ensemble:
    """Runs of a baseline and of the policies last compared with it.

    Parameters
    ----------
    baseline
        A scenario, or its library name, or the path of its file.
    seed
        The base seed, 0 to 2**63 - 1.
    kept
        How many policies' runs are kept; the one asked for longest ago is forgotten first.
    """

    def __init__(self, baseline: Named, *, seed: int = 1, kept: int = KEPT_POLICIES) -> None:
        self.baseline = arms_of(baseline, [baseline], None)[0]
        self.seed = checked_seed(seed)
        self._kept = kept
        self._baseline_runs: dict[int, tuple[Result, ArmRun]] = {}
        self._policies: OrderedDict[str, tuple[Scenario, dict[int, ArmRun]]] = OrderedDict()
        self._lock = threading.Lock()

    def compare(
        self,
        policy: Named,
        pairs: int,
        *,
        workers: int | None = None,
        wanted: Callable[[], bool] = _always,
    ) -> Comparison:
        """Compare a policy with the baseline in the first `pairs` pairs; run only what is new.

        Parameters
        ----------
        workers
            Threads; one per core by default.
        wanted
            Whether the answer is still wanted, asked after every pair.

        Raises
        ------
        Interrupted
            When the answer is not wanted any more, or on Ctrl-C; what was run is kept.
        """
        with closing(self.refined(policy, [pairs], workers=workers, wanted=wanted)) as found:
            return next(found)

    def refined(
        self,
        policy: Named,
        stages: Sequence[int],
        *,
        workers: int | None = None,
        wanted: Callable[[], bool] = _always,
    ) -> Generator[Comparison, None, None]:
        """Yield what `compare` returns for ever more pairs, as soon as they are there.

        The runs of the next answer go on while the caller uses one.

        Parameters
        ----------
        stages
            Numbers of pairs, ascending.

        Raises
        ------
        Interrupted
            As `compare` does.
        """
        for stage in stages:
            check_request(self.seed, stage, "compiled")
        clock = Clock()
        scenario, runs = self._runs_of(policy)
        missing = [number for number in range(stages[-1]) if number not in runs]
        sums = PairedSums([self.baseline, scenario])

        def pair(number: int) -> None:
            result, _ = self._baseline_run(number)
            runs[number] = beside(result, scenario)

        def compared(asked: int) -> Comparison:
            return Comparison.of_pairs(sums, self.seed, asked, "compiled", clock)

        with Stop() as stop:

            def check(_: Progress) -> None:
                stop.asked = stop.asked or not wanted()

            threads = checked_workers(workers, max(len(missing), 1))
            made = in_order(pair, missing, workers=threads, stop=stop, progress=check)
            with closing(made):
                for stage in stages:
                    if not self._counted(sums, stage, runs, set(missing), made):
                        raise Interrupted(compared(stages[-1]), sums.done, stages[-1])
                    yield compared(stage)

    def _counted(
        self,
        sums: PairedSums,
        stage: int,
        runs: Mapping[int, ArmRun],
        missing: Container[int],
        made: Iterator[object],
    ) -> bool:
        """Count pairs up to a stage, waiting for those that are made; False if they ended early."""
        for number in range(sums.done, stage):
            if number in missing and next(made, None) is None:
                return False
            seed = replicate_seed(self.seed, number)
            sums.add(number, seed, [self._baseline_run(number)[1], runs[number]])
        return True

    def _runs_of(self, policy: Named) -> tuple[Scenario, dict[int, ArmRun]]:
        """Return a policy as it runs in a pair with the baseline, and its runs so far.

        It is known by all that it assumes, so that two policies of one name are never confused.
        """
        scenario = arms_of(self.baseline, [policy], None)[1]
        known = repr((scenario.name, scenario.values, scenario.root, scenario.changes))
        with self._lock:
            self._policies.setdefault(known, (scenario, {}))
            self._policies.move_to_end(known)
            while len(self._policies) > self._kept:
                self._policies.popitem(last=False)
            return self._policies[known]

    def _baseline_run(self, number: int) -> tuple[Result, ArmRun]:
        """Return a run of the baseline, made at its first use; made twice, it is the same."""
        known = self._baseline_runs.get(number)
        if known is None:
            seed = replicate_seed(self.seed, number)
            result = simulate_detached(Task(self.baseline, seed))
            known = self._baseline_runs[number] = (result, arm_run(result))
        return known
