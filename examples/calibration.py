"""Find known parameters again from figures that the model itself was made to give.

    python examples/calibration.py [RUNS]

Covers: a table of targets with a difference between two arms, priors from the declared plausible
ranges, the posterior, what was learned, the check by new runs. RUNS at each set of parameters;
with 4, two minutes. For published figures: heterophony calibrate baseline danish-mentor-trial.
"""

import sys

import heterophony as hp
from heterophony.experiments import Effort, calibrate, read_targets
from heterophony.experiments.methods.calibration_tasks import CalibrationTask, Point

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 4
TRUTH = {
    "session.knowledge_rate": 0.030,
    "session.alliance_rate": 0.060,
    "state.pressure_half_life": 4.0,
}
FIGURES = (
    {"outcome": "case_knowledge_mentor", "sd": 0.01},
    {"outcome": "trust_mentor", "sd": 0.01},
    {"outcome": "pressure", "sd": 0.01},
    {"outcome": "pressure", "arm": "often", "less": "scenario", "sd": 0.01},
)


def table(values: list[float]) -> dict:
    """Return a table of targets, as a TOML file would hold it."""
    rows = [
        each | {"name": f"{each['outcome']} {each.get('arm', '')}", "value": value, "source": "own"}
        for each, value in zip(FIGURES, values, strict=True)
    ]
    return {
        "run": {"run.weeks": 40, "run.burn_in_weeks": 20, "staffing.mentors": 4},
        "arm": {"often": {"meeting.interval_weeks": 4}},
        "fit": [{"parameter": name} for name in TRUTH],
        "target": rows,
    }


def main() -> None:
    """Simulate figures at known parameters, fit, and print both beside each other."""
    baseline = hp.load_scenario("baseline")
    asked = CalibrationTask(
        baseline, read_targets(table([0.5] * len(FIGURES)), "empty"), 1, 20 * RUNS
    )
    figures = asked.answers(Point(TRUTH, 5)).mean(axis=0).tolist()
    effort = Effort(
        budget=max(30, 40 * RUNS - 40), replicates=RUNS, particles=max(20, 40 * RUNS), worlds=20
    )
    found = calibrate(baseline, read_targets(table(figures), "simulated"), effort=effort)
    print(f"{'parameter':24} {'truth':>7} {'median':>7}  {'middle 90 %':16} learned")
    for each in found.parameters:
        name = each.prior.parameter
        interval = f"{each.low:.4f} to {each.high:.4f}"
        print(f"{name:24} {TRUTH[name]:7.4f} {each.median:7.4f}  {interval:16} {each.learned:.0%}")
    for target in found.targets:
        word = "reached" if target.reached else "missed"
        print(f"{target.target.name:24} {target.target.value:+.3f} {target.after:+.3f}  {word}")
    for line in found.cautions():
        print(line)


if __name__ == "__main__":
    main()
