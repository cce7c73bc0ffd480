"""A finished calibration: what it says, its document and its folder."""

from __future__ import annotations

import platform
import sys
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import heterophony
from heterophony.experiments.inputs.calibration_plan import CalibrationPlan, Effort
from heterophony.experiments.inputs.worlds import PlausibleWorld, Worlds, write_worlds
from heterophony.experiments.methods.posterior import (
    CheckedTarget,
    LearnedParameter,
    Particles,
)
from heterophony.experiments.results.codec import as_json
from heterophony.experiments.results.digests import model_digest
from heterophony.experiments.results.folders import Writer, write_folder
from heterophony.experiments.results.manifest import common_manifest, scenario_document
from heterophony.experiments.results.notice import notice
from heterophony.experiments.results.shown import Shown
from heterophony.experiments.results.tables import write_table, write_text
from heterophony.scenarios import Scenario

if TYPE_CHECKING:
    import pandas as pd

KIND = "calibration"
_OFF = 2.0  # an emulator that is off by more of its own standard deviations is not to be trusted
_FEW = 30.0


@dataclass(frozen=True, repr=False)
class Calibration(Shown):
    """What the targets say of the parameters, and whether they were reached.

    Attributes
    ----------
    scenario
        As it was before.
    parameters, targets
        The posterior, and the posterior predictive check by new runs.
    emulator_errors
        By fitted target, how far the first wave's emulator was off at the second wave's points, as
        a root mean square in its own standard deviations: near 1 where it knows what it does not
        know. Empty without an emulator.
    asked
        Parameter sets at which the model was run.
    checkpoint
        The file that holds finished work until the results are written.
    """

    scenario: Scenario
    plan: CalibrationPlan
    effort: Effort
    seed: int
    particles: Particles
    parameters: tuple[LearnedParameter, ...]
    targets: tuple[CheckedTarget, ...]
    emulator_errors: tuple[float, ...]
    asked: int
    started: str
    seconds: float
    checkpoint: Path | None = None

    @property
    def reached(self) -> bool:
        """Whether every target that was fitted to was reached."""
        return all(each.reached for each in self.targets if each.target.fitted)

    def fitted_scenario(self) -> Scenario:
        """Return the scenario with every fitted parameter at its posterior median."""
        values = {each.prior.parameter: each.median for each in self.parameters}
        return replace(
            self.scenario.replaced(values),
            name=f"{self.scenario.name}-calibrated",
            title={lang: f"{text} *" for lang, text in self.scenario.title.items()},
            evidence=f"{self.scenario.evidence} Calibrated to: {self.plan.title}.".strip(),
            warnings=(),
        )

    def frame(self) -> pd.DataFrame:
        """Return one row per particle: its weight and every fitted parameter."""
        import pandas as pd

        values = self.particles.values(self.plan.priors)
        table = pd.DataFrame(values, columns=self.plan.parameters)
        table.insert(0, "weight", self.particles.weights)
        return table

    def cautions(self) -> list[str]:
        """Say which parts of this calibration nobody should rely on."""
        said = []
        fitted = [each for each in self.targets if each.target.fitted]
        missed = [each.target.name for each in fitted if not each.reached]
        if missed:
            said.append(
                f"Not reached: {'; '.join(missed)}. No values in these ranges bring the model "
                "there together with the rest: read the posterior as what comes nearest, not as "
                "what is true."
            )
        blind = [each.prior.parameter for each in self.parameters if not each.identified]
        if blind:
            said.append(f"Not identified by these targets: {', '.join(blind)}.")
        for each in self.parameters:
            if each.with_others and each.prior.parameter < min(each.with_others):
                known = f"{each.prior.parameter} and {', '.join(each.with_others)}"
                said.append(f"Known better together than each: {known}.")
        if self.particles.temperature > 1.0:
            said.append(
                f"The temperature came down to {self.particles.temperature:.2g}, not to 1: the "
                "posterior is wider than the figures warrant; a larger --budget brings it down."
            )
        if self.particles.effective < _FEW:
            said.append(
                f"The draws are worth only {self.particles.effective:.0f} independent ones: ask "
                "for more --particles."
            )
        errors = zip(self.plan.fitted, self.emulator_errors, strict=False)
        off = [target.name for target, error in errors if not error <= _OFF]
        if off:
            said.append(
                f"The emulator is off for: {'; '.join(off)}. Ask for a larger --budget, or let the "
                "sampler ask the model itself (--method model)."
            )
        return said

    def worlds(self) -> Worlds:
        """Return draws from the posterior as worlds, for `--worlds`."""
        rows = self.particles.values(self.plan.priors)
        worlds = tuple(
            PlausibleWorld(number, dict(zip(self.plan.parameters, rows[row].tolist(), strict=True)))
            for number, row in enumerate(self.particles.drawn(self.effort.worlds))
        )
        return Worlds(worlds, model_digest(), KIND, self.provenance())

    def provenance(self) -> dict[str, Any]:
        """Return how the posterior came about."""
        return {
            "made_by": "heterophony calibrate",
            "version": heterophony.__version__,
            "title": self.plan.title,
            "seed": self.seed,
            "effort": asdict(self.effort),
            "targets": [
                {"name": each.name, "value": each.value, "sd": each.sd} for each in self.plan.fitted
            ],
            "ranges": {each.parameter: [each.low, each.high] for each in self.plan.priors},
            "command": sys.argv,
            "platform": platform.platform(),
        }

    def to_json_dict(self) -> dict[str, Any]:
        """Return posterior and check, with None for what is undefined."""
        return {
            "scenario": self.scenario.name,
            "targets_title": self.plan.title,
            "seed": self.seed,
            "method": self.effort.method,
            "asked": self.asked,
            "replicates": self.effort.replicates,
            "particles": len(self.particles.weights),
            "effective": self.particles.effective,
            "temperature": self.particles.temperature,
            "reached": self.reached,
            "parameters": [_parameter_document(each) for each in self.parameters],
            "targets": [_target_document(each) for each in self.targets],
            "emulator_errors": self.emulator_errors,
            "cautions": self.cautions(),
            "notice": notice(),
        }

    def write(self, out: str | Path) -> Path:
        """Write the calibration as a folder, remove its checkpoint, and return the folder.

        Raises
        ------
        RequestError, WorkError
            If it must not or cannot be written; see `write_folder`.
        """
        writers: dict[str, Writer] = {
            "calibration.json": write_text(as_json(self.to_json_dict())),
            "posterior.parquet": write_table(self.frame()),
            "scenario.toml": write_text(self.fitted_scenario().to_toml()),
            "worlds.parquet": partial(write_worlds, self.worlds()),
        }
        source = Path(self.plan.source)
        if source.is_file():  # a table of targets may also come from Python
            writers["targets.toml"] = write_text(source.read_text("utf-8"))
        about = {
            "scenario": scenario_document(self.scenario),
            **self.provenance(),
            "started": self.started,
            "seconds": round(self.seconds, 3),
        }
        written = write_folder(Path(out), writers, common_manifest(KIND, about))
        if self.checkpoint is not None:
            self.checkpoint.unlink(missing_ok=True)
        return written


def _parameter_document(learned: LearnedParameter) -> dict[str, Any]:
    named = {"parameter": learned.prior.parameter}
    prior = {"prior_low": learned.prior.low, "prior_high": learned.prior.high}
    names = ("median", "low", "high", "learned", "identified", "with_others")
    return named | prior | {name: getattr(learned, name) for name in names}


def _target_document(checked: CheckedTarget) -> dict[str, Any]:
    target = checked.target
    names = ("before", "after", "low", "high", "distance", "reached")
    return {
        "name": target.name,
        "outcome": target.reading.outcome,
        "arm": target.arm,
        "less": target.less or None,
        "fitted": target.fitted,
        "value": target.value,
        "sd": target.sd,
        "unit": target.unit,
        "source": target.source,
    } | {name: getattr(checked, name) for name in names}
