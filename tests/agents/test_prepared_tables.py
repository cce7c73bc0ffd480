"""Quantile tables that come with the package: scipy's, for every shape of the library."""

import hashlib
import json

import numpy as np
import pytest

from heterophony.agents import prepared_tables
from heterophony.agents.prepared_rules import FOLDER
from heterophony.agents.prepared_tables import (
    FILE,
    THIRDS,
    computed_quantiles,
    prepared_quantiles,
    prepared_thirds,
)
from heterophony.ahead.quantiles import library_shapes
from heterophony.experiments.results.differences import CONFIDENCE
from heterophony.sim import student
from heterophony.sim.quantiles import grid

SHAPES = library_shapes()
NEAR = {"rtol": 1e-12, "atol": 1e-15}  # scipy's own differ so much between processors


@pytest.mark.parametrize(("kind", "shapes"), SHAPES)
def test_a_shape_of_the_library_has_its_table(kind, shapes):
    kept, thirds = prepared_quantiles(kind, shapes), prepared_thirds(kind, shapes)
    assert kept is not None
    assert thirds is not None
    np.testing.assert_allclose(kept, computed_quantiles(kind, shapes, grid()), **NEAR)
    np.testing.assert_allclose(thirds, computed_quantiles(kind, shapes, np.array(THIRDS)), **NEAR)
    with pytest.raises(ValueError, match="read-only"):
        kept[0] = 1.0


@pytest.mark.parametrize(("kind", "shapes"), [("beta", (2.2, 2.60001)), ("gamma", (2.2,))])
def test_another_shape_has_none(kind, shapes):
    assert prepared_quantiles(kind, shapes) is None
    assert prepared_thirds(kind, shapes) is None


@pytest.mark.parametrize("file", [FILE, student.FILE], ids=lambda file: file.name)
def test_the_file_is_that_of_the_stamp(file):
    stamp = json.loads((FOLDER / "stamp.json").read_text("utf-8"))
    assert hashlib.sha256(file.read_bytes()).hexdigest() == stamp["files"][file.name]


def test_students_quantiles_are_scipys_at_the_end_of_the_interval():
    kept = student.student_quantiles(student.PREPARED)
    np.testing.assert_allclose(kept, student.computed_quantiles(student.PREPARED), **NEAR)
    assert student.UPPER_END == 0.5 + CONFIDENCE / 2.0
    beyond = student.student_quantiles(student.PREPARED + 1)
    assert len(beyond) == student.PREPARED + 1
    assert beyond[-1] < kept[-1]
    with pytest.raises(ValueError, match="read-only"):
        kept[0] = 1.0


@pytest.mark.parametrize("content", [None, b"", b"no table", "other degrees"])
def test_without_a_file_that_fits_students_quantiles_are_computed(content, monkeypatch, tmp_path):
    file = tmp_path / "student.npy"
    if content == "other degrees":
        np.save(file, np.zeros(7))
    elif content is not None:
        file.write_bytes(content)
    monkeypatch.setattr(student, "FILE", file)
    found = student._kept.__wrapped__()
    np.testing.assert_array_equal(found, student.computed_quantiles(student.PREPARED))


@pytest.mark.parametrize("content", [None, b"", b"no table", "other nodes"])
def test_without_a_file_that_fits_tables_are_computed(content, monkeypatch, tmp_path):
    file = tmp_path / "quantiles.npy"
    if content == "other nodes":
        np.save(file, np.zeros((2, 7)))
    elif content is not None:
        file.write_bytes(content)
    monkeypatch.setattr(prepared_tables, "FILE", file)
    assert prepared_tables._kept.__wrapped__() == {}
