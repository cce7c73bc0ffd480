"""Try sentences for a council as tests: finding, artefact, depends on, not yet, or refuted.

    python examples/claims.py [PAIRS]

Covers: claims in TOML, choices of the implementation, plausible worlds. Full: 20 pairs and 50
worlds, some minutes for six claims; with fewer pairs only the first is tried.
"""

import sys
from pathlib import Path

from heterophony.experiments.inputs.claims import load_claims
from heterophony.experiments.methods.claim_judging import judge
from heterophony.experiments.results.notice import LIMITS

PAIRS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
FULL = 20


def main() -> None:
    """Judge the claims beside this file, and print each verdict with its reason."""
    claims = load_claims(Path(__file__).with_name("council_claims.toml"))
    tried = claims if PAIRS >= FULL else claims[:1]
    worlds = None if PAIRS >= FULL else PAIRS
    for found in judge(tried, worlds=worlds, replicates=PAIRS):
        print(f"{found.ruling.value.upper()}: {found.claim.sentence['en']}")
        print(f"    claimed: {found.claim.as_claimed()}")
        print(f"    {found.why}")
    print(LIMITS)


if __name__ == "__main__":
    main()
