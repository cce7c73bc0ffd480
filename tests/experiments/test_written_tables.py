"""Columns are written as the data frame of them would be, without pandas."""

import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest

from heterophony.experiments.results.tables import read_table, write_columns, write_table

COLUMNS: dict[str, Any] = {
    "whole": np.array([3, -1, 2**62]),
    "number": np.array([0.1, np.nan, -0.0]),
    "known": np.array([1.5, 2.5, 3.5])[::-1],
    "true": np.array([True, False, True]),
    "word": np.array(["", "mødet", 'a, "b"\n'], dtype=object),
}


@pytest.mark.parametrize("rows", [3, 1, 0])
def test_columns_are_read_back_as_the_data_frame_of_them(tmp_path, rows):
    columns = {name: values[:rows] for name, values in COLUMNS.items()}
    write_columns(columns)(tmp_path / "columns.parquet")
    write_table(pd.DataFrame(columns))(tmp_path / "frame.parquet")
    found, expected = (read_table(tmp_path / f"{each}.parquet") for each in ("columns", "frame"))
    pd.testing.assert_frame_equal(found, expected, check_dtype=rows > 0)
    assert found["number"].isna().tolist() == [False, True, False][:rows]


def test_a_folder_of_runs_is_written_without_pandas(tmp_path):
    statement = f"""
import sys
from heterophony.experiments import run
runs = run("baseline", overrides={{"run.weeks": 6, "run.burn_in_weeks": 3}})
runs.write({str(tmp_path / "runs")!r})
assert "pandas" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", statement], check=True)
    assert list(read_table(tmp_path / "runs/weekly.parquet")["week"]) == list(range(6))
