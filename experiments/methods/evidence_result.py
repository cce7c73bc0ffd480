"""What a comparison depends on: the answer of `evidence`, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from heterophony.experiments.methods.oat import Dependency
from heterophony.experiments.methods.verdicts import Verdict
from heterophony.experiments.results.codec import as_json
from heterophony.experiments.results.differences import Difference, difference_document
from heterophony.experiments.results.folders import write_folder
from heterophony.experiments.results.notice import notice
from heterophony.experiments.results.shown import Shown
from heterophony.experiments.results.tables import write_text


@dataclass(frozen=True, repr=False)
class InventedNumbers(Shown):
    """What a comparison depends on.

    Attributes
    ----------
    difference, verdict : at the defaults
    dependencies : the largest change first
    varied : how many numbers were varied
    refused : numbers whose ends contradict the scenario, which were left alone
    manifest : all that is needed to find the numbers again
    """

    baseline: str
    policy: str
    outcome: str
    smallest: float
    difference: Difference
    verdict: Verdict
    dependencies: tuple[Dependency, ...]
    varied: int
    refused: tuple[str, ...]
    pairs: int
    runs: int
    seconds: float
    manifest: Mapping[str, Any] = field(default_factory=dict)

    def write(self, out: str | Path) -> Path:
        """Write `evidence.json` and the manifest; return the folder.

        Raises
        ------
        RequestError
            If the folder holds files that are not results of this package.
        WorkError
            If it cannot be written; then nothing is.
        """
        writers = {"evidence.json": write_text(as_json(self.to_json_dict()))}
        return write_folder(Path(out), writers, self.manifest)

    def to_json_dict(self) -> dict[str, Any]:
        """Return what the comparison depends on, and all that is needed to find it again."""
        return {
            "baseline": self.baseline,
            "policy": self.policy,
            "outcome": self.outcome,
            "smallest_difference": self.smallest,
            "difference": difference_document(self.difference),
            "verdict": self.verdict.value,
            "varied": self.varied,
            "refused": list(self.refused),
            "pairs": self.pairs,
            "runs": self.runs,
            "seconds": round(self.seconds, 1),
            "numbers": [each.to_json_dict() for each in self.dependencies],
            "notice": notice(),
            "manifest": dict(self.manifest),
        }
