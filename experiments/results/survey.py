"""All policies at once, as plain frozen data: effects, prices, shares of worlds, and its folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pandas as pd

from heterophony.experiments.results.codec import as_json, plain
from heterophony.experiments.results.folders import write_folder
from heterophony.experiments.results.manifest import (
    facts_of,
    manifest_document,
    read_manifest,
    reading,
    scenario_document,
    scenario_of,
)
from heterophony.experiments.results.notice import notice
from heterophony.experiments.results.shown import Shown
from heterophony.experiments.results.tables import read_table, write_table, write_text
from heterophony.experiments.results.vocabulary import EVERYONE
from heterophony.scenarios import Scenario

KIND = "survey"


class Answer(StrEnum):
    """What may be said of a policy's ownership, by luck and by worlds together."""

    HELPS = "helps"
    HARMS = "harms"
    NOTHING = "nothing that matters"
    TURNS = "turns with the assumptions"
    OPEN = "open"


@dataclass(frozen=True, repr=False)
class Survey(Shown):
    """Many policies beside one baseline.

    Attributes
    ----------
    table
        A row per policy, in the order asked: `policy`, `title`, `answer` (see `Answer`), `first`
        (whether to look at it first), `hours` with `hours_low` and `hours_high` (staff hours per
        citizen-year more than the baseline), `harms` (what else gets worse by an amount that
        matters), and `better`, `worse`, `none`, `unsettled`: in how many worlds.
    effects
        A table of effects: a row per policy, group and outcome.
    pairs, worlds, pairs_per_world
        Pairs in the world of the scenarios; plausible worlds (0: none), and pairs in each.
    left_out
        Why scenarios of the library are not among the policies, by name.
    """

    baseline: Scenario
    policies: tuple[Scenario, ...]
    table: pd.DataFrame
    effects: pd.DataFrame
    seed: int
    pairs: int
    worlds: int
    pairs_per_world: int
    left_out: Mapping[str, str]
    overrides: Mapping[str, object]
    executor: str
    digest: str
    started: str
    seconds: float

    asked = property(lambda self: self.pairs, doc="Pairs that were asked for.")
    interrupted = False

    @property
    def first(self) -> list[str]:
        """The policies to look at first; not ranked."""
        names: list[str] = self.table.loc[self.table["first"], "policy"].tolist()
        return names

    def answered(self, answer: Answer) -> list[str]:
        """Return the policies with this answer, by name: luck and worlds carry no ranking."""
        found = self.table.loc[self.table["answer"] == answer.value, "policy"]
        return sorted(found.tolist())

    def of(self, outcome: str, group: str = EVERYONE) -> pd.DataFrame:
        """Return the rows of one outcome and group, by policy."""
        rows = self.effects
        rows = rows[(rows["outcome"] == outcome) & (rows["group"] == group)]
        return rows.set_index("policy")

    def to_frame(self) -> pd.DataFrame:
        """Return the table of effects."""
        return self.effects

    def to_json_dict(self) -> dict[str, Any]:
        """Return the table, the answer in names, and how it was made."""
        document: dict[str, Any] = plain(
            {
                "baseline": self.baseline.name,
                "seed": self.seed,
                "pairs": self.pairs,
                "worlds": self.worlds,
                "pairs_per_world": self.pairs_per_world,
                "look_first": self.first,
                "answers": {each.value: self.answered(each) for each in Answer},
                "policies": self.table.to_dict("records"),
                "left_out": dict(self.left_out),
                "notice": notice(),
            }
        )
        return document

    def manifest(self) -> dict[str, Any]:
        """Return all that is needed to make the survey again, and the hash of its results."""
        about = {
            "baseline": scenario_document(self.baseline),
            "policies": [scenario_document(each) for each in self.policies],
            "overrides": dict(self.overrides),
            "worlds": self.worlds,
            "pairs_per_world": self.pairs_per_world,
        }
        return manifest_document(self, KIND, about)

    def write(self, out: str | Path) -> Path:
        """Write `survey.json`, both tables and the manifest; return the folder.

        Raises
        ------
        RequestError
            If the folder holds files that are not results of this package.
        WorkError
            If it cannot be written; then nothing is.
        """
        writers = {
            "survey.json": write_text(as_json(self.to_json_dict())),
            "policies.parquet": write_table(self.table),
            "effects.parquet": write_table(self.effects),
        }
        return write_folder(Path(out), writers, self.manifest())

    @classmethod
    def read(cls, folder: str | Path) -> Survey:
        """Read a survey back from the folder that `write` made.

        Raises
        ------
        RequestError
            If the folder holds something else, or a file in it cannot be read.
        """
        folder = Path(folder)
        manifest = read_manifest(folder, KIND)
        with reading(folder, "a survey"):
            return cls(
                baseline=scenario_of(manifest["baseline"]),
                policies=tuple(scenario_of(each) for each in manifest["policies"]),
                table=read_table(folder / "policies.parquet"),
                effects=read_table(folder / "effects.parquet"),
                pairs=manifest["replicates"],
                worlds=manifest["worlds"],
                pairs_per_world=manifest["pairs_per_world"],
                left_out={},
                overrides=manifest["overrides"],
                **facts_of(manifest),
            )
