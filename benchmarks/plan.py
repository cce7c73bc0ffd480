"""The cost of work beyond one machine, by the rates of a run of the benchmark.

    python -m heterophony.benchmarks.plan [results/bench.json]

An estimate with two checks: the rates of small runs predict those of large ones.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from heterophony.benchmarks.goals import number, table
from heterophony.benchmarks.model_speed import A_PROCESS, CITIZENS, HORIZON

NATION = 45_000  # citizens with a mentor in 98 municipalities
MUNICIPALITIES = 98
CORES_PER_NODE, NODES = 64, 16


@dataclass(frozen=True)
class Work:
    """A job: how many worlds, arms and replicates of how many citizens; rows kept of each run."""

    name: str
    citizens: int
    worlds: int
    arms: int
    replicates: int
    rows: int = 1

    @property
    def runs(self) -> int:
        """Runs in all."""
        return self.worlds * self.arms * self.replicates

    @property
    def citizen_weeks(self) -> float:
        """Citizen-weeks in all, over the default horizon."""
        return float(self.runs) * self.citizens * HORIZON


WORKS = (
    Work("jobcentre, today and 3 policies x 50", CITIZENS, 1, 4, 50),
    Work("jobcentre, a million worlds, today and a policy", CITIZENS, 1_000_000, 2, 1),
    Work("nation, today and 3 policies x 50", NATION, 1, 4, 50, MUNICIPALITIES),
    Work("nation, 100 worlds, today and 3 policies x 10", NATION, 100, 4, 10, MUNICIPALITIES),
    Work("nation, a million worlds, today and a policy", NATION, 1_000_000, 2, 1, MUNICIPALITIES),
)


@dataclass(frozen=True)
class Rates:
    """What was measured.

    Attributes
    ----------
    citizen_week : seconds of processor, building and collecting included
    of_many : the same in a population of many jobcentres
    world : seconds of processor to prepare another world, or an arm of it
    sharing : share of a core's speed that remains when all cores are busy, each process having
        four threads
    citizen : bytes of memory
    program : bytes of memory without any citizen
    row : bytes on disk
    """

    citizen_week: float
    of_many: float
    world: float
    sharing: float
    citizen: float
    program: float
    row: float


def rates_of(measured: Mapping[str, Any]) -> Rates:
    """Read the rates from the document of a full run.

    Raises
    ------
    KeyError
        If it was a quick run.
    """
    model = measured["model"]
    large = model["large_run"]
    times = model["ensembles"]["times"]
    gain = times["150 runs, 1 thread"]["least"] / times["150 runs, 2 threads"]["least"]
    of_four = min(kind["efficiency"][str(A_PROCESS)] for kind in model["many_cores"].values())
    held = large["citizens"] * large["bytes_per_citizen"]
    return Rates(
        citizen_week=model["default_run"]["seconds"]["least"] / 1000 / (CITIZENS * HORIZON),
        of_many=large["seconds"] / (large["citizens"] * large["weeks_in_all"]),
        world=model["default_run"]["another world"]["least"] / 1000,
        sharing=min(gain / 2.0, of_four, 1.0),
        citizen=large["bytes_per_citizen"],
        program=large["megabytes"] * 1e6 - held,
        row=measured["processes"]["sweep"].get("bytes_per_run", float("nan")),
    )


def core_hours(work: Work, rates: Rates) -> float:
    """Return the hours of one core, all cores of a node being busy."""
    rate = rates.citizen_week if work.citizens == CITIZENS else rates.of_many
    making_ready = work.worlds * work.arms * work.rows * rates.world
    return (work.citizen_weeks * rate + making_ready) / rates.sharing / 3600


def memory_of_node(work: Work, rates: Rates) -> float:
    """Return gigabytes on a node: a process for every four cores, a run on every core."""
    processes = CORES_PER_NODE // A_PROCESS
    return (processes * rates.program + CORES_PER_NODE * work.citizens * rates.citizen) / 1e9


def plan_table(rates: Rates) -> str:
    """Return the table of the cost of each job."""
    rows = []
    for work in WORKS:
        hours = core_hours(work, rates)
        rows.append(
            (
                work.name,
                f"{work.runs:,}",
                number(hours),
                _time(hours / 2),
                _time(hours / (CORES_PER_NODE * NODES)),
                number(memory_of_node(work, rates)),
                number(work.runs * work.rows * rates.row / 1e9),
            )
        )
    cluster = f"{NODES} nodes of {CORES_PER_NODE}"
    headings = ("work", "runs", "core-hours", "2 cores", cluster, "GB a node", "GB on disk")
    return table(headings, rows, "lrrrrrr")


def checks(measured: Mapping[str, Any], rates: Rates) -> list[str]:
    """Return how well small runs predict large ones."""
    large = measured["model"]["large_run"]
    sizes = {int(count): found["least"] for count, found in measured["model"]["sizes"].items()}
    smallest, largest = min(sizes), max(sizes)
    foretold = rates.citizen_week * large["citizens"] * large["weeks_in_all"]
    lines = [
        f"{large['citizens']:,} citizens x {large['weeks_in_all']} weeks: foretold from one "
        f"jobcentre {foretold:.1f} s, measured {large['seconds']:.1f} s",
        f"a citizen-week among {largest * CITIZENS:,} costs {sizes[largest] / sizes[smallest]:.2f} "
        f"times one among {smallest * CITIZENS}",
    ]
    swept = measured["processes"]["sweep"]
    if "runs_per_second" in swept:
        a_run = rates.citizen_week * CITIZENS * HORIZON
        lines.append(
            f"a sweep on two cores: foretold {2 * rates.sharing / a_run:.0f} runs a second, "
            f"measured {swept['runs_per_second']:.0f}"
        )
    return lines


def _time(hours: float) -> str:
    if hours < 1 / 60:
        return f"{hours * 3600:.2g} s"
    if hours < 1:
        return f"{hours * 60:.0f} min"
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:,.0f} days"


def main() -> None:
    """Print the plan for the rates in a document."""
    file = Path(sys.argv[1] if len(sys.argv) > 1 else "results/bench.json")
    measured = json.loads(file.read_text("utf-8"))
    if measured["extent"] != "full":
        raise SystemExit(f"{file} is of a {measured['extent']} run; the plan needs a full one")
    rates = rates_of(measured)
    print(plan_table(rates), *checks(measured, rates), sep="\n")


if __name__ == "__main__":
    main()
