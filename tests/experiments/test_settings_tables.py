"""A user's own table of settings is a design: a data frame, a spreadsheet's CSV, or Parquet."""

import json

import pandas as pd
import pytest

from heterophony.experiments import Plan, RequestError, Store, read_plan, sweep

SHORT = {"run.weeks": 20, "run.burn_in_weeks": 8, "staffing.mentors": 2}
NAMES = ("meeting.interval_weeks", "staffing.caseworker_caseload", "meeting.chair")
ROWS = [(4, 45.5, "mentor"), (8, 60.0, None)]
POINTS = [
    {NAMES[0]: 4, NAMES[1]: 45.5, NAMES[2]: "mentor"},
    {NAMES[0]: 8, NAMES[1]: 60.0},
]


def plan_of(points) -> Plan:
    return Plan(replicates=2, outcomes=["pressure"], fixed=SHORT, points=points)


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    return sweep(plan_of(POINTS), tmp_path_factory.mktemp("points") / "store")


def test_a_frame_is_the_same_design_as_its_rows(store, tmp_path):
    frame = pd.DataFrame(ROWS, columns=list(NAMES))
    again = sweep(plan_of(frame), tmp_path / "store")
    pd.testing.assert_frame_equal(again.runs, store.runs)
    assert again.design.points == store.design.points


def test_the_points_of_a_store_are_a_design_again(store, tmp_path):
    again = sweep(plan_of(store.points), tmp_path / "store")
    values = ["pressure", *NAMES[:2]]
    pd.testing.assert_frame_equal(again.runs[values], store.runs[values])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("comma.csv", f"{','.join(NAMES)}\n4,45.5,mentor\n8,60.0,\n"),
        ("danish.csv", f"\ufeff{';'.join(NAMES)}\r\n4;45,5;mentor\r\n8;60,0;\r\n"),
        ("table.parquet", ""),
    ],
)
def test_a_plans_table_is_read_as_it_was_saved(tmp_path, name, text):
    if text:
        (tmp_path / name).write_text(text, "utf-8", newline="")
    else:
        pd.DataFrame(ROWS, columns=list(NAMES)).to_parquet(tmp_path / name)
    (tmp_path / "plan.toml").write_text(f'replicates = 2\ntable = "{name}"\n')
    assert json.dumps(list(read_plan(tmp_path / "plan.toml").points)) == json.dumps(POINTS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("meeting.interval_weeks\n", "no row below its heads"),
        ("meeting.interval_weeks,meeting.chair\n4\n", "row 2: it has not as many cells"),
        (None, "a table of settings is CSV"),
    ],
)
def test_a_table_that_is_no_design_is_refused_in_one_sentence(tmp_path, text, message):
    if text is not None:
        (tmp_path / "table.csv").write_text(text)
    (tmp_path / "plan.toml").write_text('replicates = 2\ntable = "table.csv"\n')
    with pytest.raises(RequestError, match=message):
        read_plan(tmp_path / "plan.toml")


def test_a_frame_of_several_scenarios_is_refused():
    frame = pd.DataFrame({"scenario": ["baseline", "handover"], NAMES[0]: [4, 8]})
    with pytest.raises(RequestError, match="names several scenarios"):
        plan_of(frame).document()
