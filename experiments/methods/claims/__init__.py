"""Claims, not charts: sentences for a council written as tests.

======================  ========================================================================
`load_claims`           read sentences with what they claim: a list of `Claim`
`judge`                 try each over seeds, choices of the implementation and plausible worlds
`Judgement`, `Ruling`   finding, artefact, depends on, not yet, refuted; why; every check
======================  ========================================================================

Each name is loaded at first use, so that the command's help does not wait for pandas.
"""

from typing import TYPE_CHECKING

from heterophony.experiments.lazily import lazily

if TYPE_CHECKING:
    from heterophony.experiments.methods.claims.claim import Claim, Direction
    from heterophony.experiments.methods.claims.judgement import Judgement, Ruling
    from heterophony.experiments.methods.claims.judging import judge
    from heterophony.experiments.methods.claims.reading_claims import load_claims

__all__ = ["Claim", "Direction", "Judgement", "Ruling", "judge", "load_claims"]

_HOMES = {
    "Claim": "claim",
    "Direction": "claim",
    "Judgement": "judgement",
    "Ruling": "judgement",
    "judge": "judging",
    "load_claims": "reading_claims",
}

__getattr__, __dir__ = lazily(__name__, _HOMES)
