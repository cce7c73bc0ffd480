"""A finished calibration: as sentences, as a document, as files that other verbs use."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import heterophony
from heterophony.experiments.methods.calibration.plan import CalibrationPlan
from heterophony.experiments.methods.calibration.posterior import CheckedTarget, LearnedParameter
from heterophony.experiments.methods.calibration.smc import Particles

if TYPE_CHECKING:
    import pandas as pd

    from heterophony.experiments.inputs.worlds import Worlds
    from heterophony.experiments.methods.calibration.fitting import Effort
    from heterophony.scenarios import Scenario

KIND = "calibration"
_OFF = 2.0  # an emulator that is off by more of its own standard deviations is not to be trusted
_FEW = 30.0


@dataclass(frozen=True)
class Calibration:
    """What the targets say of the parameters, and whether they were reached.

    Attributes
    ----------
    scenario
        As it was before.
    parameters, targets
        The posterior, and the posterior predictive check by new runs.
    emulator_errors
        By fitted target: see `Proposal`.
    asked
        Sets of parameters that the model was asked about.
    folder
        Where unfinished work is kept until the results are written.
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
    folder: Path | None = None

    @property
    def reached(self) -> bool:
        """Whether every target that was fitted to was reached."""
        return all(each.reached for each in self.targets if each.target.fitted)

    def fitted_scenario(self) -> Scenario:
        """Return the scenario with every fitted parameter at its posterior median."""
        from dataclasses import replace

        values = {each.prior.parameter: each.median for each in self.parameters}
        found = self.scenario.replaced(values)
        return replace(
            found,
            name=f"{self.scenario.name}-calibrated",
            title={lang: f"{text} *" for lang, text in self.scenario.title.items()},
            evidence=f"{self.scenario.evidence} Calibrated to: {self.plan.title}.".strip(),
            warnings=(),
        )

    def worlds(self) -> Worlds:
        """Return draws from the posterior as worlds, for `--worlds`."""
        from heterophony.experiments.inputs.worlds import PlausibleWorld, Worlds
        from heterophony.sim import model_digest

        names = [each.parameter for each in self.plan.priors]
        rows = self.particles.values(self.plan.priors)
        drawn = [rows[row].tolist() for row in self.particles.drawn(self.effort.worlds)]
        worlds = tuple(
            PlausibleWorld(number, dict(zip(names, row, strict=True)))
            for number, row in enumerate(drawn)
        )
        return Worlds(worlds, model_digest(), "calibration", self.provenance())

    def frame(self) -> pd.DataFrame:
        """Return one row per particle: its weight and every fitted parameter."""
        import pandas as pd

        names = [each.parameter for each in self.plan.priors]
        table = pd.DataFrame(self.particles.values(self.plan.priors), columns=names)
        table.insert(0, "weight", self.particles.weights)
        return table

    def cautions(self) -> list[str]:
        """Say what in this calibration is not to be relied on."""
        said = []
        missed = [
            each.target.name for each in self.targets if each.target.fitted and not each.reached
        ]
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
        said += self._about_the_draws()
        return said

    def _about_the_draws(self) -> list[str]:
        said = []
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
        fitted = [each.name for each in self.plan.fitted]
        off = [
            name
            for name, error in zip(fitted, self.emulator_errors, strict=False)
            if not error <= _OFF
        ]
        if off:
            said.append(
                f"The emulator is off for: {'; '.join(off)}. Ask for a larger --budget, or let the "
                "sampler ask the model itself (--method model)."
            )
        return said

    def provenance(self) -> dict[str, Any]:
        """Return how the posterior came about."""
        return {
            "made_by": "heterophony calibrate",
            "version": heterophony.__version__,
            "title": self.plan.title,
            "seed": self.seed,
            "effort": vars(self.effort),
            "targets": [
                {"name": each.target.name, "value": each.target.value, "sd": each.target.sd}
                for each in self.targets
                if each.target.fitted
            ],
            "ranges": {each.parameter: [each.low, each.high] for each in self.plan.priors},
            "command": sys.argv,
            "platform": platform.platform(),
        }

    def write(self, out: str | Path) -> Path:
        """Write the calibration as a folder and return its path.

        Raises
        ------
        RequestError
            If the folder holds files that are not results of this package.
        WorkError
            If it cannot be written; then nothing is, and the finished answers are still kept.
        """
        from heterophony.experiments.methods.calibration.writing import write_calibration

        return write_calibration(self, Path(out))
