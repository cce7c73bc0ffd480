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
    """

    title: str
    module: str
    weeks: int
    exact: bool
    peer: Peer | None = None
    settings: dict[str, str] = field(default_factory=dict)

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


REFERENCE = Implementation("numba loop, the project's own rules", "numba_loop", 104, True)
C = Implementation("C, cc -O3 -march=native -ffp-contract=off", "c_translation", 104, True)
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
ALL = (REFERENCE, C, NUMPY, MESA, SHARED, AGENTPY_OBJECTS, FRAMES)
