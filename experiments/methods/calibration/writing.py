"""The folder of a calibration: posterior, check, scenario, worlds."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heterophony.experiments.results.codec import as_json
from heterophony.experiments.results.folders import Writer, write_folder
from heterophony.experiments.results.manifest import scenario_document, versions
from heterophony.experiments.results.notice import notice
from heterophony.experiments.results.tables import write_table, write_text

if TYPE_CHECKING:
    from heterophony.experiments.methods.calibration.result import Calibration

POSTERIOR, WORLDS, SCENARIO = "posterior.parquet", "worlds.parquet", "scenario.toml"
DOCUMENT = "calibration.json"


def write_calibration(calibration: Calibration, out: Path) -> Path:
    """Write all files of a calibration, and let go of what was kept while it was unfinished."""
    from heterophony.agents.compiled import SOURCE_DIGEST
    from heterophony.experiments.inputs.worlds import write_worlds

    worlds = calibration.worlds()
    fitted = calibration.fitted_scenario().to_toml()

    def write_set(path: Path) -> None:
        write_worlds(worlds, path)

    writers: dict[str, Writer] = {
        DOCUMENT: write_text(as_json(calibration_document(calibration))),
        POSTERIOR: write_table(calibration.frame()),
        SCENARIO: write_text(fitted),
        WORLDS: write_set,
    }
    manifest = {
        "tool": "heterophony",
        "kind": "calibration",
        "scenario": scenario_document(calibration.scenario),
        "rules_sha256": SOURCE_DIGEST,
        "versions": versions(),
        **calibration.provenance(),
        "started": calibration.started,
        "seconds": round(calibration.seconds, 3),
        "notice": notice(),
    }
    written = write_folder(out, writers, manifest)
    if calibration.folder is not None:
        shutil.rmtree(calibration.folder, ignore_errors=True)
    return written


def calibration_document(calibration: Calibration) -> dict[str, Any]:
    """Return posterior and check, with None for what is undefined."""
    particles = calibration.particles
    return {
        "scenario": calibration.scenario.name,
        "targets_title": calibration.plan.title,
        "seed": calibration.seed,
        "method": calibration.effort.method,
        "asked": calibration.asked,
        "replicates": calibration.effort.replicates,
        "particles": len(particles.weights),
        "effective": particles.effective,
        "temperature": particles.temperature,
        "reached": calibration.reached,
        "parameters": [
            {
                "parameter": each.prior.parameter,
                "prior_low": each.prior.low,
                "prior_high": each.prior.high,
                "median": each.median,
                "low": each.low,
                "high": each.high,
                "learned": each.learned,
                "identified": each.identified,
                "with_others": each.with_others,
            }
            for each in calibration.parameters
        ],
        "targets": [
            {
                "name": each.target.name,
                "outcome": each.target.reading.outcome,
                "arm": each.target.arm,
                "less": each.target.less or None,
                "fitted": each.target.fitted,
                "value": each.target.value,
                "sd": each.target.sd,
                "unit": each.target.unit,
                "source": each.target.source,
                "before": each.before,
                "after": each.after,
                "low": each.low,
                "high": each.high,
                "distance": each.distance,
                "reached": each.reached,
            }
            for each in calibration.targets
        ],
        "emulator_errors": calibration.emulator_errors,
        "cautions": calibration.cautions(),
        "notice": notice(),
    }
