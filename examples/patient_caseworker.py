"""Let caseworkers ask for no more than the citizen can meet, in ten lines of plain Python.

    python examples/patient_caseworker.py [PAIRS]

Covers: overriding one choice of one kind of agent, passing the class to the Mesa model, pairs that
share people and fate. A small jobcentre, because agents in plain Python are slow.
"""

import sys

import numpy as np

import heterophony as hp

PAIRS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
SMALL = {
    "staffing__mentors": 2,
    "population__first_fill_weeks": 4,
    "run__weeks": 40,
    "run__burn_in_weeks": 12,
}
SHOWN = ("demand", "realism", "pressure", "meeting_impulse", "ownership")


class PatientCaseworker(hp.Caseworker):
    """A caseworker who never comes with more than is feasible for the citizen."""

    def propose(self, meeting):
        """Come to the meeting as any caseworker would, but with no more than can be met."""
        super().propose(meeting)
        feasible = meeting.citizen.feasible_demand
        mine = meeting.opening_proposal_caseworker
        meeting.opening_proposal_caseworker = min(mine, feasible)


def outcomes(seed: int, caseworker_class: type) -> np.ndarray:
    """Simulate one small jobcentre and return the outcomes that are shown."""
    model = hp.HeterophonicModel(rng=seed, caseworker_class=caseworker_class, **SMALL)
    found = model.results().outcomes
    return np.array([found[name] for name in SHOWN])


def main() -> None:
    """Simulate both kinds of caseworker under the same seeds, and print what differs."""
    pairs = [
        outcomes(seed, PatientCaseworker) - outcomes(seed, hp.Caseworker)
        for seed in range(1, PAIRS + 1)
    ]
    means = np.mean(pairs, axis=0)
    errors = np.std(pairs, axis=0, ddof=1) / np.sqrt(PAIRS) if PAIRS > 1 else means * np.nan
    print(f"patient caseworkers against others: {PAIRS} pairs, mean and standard error")
    for name, mean, error in zip(SHOWN, means, errors, strict=True):
        print(f"{name:16} {mean:+.3f}  ({error:.3f})")


if __name__ == "__main__":
    main()
