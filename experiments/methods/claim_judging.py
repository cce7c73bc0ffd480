"""Judge claims: over seeds, over choices of the implementation, over plausible worlds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from heterophony.experiments.engine.checkpoint import Checkpoint, unfinished_path
from heterophony.experiments.engine.replicates import check_request
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.workers import (
    Failure,
    Progress,
    ProgressCallback,
    Stop,
    checked_workers,
    run_tasks,
)
from heterophony.experiments.inputs.arms import arms_of
from heterophony.experiments.inputs.claims import Claim
from heterophony.experiments.inputs.worlds import PlausibleWorld, Worlds, load_worlds
from heterophony.experiments.methods.claim_judgement import (
    Checked,
    Judgement,
    Kind,
    State,
    claims_document,
    judged,
    state_of,
)
from heterophony.experiments.methods.claim_variations import (
    Answer,
    Variation,
    compared,
    difference_of,
    in_world,
    paired,
    variations,
)
from heterophony.experiments.methods.soundness import Soundness, soundness
from heterophony.experiments.results.codec import as_json
from heterophony.experiments.results.digests import digest_of
from heterophony.experiments.results.errors import Interrupted, WorkError
from heterophony.experiments.results.folders import write_folder
from heterophony.experiments.results.identity import scenario_digest
from heterophony.experiments.results.manifest import common_manifest
from heterophony.experiments.results.tables import write_table, write_text

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
    checkpoint: Path | None = None,
) -> list[Judgement]:
    """Judge every claim, in order.

    Other parameters are those of `run`.

    Parameters
    ----------
    claims
        What is judged, as `load_claims` reads them.
    worlds
        A number of the shipped set, a file, or worlds as loaded. None: what each claim says, else
        50. 0: none, and then nothing can be a finding.
    replicates
        Pairs under the claim itself, and under each variation.
    checkpoint
        Keeps finished runs, so that the same call resumes from it; `checkpoint_path` names one.
        None: nothing is kept.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request, a claim or the worlds are wrong; nothing is run then.
    Interrupted
        On Ctrl-C, SIGTERM or SIGHUP; its `finished` holds the judgements that were finished.
    """
    seed, replicates = check_request(seed, replicates, "compiled")
    tell = _Teller(progress)
    with Stop() as stop:
        asked = [
            _ClaimChecks(each, _worlds_of(each, worlds), replicates, seed, workers, stop, tell)
            for each in claims
        ]
        tell.total = sum(each.pairs() for each in asked)
        identity = {"claims": [each.identity() for each in asked], "seed": seed}
        properties = [_property(each) for each in soundness(seed=seed)]
        finished: list[Judgement] = []
        kept = Checkpoint[Answer].open(checkpoint, identity, "claim", Answer)
        for one in asked:
            one.checkpoint = kept
            checks = properties + one.checks()
            if stop.asked:
                raise Interrupted(finished, len(finished), len(claims), "claims")
            finished.append(judged(one.claim, checks, one.worlds))
        kept.close()
    return finished


def checkpoint_path(out: Path | None, source: Path, **request: object) -> Path:
    """Return the checkpoint of a request: beside `out`, else named after the file of claims."""
    if out is not None:
        return unfinished_path(out)
    key = digest_of(map(repr, (source.read_bytes(), sorted(request.items()))))
    return unfinished_path(Path(f"{source.stem}-{key[:8]}"))


def write_judgements(
    judgements: Sequence[Judgement],
    out: Path,
    *,
    source: Path,
    seed: int,
    replicates: int,
    worlds: str | None = None,
) -> Path:
    """Write the judgements, a table of every check, the claims themselves, and the manifest."""
    document = claims_document(judgements, seed, replicates)
    rows = [
        {"claim": each["name"], **check} for each in document["claims"] for check in each["checks"]
    ]
    about = {"seed": seed, "replicates": replicates, "worlds": worlds}
    manifest = common_manifest("claims", about)
    writers = {
        "claims.json": write_text(as_json(document)),
        "checks.parquet": write_table(pd.DataFrame(rows)),
        "claims.toml": lambda path: path.write_bytes(source.read_bytes()),
    }
    return write_folder(out, writers, manifest)


def _worlds_of(claim: Claim, worlds: int | str | Path | Worlds | None) -> Worlds | None:
    if isinstance(worlds, Worlds):
        return worlds
    chosen = worlds
    if chosen is None:
        chosen = WORLDS if claim.worlds is None else claim.worlds
    return None if chosen in (0, "0") else load_worlds(chosen)


def _property(found: Soundness) -> Checked:
    state = State.HOLDS if found.holds else State.TURNS
    return Checked(found.name, Kind.SOUND, state, detail=found.wrong)


class _Teller:
    """Adds up the progress of one check after another, in pairs."""

    def __init__(self, progress: ProgressCallback | None) -> None:
        self.total = 0
        self._progress = progress
        self._before = 0.0
        self._seconds = 0.0

    def part(self, tasks: int, pairs: float) -> ProgressCallback | None:
        """Return the callback of a check of so many tasks, of so many pairs each."""
        if self._progress is None:
            return None
        show = self._progress

        def tell(now: Progress) -> None:
            done, seconds = self._before + pairs * now.done, self._seconds + now.seconds
            show(Progress(round(done), max(self.total, round(done)), seconds))
            if now.done == tasks:
                self._before, self._seconds = done, seconds

        return tell


@dataclass
class _ClaimChecks:
    """One claim, and how its checks are run."""

    claim: Claim
    worlds: Worlds | None
    replicates: int
    seed: int
    workers: int | None
    stop: Stop
    tell: _Teller
    checkpoint: Checkpoint[Answer] | None = None

    def __post_init__(self) -> None:
        self.arms = arms_of(self.claim.baseline, self.claim.policy, self.claim.overrides)

    def identity(self) -> dict[str, Any]:
        """Return all that the answers depend on except the seed and the model."""
        worlds = [repr((each.number, each.values)) for each in self.worlds or ()]
        return {
            "name": self.claim.name,
            "scenarios": [scenario_digest(each) for each in self.arms],
            "reading": repr(self.claim.reading),
            "worlds": digest_of(worlds),
        }

    def pairs(self) -> int:
        """Return how many pairs all checks take, worlds that stay open not counted twice."""
        there = PAIRS_IN_A_WORLD * len(self.worlds) if self.worlds is not None else 0
        return self.replicates + there + sum(map(self._pairs, variations(self.arms[0])))

    def checks(self) -> list[Checked]:
        """Run all checks, or those before the user stops it."""
        found = [self._varied(Variation("seeds"), self.replicates, Kind.SEEDS)]
        for variation in variations(self.arms[0]):
            if self.stop.asked:
                break
            if variation.exact:
                found.append(self._exact(variation))
            else:
                kind = Kind.STRUCTURE if variation.is_structural else Kind.IMPLEMENTATION
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
        work = partial(paired, self.claim, variation)
        answers = self._run(work, tasks, variation.name)
        found = difference_of([each.pairs[0] for _, each in answers])
        return Checked(variation.name, kind, state_of(self.claim, found), found)

    def _exact(self, variation: Variation) -> Checked:
        tasks = [
            (arm, replicate_seed(self.seed, each))
            for each in range(self._pairs(variation))
            for arm in self.arms
        ]
        answers = self._run(partial(compared, variation), tasks, variation.name, 0.5)
        wrong = list(dict.fromkeys(name for _, each in answers for name in each.wrong))
        state = State.TURNS if wrong else State.HOLDS
        detail = (
            f"outcomes differ: {', '.join(wrong[:3])}" if wrong else "every outcome is the same"
        )
        return Checked(variation.name, Kind.EXACT, state, None, detail)

    def _over_worlds(self, worlds: Worlds) -> list[Checked]:
        """Judge every world by a few pairs, and those left open once more by more pairs."""
        found = self._judged_worlds(list(worlds), PAIRS_IN_A_WORLD)
        undecided = [e for e in worlds if e.number in found and found[e.number].state is State.OPEN]
        if undecided and not self.stop.asked:
            found |= self._judged_worlds(undecided, PAIRS_WHERE_OPEN)
        return list(found.values())

    def _judged_worlds(self, worlds: Sequence[PlausibleWorld], pairs: int) -> dict[int, Checked]:
        found = {}
        work = partial(in_world, self.claim, self.arms, self.seed, pairs)
        for place, answer in self._run(work, worlds, f"worlds, {pairs} pairs", pairs):
            name, difference = f"world {worlds[place].number}", difference_of(answer.pairs)
            state = state_of(self.claim, difference)
            found[worlds[place].number] = Checked(name, Kind.WORLD, state, difference)
        return found

    def _run(
        self,
        work: Callable[[Any], Answer],
        tasks: Sequence[Any],
        check: str,
        pairs: float = 1,
    ) -> Iterator[tuple[int, Answer]]:
        """Run the tasks of a check, that take so many pairs each."""
        for place, answer in run_tasks(
            work,
            tasks,
            keys=[f"{self.claim.name}/{check}/{place}" for place in range(len(tasks))],
            checkpoint=self.checkpoint,
            workers=checked_workers(self.workers, len(tasks)),
            stop=self.stop,
            progress=self.tell.part(len(tasks), pairs),
        ):
            if isinstance(answer, Failure):
                raise WorkError(f"claim {self.claim.name}, {check}: {answer.reason}")
            yield place, answer
