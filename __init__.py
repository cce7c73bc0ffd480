"""Heterophony: a jobcentre where three kinds of people talk past, and sometimes with, each other.

Public names, each loaded at first use so that `import heterophony` costs next to nothing:

=====================  ========================================================================
`load_scenario`        read a scenario by library name or path
`run`                  simulate a scenario, once or many times
`compare`              compare policies with a baseline, in pairs that share people and fate
`assess_robustness`    compare policies with a baseline in every plausible world
`load_worlds`          plausible worlds: joint settings of what nobody has measured
`survey`               every policy of the library beside a baseline
`sweep`                run a plan of many runs into a store that survives being killed
`lever_effects`        what a lever does within a sweep, in every cell of the others
`figure`               the picture of any result, which `save`s as SVG, PNG or PDF
`rerun`                make any result again from its folder, and compare
`ProgressLine`         a line of progress for scripts and notebooks: `progress=ProgressLine()`
`Simulation`           one jobcentre, week by week
`HeterophonicModel`    the same as a `mesa.Model`
`Citizen`              the agent classes, to read, to watch and to subclass
`Mentor`
`Caseworker`
=====================  ========================================================================

All other functions of `heterophony.experiments` that compute are here too: `assess_sensitivity`,
`calibrate`, `check_all`, `compare_within`, `discover_cases`, `expand`, `invented_numbers`, `judge`
and the readers of what they take (`load_claims`, `load_patterns`, `load_targets`).
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
