"""What a search over levers found, as plain frozen data, and its folder of files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from heterophony.experiments.inputs.levers import Lever, combinations
from heterophony.experiments.inputs.search_effort import SearchEffort
from heterophony.experiments.inputs.worlds import Worlds, load_worlds, write_worlds
from heterophony.experiments.methods.aims import Aim, Robust, aims_of
from heterophony.experiments.results.codec import as_json, plain
from heterophony.experiments.results.folders import Writer, write_folder
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
from heterophony.scenarios import Scenario

KIND = "search"
_TABLES = ("tried", "table", "effects", "by_world")


@dataclass(frozen=True, repr=False)
class Search(Shown):
    """Plans that a search over levers found, and what is known of each.

    Attributes
    ----------
    plans
        The plans that were confirmed, as policies.
    by
        How the worlds were summed up while settings were tried.
    tried
        A row per setting that was tried: its levers, and for each aim the score while searching
        (`score_...`, more being better), `rank` (0: no other score dominates), and `plan` where it
        was confirmed.
    table
        A row per confirmed plan and one for the baseline: `plan`, its levers, `front` (no other
        surely beats it), `beaten_by`, `tied_with`, `gains`, `loses` (groups of people).
    effects
        A row per plan and aim, on fresh seeds: mean difference from the baseline over the worlds,
        its 95 % interval (luck and worlds), the word for it, the least favourable world, and in how
        many worlds it is better and worse.
    by_world
        The effects of every plan in every world, as in `Robustness.effects`.
    refused
        How many settings contradict themselves, or failed to run.
    """

    baseline: Scenario
    plans: tuple[Scenario, ...]
    levers: tuple[Lever, ...]
    aims: tuple[Aim, ...]
    by: Robust
    effort: SearchEffort
    worlds: Worlds
    tried: pd.DataFrame
    table: pd.DataFrame
    effects: pd.DataFrame
    by_world: pd.DataFrame
    refused: int
    seed: int
    executor: str
    digest: str
    started: str
    seconds: float

    interrupted = False
    asked = property(lambda self: self.effort.confirm, doc="Pairs in each world, on fresh seeds.")

    @property
    def settings(self) -> int:
        """How many settings of the levers there are."""
        return combinations(self.levers)

    @property
    def front(self) -> list[str]:
        """The plans that no other, and not the baseline, surely beats; not ranked."""
        there = self.table["front"] & (self.table["plan"] != self.baseline.name)
        names: list[str] = self.table.loc[there, "plan"].tolist()
        return names

    def of(self, aim: str) -> pd.DataFrame:
        """Return the rows of one aim, by plan."""
        return self.effects[self.effects["aim"] == aim].set_index("plan")

    def reaching(self, aim: str, amount: float) -> list[str]:
        """Return the plans whose whole interval in an aim reaches an amount, the cheapest first.

        The cheapest is the one with the smallest mean in the last aim that is a cost; plans of the
        same cost, and all where there is no such aim, come in the order of the table.
        """
        found = next(each for each in self.aims if each.name == aim)
        rows = self.of(aim)
        enough = rows["high"] <= amount if found.less else rows["low"] >= amount
        names = [name for name in rows.index[enough] if name != self.baseline.name]
        costs = [each.name for each in self.aims if each.is_cost and each.name != aim]
        if costs:
            prices = self.of(costs[0])["difference"]
            names.sort(key=lambda name: float(prices[name]))
        return names

    def to_frame(self) -> pd.DataFrame:
        """Return the table of effects."""
        return self.effects

    def to_json_dict(self) -> dict[str, Any]:
        """Return the plans, their effects, who beats whom, and how they were found."""
        document: dict[str, Any] = plain(
            {
                "baseline": self.baseline.name,
                "seed": self.seed,
                "settings": self.settings,
                "tried": len(self.tried),
                "refused": self.refused,
                "worlds": len(self.worlds),
                "by": self.by.value,
                **asdict(self.effort),
                "front": self.front,
                "plans": self.table.to_dict("records"),
                "effects": self.effects.to_dict("records"),
                "notice": notice(),
            }
        )
        return document

    def manifest(self) -> dict[str, Any]:
        """Return all that is needed to search again, and the hash of the results."""
        about = {
            "baseline": scenario_document(self.baseline),
            "policies": [scenario_document(each) for each in self.plans],
            "levers": {each.name: list(each.values) for each in self.levers},
            "aims": [each.name for each in self.aims],
            "by": self.by.value,
            "effort": asdict(self.effort),
            "refused": self.refused,
            "worlds": {"source": self.worlds.source, "asked": len(self.worlds)},
        }
        return manifest_document(self, KIND, about)

    def write(self, out: str | Path) -> Path:
        """Write the tables, a scenario file for each plan, worlds and manifest; return the folder.

        Raises
        ------
        RequestError, WorkError
            If it must not or cannot be written; see `write_folder`.
        """
        writers: dict[str, Writer] = {
            f"{name}.parquet": write_table(getattr(self, name)) for name in _TABLES
        }
        writers["search.json"] = write_text(as_json(self.to_json_dict()))
        writers["worlds.parquet"] = partial(write_worlds, self.worlds)
        writers |= {f"{each.name}.toml": write_text(each.to_toml()) for each in self.plans}
        return write_folder(Path(out), writers, self.manifest())

    @classmethod
    def read(cls, folder: str | Path) -> Search:
        """Read a search back from the folder that `write` made.

        Raises
        ------
        RequestError
            If the folder holds something else, or a file in it cannot be read.
        """
        folder = Path(folder)
        manifest: Mapping[str, Any] = read_manifest(folder, KIND)
        with reading(folder, "a search"):
            worlds = load_worlds(folder / "worlds.parquet")
            return cls(
                baseline=scenario_of(manifest["baseline"]),
                plans=tuple(scenario_of(each) for each in manifest["policies"]),
                levers=tuple(Lever(name, tuple(v)) for name, v in manifest["levers"].items()),
                aims=aims_of(manifest["aims"]),
                by=Robust(manifest["by"]),
                effort=SearchEffort(**manifest["effort"]),
                worlds=replace(worlds, source=manifest["worlds"]["source"]),
                **{name: read_table(folder / f"{name}.parquet") for name in _TABLES},
                refused=manifest["refused"],
                **facts_of(manifest),
            )
