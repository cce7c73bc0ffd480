"""Many runs: replicated, compared, kept.

============================  ==================================================================
`run`                         simulate one scenario under many seeds: a `RunSet`
`compare`                     policies and a baseline, in pairs that share a seed: a `Comparison`
`RunSet`, `Comparison`        what comes out, as tables and as folders of files
`Difference`, `Trajectory`    a paired difference with its interval: of a run, and week by week
`Verdict`, `verdict`          more, less, no difference worth mentioning, or uncertain
`survey`                      every policy of the library and a baseline: a `Survey`
`assess_robustness`           policies and a baseline in every plausible world: a `Robustness`
`search`                      settings of levers that no other surely beats: a `Search`
`discover_cases`              under which assumptions a case of the user's own occurs: `Cases`
`load_worlds`                 plausible worlds: the first N that ship, or those of a file
`make_worlds`                 search for such worlds by evidence, and write them with the rejected
`assess_sensitivity`          the assumptions on which an outcome or a difference depends
`invented_numbers`            the invented numbers on which a comparison rests
`load_claims`, `judge`        sentences for a council, tried: a list of `Judgement`
`read_figures`                figures of one's own place from a spreadsheet or a statistics bank
`compare_figures`             such figures beside the model: `FiguresBeside`
`load_targets`, `calibrate`   figures of one's own, and parameters fitted to them
`load_patterns`, `check_all`  what the model is held to, and whether it holds: a `Scoreboard`
`sweep`, `Plan`, `Store`      a plan of many runs, and the store that it is run into
`lever_effects`               what a lever does within a sweep, in every cell of the others
`compare_within`              a change in the baseline and each policy: who repairs its harm
`expand`, `replay`            make a store larger; make one run of it again, whole
`add_outcomes`                outcomes of one's own from a file; `add_outcome`: by a call
`rerun`                       make any result again from its folder, and compare: a `Rerun`
`replicate_seed`              the seed of the r-th replicate of a base seed
============================  ==================================================================

Packages of the version before (`heterophony.experiments.sweeping` and others) still lead here and
warn. Each name is loaded at first use, so that the command's help does not wait for pandas.
"""

import lazy_loader

from heterophony.experiments.moved import install

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

install()
