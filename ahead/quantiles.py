"""The quantile tables that come with the package: of every shape in the library."""

from __future__ import annotations

import io

import numpy as np

from heterophony.agents.prepared_tables import THIRDS, row_of
from heterophony.scenarios import list_scenarios, load_scenario
from heterophony.sim.quantiles import computed, grid, shapes_of


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
        row_of(kind, shapes, computed(kind, shapes, grid()), computed(kind, shapes, thirds))
        for kind, shapes in library_shapes()
    ]
    content = io.BytesIO()
    np.save(content, np.array(rows), allow_pickle=False)
    return content.getvalue()
