"""A sweep of meeting intervals: whether talk beforehand helps at every one of them.

    python examples/sweeping.py [SEEDS]

Covers: a plan in Python, the store and its tables, a summary with paired differences and missing
runs, growing the store, and making one run again with every turn. The same plan as a file is
`sweep_plan.toml`; `heterophony sweep examples/sweep_plan.toml --out results/sweep` runs that one.
"""

import sys
import tempfile
from pathlib import Path

import heterophony as hp
from heterophony.experiments import Plan, expand, replay

SEEDS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
PLAN = Plan(
    scenarios=["baseline"],
    replicates=SEEDS,
    outcomes=["pressure", "ownership", "caseworker_hours"],
    fixed={"run.weeks": 60, "run.burn_in_weeks": 26, "staffing.mentors": 4},
    grid={"meeting.interval_weeks": [4, 8], "meeting.pre_meeting_minutes": [0, 20]},
)


def main() -> None:
    """Run the plan, look at it, add an interval of thirteen weeks, and take out one run."""
    with tempfile.TemporaryDirectory() as folder:
        store = hp.sweep(PLAN, Path(folder) / "store")
        print(f"{len(store)} runs: {store.counts()}")
        store = expand(store.path, values={"meeting.interval_weeks": [13]})
        print(f"{len(store)} runs once the store has grown\n")
        table = store.summary(["pressure"], baseline=2)  # beside eight weeks, no talk beforehand
        for _, row in table.iterrows():
            print(
                f"every {row['meeting.interval_weeks']:2} weeks, "
                f"{row['meeting.pre_meeting_minutes']:2.0f} minutes before: pressure "
                f"{row['difference']:+.3f} ({row['low']:+.3f} to "
                f"{row['high']:+.3f}), {row['pairs']} pairs, {row['missing']} missing"
            )
        most = store.runs.sort_values("pressure").iloc[-1]
        found = replay(store.path, most["id"])
        said = found.runs.turns["speaker"].value_counts()
        print(f"\nThe run with most pressure, {most['id']}: {len(found.runs.meetings)} meetings,")
        print(", ".join(f"{count:,} turns of the {who}" for who, count in said.items()))


if __name__ == "__main__":
    main()
