"""One workload, a slice of the model, told by every implementation that is compared.

A slice week, in this order; `inputs.py` holds its numbers, which are the model's own:

1. Staff share out their hours: a caseworker's are left for preparing meetings, a mentor's for
   sessions.
2. Each citizen comes to a session or not (draw), may take a step of their own (draw), has a meeting
   of 30 turns every eighth week (two or three draws a turn), drifts towards resting levels, moves
   in ownership (draw), may fall into a crisis (draw), find a job (draw) or be lost (draw); whoever
   leaves makes room for a new person.
3. Staff learn from foreign codes heard, understanding between two of them grows with uptake.

`numba_loop.py` states it with the project's own compiled rules (`slice_*.py`), laid out as the
model runs; all others follow the rules line by line.
Every implementation is a file with `ready(inputs, chance=None)`. It returns a function that lives
through the weeks and returns what was added up in each, [weeks, measures]; that function alone is
timed, so building agents is not.
"""
