"""The quantile tables that come with the package: of the library's shapes, and of Student's t."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt

from heterophony.agents.prepared_tables import THIRDS, computed_quantiles, row_of
from heterophony.scenarios import list_scenarios, load_scenario
from heterophony.sim.quantiles import grid, shapes_of
from heterophony.sim.student import PREPARED
from heterophony.sim.student import computed_quantiles as computed_student


def library_shapes() -> list[tuple[str, tuple[float, ...]]]:
    """Return kind and shapes of every table that a scenario of the library needs, in order."""
    found = {
        shape
        for summary in list_scenarios()
        for _, values in load_scenario(summary.name).premises()
        for shape in shapes_of(values)
    }
    return sorted(found)


def quantile_file() -> bytes:
    """Return the file of tables, as numpy writes it."""
    thirds = np.array(THIRDS)
    rows = [
        row_of(
            kind,
            shapes,
            computed_quantiles(kind, shapes, grid()),
            computed_quantiles(kind, shapes, thirds),
        )
        for kind, shapes in library_shapes()
    ]
    return _as_file(np.array(rows))


def student_file() -> bytes:
    """Return the file of Student's quantiles, as numpy writes it."""
    return _as_file(computed_student(PREPARED))


def _as_file(table: npt.NDArray[np.float64]) -> bytes:
    content = io.BytesIO()
    np.save(content, table, allow_pickle=False)
    return content.getvalue()
