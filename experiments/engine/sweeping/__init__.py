"""Sweeps: a plan, run into a store that survives being killed, and can grow.

=======================  =======================================================================
`sweep`                  run a plan into a store, or go on with one
`Plan`, `read_plan`      what is varied, under how many seeds, and which outcomes are kept
`Store`                  the results, readable at any moment
`expand`                 add seeds or values to a finished store, and run only what is new
`replay`                 make one run again, whole
`plan_ahead`             a pilot: time, room, and what a number of seeds buys
`summarise`              outcomes by point with intervals, and what missing runs do to them
=======================  =======================================================================
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
