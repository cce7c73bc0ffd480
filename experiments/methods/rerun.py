"""Make any result again from its folder alone, and say whether it comes out equal."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from heterophony.experiments.engine.repair import repair
from heterophony.experiments.engine.replicates import run
from heterophony.experiments.engine.workers import ProgressCallback
from heterophony.experiments.inputs.calibration_plan import Effort
from heterophony.experiments.inputs.claims import load_claims
from heterophony.experiments.inputs.patterns import load_patterns
from heterophony.experiments.inputs.targets import load_targets
from heterophony.experiments.inputs.worlds import SHIPPED_NAME, load_worlds
from heterophony.experiments.methods.assessing import assess_robustness
from heterophony.experiments.methods.claim_judgement import claims_document
from heterophony.experiments.methods.claim_judging import judge
from heterophony.experiments.methods.compare import compare
from heterophony.experiments.methods.comparison import Comparison
from heterophony.experiments.methods.evidence import invented_numbers
from heterophony.experiments.methods.patterns.checking import check_all
from heterophony.experiments.methods.responses import ModelResponse
from heterophony.experiments.methods.robustness import Robustness
from heterophony.experiments.methods.search_result import Search
from heterophony.experiments.methods.searching import search
from heterophony.experiments.methods.sensitivity import analyse
from heterophony.experiments.methods.stopping import UntilSettled
from heterophony.experiments.methods.survey import survey
from heterophony.experiments.results.codec import as_json
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.manifest import read_manifest, reading, scenario_of
from heterophony.experiments.results.own_outcomes import refuse_without_own_outcomes
from heterophony.experiments.results.pattern_documents import scoreboard_document
from heterophony.experiments.results.rerun import Rerun
from heterophony.experiments.results.sensitivity import Sensitivity
from heterophony.experiments.results.store import read_contents
from heterophony.experiments.results.store_manifest import read_store_manifest
from heterophony.sim import model_digest

# What differs from one making to the next although all results are equal.
_MAKING = frozenset(
    {"command", "seconds", "started", "threads", "version", "source", "platform", "manifest"}
)


@dataclass(frozen=True)
class _Folder:
    """A folder of results, its manifest, and how runs are made."""

    path: Path
    manifest: Mapping[str, Any]
    workers: int | None
    progress: ProgressCallback | None

    @property
    def how(self) -> dict[str, Any]:
        """Return the seed and how runs are made, as keywords."""
        return {
            "seed": self.manifest["seed"], "workers": self.workers, "progress": self.progress,
        }  # fmt: skip

    def hashes(self, digest: str) -> list[str]:
        """Compare the hash of all results."""
        return [] if digest == self.manifest["results_sha256"] else ["results_sha256"]

    def documents(self, name: str, document: Any) -> list[str]:
        """Compare a document with the one in the folder, whatever says how it was made apart."""
        then = json.loads((self.path / name).read_text("utf-8"))
        return list(_differing(then, json.loads(as_json(document))))


def rerun(
    folder: str | Path, *, workers: int | None = None, progress: ProgressCallback | None = None
) -> Rerun:
    """Make the result in a folder again, by what the folder holds and nothing else.

    Other parameters are those of `run`.

    Parameters
    ----------
    folder
        A folder that any verb wrote with `--out`, or a store.

    Raises
    ------
    RequestError
        If the folder holds no result, an unfinished one, or one that cannot be made again.
    Interrupted
        On Ctrl-C, SIGTERM or SIGHUP.
    """
    path = Path(folder)
    manifest = read_manifest(path)
    kind = str(manifest.get("kind"))
    if kind not in _KINDS:
        raise RequestError(f"{path} holds a {kind}; allowed: {', '.join(_KINDS)}")
    if manifest.get("interrupted"):
        raise RequestError(f"{path} holds an unfinished {kind}; finish it by its own command first")
    refuse_without_own_outcomes(path, manifest)
    with reading(path, f"a {kind}"):
        differing = _KINDS[kind](_Folder(path, manifest, workers, progress))
    return Rerun(kind, tuple(differing), str(manifest.get("model_sha256", "")), model_digest())


def _run(there: _Folder) -> Iterable[str]:
    manifest = there.manifest
    found = run(
        scenario_of(manifest["scenario"]),
        replicates=manifest["replicates"],
        executor=manifest["executor"],
        **there.how,
    )
    return there.hashes(found.digest)


def _comparison(there: _Folder) -> Iterable[str]:
    then = Comparison.read(there.path)
    more: dict[str, Any] = {"replicates": then.asked}
    if then.stopped is not None:
        rule = then.stopped.rule
        more = {"replicates": rule.batch, "maximum": rule.maximum}
        if isinstance(rule, UntilSettled):
            more["until_settled"] = rule.outcomes
        else:
            more["until_width"] = rule.widths
    if then.over is not None:
        more["worlds"] = _worlds(then.over.source, then.over.asked)
    policies = [each.scenario for each in then.policies]
    executor: Any = then.executor
    found = compare(then.baseline, policies, executor=executor, **more, **there.how)
    return there.hashes(found.digest)


def _robustness(there: _Folder) -> Iterable[str]:
    then = Robustness.read(there.path)
    executor: Any = then.executor
    found = assess_robustness(
        then.baseline,
        then.policies,
        worlds=then.worlds,
        replicates=then.replicates,
        executor=executor,
        **there.how,
    )
    return there.hashes(found.digest)


def _survey(there: _Folder) -> Iterable[str]:
    manifest = there.manifest
    found = survey(
        scenario_of(manifest["baseline"]),
        [scenario_of(each) for each in manifest["policies"]],
        replicates=manifest["replicates"],
        worlds=manifest["worlds"],
        replicates_per_world=max(2, manifest["pairs_per_world"]),
        **there.how,
    )
    return there.hashes(found.digest)


def _search(there: _Folder) -> Iterable[str]:
    then = Search.read(there.path)
    found = search(
        then.baseline,
        {each.name: each.values for each in then.levers},
        aims=[each.name for each in then.aims],
        worlds=then.worlds,
        by=then.by,
        effort=then.effort,
        **there.how,
    )
    return there.hashes(found.digest)


def _sensitivity(there: _Folder) -> Iterable[str]:
    then = Sensitivity.read(there.path)
    if not then.arms:
        raise RequestError(f"{there.path} holds an analysis of a function of your own: call it")
    found = analyse(
        then.factors,
        ModelResponse(then.arms, then.outcomes),
        arms=then.arms,
        method=then.design.method,
        samples=then.design.blocks,
        correlations=then.correlations,
        replicates=then.replicates,
        **there.how,
    )
    return there.hashes(found.digest)


def _evidence(there: _Folder) -> Iterable[str]:
    then = json.loads((there.path / "evidence.json").read_text("utf-8"))
    found = invented_numbers(
        scenario_of(there.manifest["baseline"]),
        scenario_of(there.manifest["policy"]),
        then["outcome"],
        confidence=there.manifest["confidence"],
        pairs=then["pairs"],
        **there.how,
    )
    return there.hashes(found.manifest["results_sha256"])


def _claims(there: _Folder) -> Iterable[str]:
    manifest = there.manifest
    found = judge(
        load_claims(there.path / "claims.toml"),
        worlds=manifest.get("worlds"),
        replicates=manifest["replicates"],
        **there.how,
    )
    document = claims_document(found, manifest["seed"], manifest["replicates"])
    return there.documents("claims.json", document)


def _validation(there: _Folder) -> Iterable[str]:
    then = json.loads((there.path / "validation.json").read_text("utf-8"))
    known = load_patterns()
    names = [each["id"] for each in then["patterns"]]
    if own := [name for name in names if name not in known]:
        raise RequestError(f"{there.path} rests on patterns of your own: {', '.join(own)}")
    found = check_all(
        [known[name] for name in names],
        values=then["set"],
        pairs=then["pairs"] if isinstance(then["pairs"], int) else None,
        ablations="ablations" in then,
        **there.how,
    )
    return there.documents("validation.json", scoreboard_document(found))


def _calibration(there: _Folder) -> Iterable[str]:
    from heterophony.experiments.methods.calibration import calibrate  # needs an extra

    manifest = there.manifest
    found = calibrate(
        scenario_of(manifest["scenario"]),
        load_targets(there.path / "targets.toml"),
        effort=Effort(**manifest["effort"]),
        **there.how,
    )
    return there.documents("calibration.json", found.to_json_dict())


def _sweep(there: _Folder) -> Iterable[str]:
    """Fill a copy of the store that has its points and no runs, and compare the hashes."""
    contents = read_contents(there.path)
    if not contents:
        raise RequestError(f"{there.path} is not finished; finish it by its own command first")
    made_by = read_store_manifest(there.path).sources[-1].model
    if made_by != model_digest():
        raise RequestError(
            f"{there.path} was made by model {made_by}, and this is {model_digest()}; only the "
            "model that made a store makes its runs again"
        )
    with tempfile.TemporaryDirectory(prefix="heterophony-rerun-") as folder:
        copy = Path(folder) / "store"
        leave = shutil.ignore_patterns("runs", "timing", "unfinished", "aside", "contents.json")
        shutil.copytree(there.path, copy, ignore=leave)
        repair(copy, workers=there.workers, progress=there.progress)
        now = read_contents(copy)["files"]
        files = contents["files"]
        return [name for name in sorted({*files, *now}) if files.get(name) != now.get(name)]


def _worlds(source: str, count: int) -> Any:
    return count if source == SHIPPED_NAME else load_worlds(source)


def _differing(then: Any, now: Any, place: str = "") -> Iterable[str]:
    """Yield the places at which two documents differ."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in sorted({*then, *now} - _MAKING):
            yield from _differing(then.get(key), now.get(key), f"{place}.{key}".lstrip("."))
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for number, (one, other) in enumerate(zip(then, now, strict=True)):
            yield from _differing(one, other, f"{place}[{number}]")
    elif then != now:
        yield place


_KINDS: dict[str, Callable[[_Folder], Iterable[str]]] = {
    "run": _run,
    "comparison": _comparison,
    "survey": _survey,
    "sweep": _sweep,
    "search": _search,
    "sensitivity": _sensitivity,
    "robustness": _robustness,
    "claims": _claims,
    "calibration": _calibration,
    "validation": _validation,
    "evidence": _evidence,
}
