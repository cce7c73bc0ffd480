"""Claims, not charts: sentences for a council written as tests.

======================  ========================================================================
`load_claims`           read sentences with what they claim: a list of `Claim`
`judge`                 try each over seeds, choices of the implementation and plausible worlds
`Judgement`, `Ruling`   finding, artefact, depends on, not yet, refuted; why; every check
======================  ========================================================================

Each name is loaded at first use, so that the command's help does not wait for pandas.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
