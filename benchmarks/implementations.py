"""The implementations of the workload, and the environment of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from heterophony.benchmarks import peers
from heterophony.benchmarks.peers import AGENTPY, MESA_FRAMES, Peer
from heterophony.benchmarks.standing import CannotRunError, Standing

WORKER = Path(__file__).parent / "workload" / "worker.py"
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1",
    "NUMBA_DISABLE_JIT": "0",
}


@dataclass(frozen=True)
class Implementation:
    """One implementation of the workload.

    Attributes
    ----------
    title : name in the table
    module : its file in `workload/`
    weeks : weeks of one turn with one jobcentre: fewer for slow implementations
    exact : whether its sums must have the same bits as the numba loop's, else within 1e-9
    peer : the library whose environment it needs, or None
    meeting : the model whose meeting it holds: it is compared with those that hold the same
    """

    title: str
    module: str
    weeks: int
    exact: bool
    peer: Peer | None = None
    settings: dict[str, str] = field(default_factory=dict)
    meeting: int = 1

    def start(self) -> Standing:
        """Start the implementation's process and load its inputs.

        Raises
        ------
        CannotRunError
            If it cannot run here.
        """
        reason = peers.missing(self.peer) if self.peer else None
        if reason:
            raise CannotRunError(reason)
        python = self.peer.python if self.peer else None
        return Standing(WORKER, self.module, python=python, environment=ONE_THREAD | self.settings)


LOOPS = {1: "numba_loop", 2: "model2_loop"}  # by the model whose meeting is held
IN_C = {1: "c_translation", 2: "model2_translation"}
REFERENCE = Implementation("numba loop, compiled rules", LOOPS[1], 104, True)
C = Implementation("C, cc -O3 -march=native -ffp-contract=off", IN_C[1], 104, True)
MODEL_2 = Implementation("numba loop, model 2's meeting", LOOPS[2], 104, True, meeting=2)
MODEL_2_IN_C = Implementation("C, model 2's meeting", IN_C[2], 104, True, meeting=2)
NUMPY = Implementation("numpy, vectorised over citizens", "numpy_columns", 104, False)
MESA = Implementation("plain Mesa, objects, own stream", "mesa_objects", 52, False)
SHARED = Implementation(
    "Mesa, keyed draws, the shared rules in pure Python",
    "mesa_shared_rules",
    16,
    True,
    settings={"NUMBA_DISABLE_JIT": "1"},
)
AGENTPY_OBJECTS = Implementation(
    "AgentPy, objects, own stream", "agentpy_objects", 52, False, AGENTPY
)
FRAMES = Implementation(
    "mesa-frames, Polars, own stream", "mesa_frames_columns", 8, False, MESA_FRAMES
)
ALL = (REFERENCE, C, NUMPY, MESA, SHARED, AGENTPY_OBJECTS, FRAMES, MODEL_2, MODEL_2_IN_C)
