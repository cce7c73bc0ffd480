"""One workload, a slice of the model, written in every implementation that is compared.

Its meeting (`model1_*.py`) and its numbers (`model1_values.toml`) are those of model 1, the
project's first model, and stay as they are, so that the comparison with other tools does not
depend on which model the project has. A slice week, in this order:

1. Staff share out their hours: a caseworker's are left for preparing meetings, a mentor's for
   sessions.
2. Each citizen comes to a session or not (draw), may take a step of their own (draw), has a meeting
   of 30 turns every eighth week (two or three draws a turn), drifts towards resting levels, moves
   in ownership (draw), may fall into a crisis (draw), find a job (draw) or be lost (draw); a new
   person takes the place of one who leaves.
3. Staff learn from foreign codes heard, understanding between two of them grows with uptake.

`numba_loop.py` writes it with compiled rules (`slice_*.py`, most of them the project's own), laid
out as the model runs; all others follow the rules line by line. `model2_loop.py` and
`model2_translation.py` are the compiled loop and C with model 2's meeting in its place: the
conversation by the project's own rules as they are now, with the same effects.
Every implementation is a file with `ready(inputs, chance=None)`. It returns a function that runs
the weeks and returns the sums of each, [weeks, measures]; that function alone is timed, so building
agents is not.
"""
