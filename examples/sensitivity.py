"""What the effect of shared goals hangs on, among shares that nobody has measured.

    python examples/sensitivity.py [SEEDS]

Covers: Morris screening of a policy difference, intervals, what luck alone may have done, and the
analysis of a function of one's own by the same path.
"""

import math
import sys
from collections.abc import Mapping

from heterophony.experiments import Factor, FunctionResponse, analyse, assess_sensitivity

SEEDS = int(sys.argv[1]) if len(sys.argv) > 1 else 8
OUTCOME = "ownership_52w"


def ishigami(values: Mapping[str, float], seed: int) -> float:
    """Return a function with known indices: .314, .442, 0 alone and .558, .442, .244 in total."""
    first, second, third = values["x1"], values["x2"], values["x3"]
    return math.sin(first) + 7 * math.sin(second) ** 2 + 0.1 * third**4 * math.sin(first)


def main() -> None:
    """Screen the model's own assumptions, then share out a known function's variance."""
    found = assess_sensitivity(
        "baseline",
        "shared-goals",
        outcomes=OUTCOME,
        parameters=["plan.template"],
        samples=4,
        replicates=SEEDS,
    )
    print(f"{len(found.runs)} pairs; change of the effect over an input's whole range:")
    for row in found.analyses[OUTCOME].indices.to_dict("records"):
        band = f"{row['mu_star_low']:.4f} to {row['mu_star_high']:.4f}"
        note = "" if row["distinct"] else "  (not separated from luck)"
        print(f"  {row['input']:28} {row['mu_star']:.4f}  ({band}){note}")

    angles = [Factor(name, -math.pi, math.pi) for name in ("x1", "x2", "x3")]
    known = analyse(
        angles, FunctionResponse("y", ishigami), method="sobol", samples=256, replicates=1
    )
    print("\nIshigami's function: alone and in total")
    for row in known.analyses["y"].indices.to_dict("records"):
        print(f"  {row['input']}  {row['first']:.2f}  {row['total']:.2f}")


if __name__ == "__main__":
    main()
