"""Tables that users hand in are read as declared, or refused in one sentence for each fault."""

import itertools
from typing import Annotated

import msgspec
import numpy as np
import pandas as pd
import pytest

from heterophony.experiments.inputs.reading import (
    plain_value,
    read_struct,
    read_toml,
    read_values,
    rows_of,
)
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios.errors import MOST_SHOWN


class Lamp(msgspec.Struct, frozen=True, kw_only=True):
    """A table with keys of several kinds."""

    name: Annotated[str, msgspec.Meta(description="a text", min_length=1)]
    watts: Annotated[float, msgspec.Meta(description="a number from 0", ge=0)] = 40.0
    hours: Annotated[int, msgspec.Meta(description="a whole number from 1", ge=1)] | None = None
    places: Annotated[list[str], msgspec.Meta(description="a list of names")] = msgspec.field(
        default_factory=list, name="in"
    )


def test_a_table_becomes_its_struct() -> None:
    lamp = read_struct(Lamp, {"name": "desk", "hours": np.int64(3), "in": ("hall",)}, "lamps.toml")
    assert lamp == Lamp(name="desk", hours=3, places=["hall"])


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({}, "name is missing; needed: a text"),
        ({"name": "a", "wats": 1}, "'wats' is not known here; allowed: name, watts, hours, in "),
        ({"name": "a", "wats": 1}, "(nearest valid name: watts)"),
        ({"name": ""}, 'name = ""; allowed: a text'),
        ({"name": "a", "watts": -1}, "watts = -1; allowed: a number from 0"),
        ({"name": "a", "watts": True}, "watts = true; allowed: a number from 0"),
        ({"name": "a", "watts": float("nan")}, "watts = NaN; allowed: a number from 0"),
        ({"name": "a", "watts": float("inf")}, "watts = Infinity; allowed: a number from 0"),
        ({"name": "a", "hours": 2.5}, "hours = 2.5; allowed: a whole number from 1"),
        ({"name": "a", "in": ["x", 3]}, 'in = ["x", 3]; allowed: a list of names'),
        ({"name": "a", "in": {"x": 3}}, 'in = {"x": 3}; allowed: a list of names'),
        ({"name": "a", "in": itertools.count()}, "allowed: a list of names"),
    ],
)
def test_a_wrong_table_is_refused_with_place_key_value_and_what_is_allowed(table, sentence) -> None:
    with pytest.raises(RequestError) as refused:
        read_struct(Lamp, table, "lamps.toml")
    assert str(refused.value).startswith("lamps.toml: ")
    assert sentence in str(refused.value)


def test_everything_that_is_wrong_is_named_at_once_and_very_much_is_counted() -> None:
    with pytest.raises(RequestError) as refused:
        read_struct(Lamp, {"watts": "x", "hours": 0}, "here")
    assert len(str(refused.value).splitlines()) == 3
    with pytest.raises(RequestError) as refused:
        read_struct(Lamp, {"name": "a"} | {f"odd {n}": n for n in range(500)}, "here")
    lines = str(refused.value).splitlines()
    assert len(lines) == MOST_SHOWN + 1
    assert lines[-1] == "here: 480 more problems"


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(RequestError, match=r"here = 3; allowed: a table"):
        read_struct(Lamp, 3, "here")
    with pytest.raises(RequestError, match=r"here: at least one table headed \[\[lamp\]\]"):
        list(rows_of({"lamp": 3}, "lamp", "here"))
    assert [where for _, where in rows_of({"lamp": [{"name": "a"}, {}]}, "lamp", "here")] == [
        "here, lamp a",
        "here, lamp 2",
    ]


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.float64(0.5), 0.5),
        (np.bool_(True), True),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (pd.Series([1, 2]), [1, 2]),
        (range(2, 9, 3), [2, 5, 8]),
        ({3, 1, 2}, [1, 2, 3]),
        ((each for each in "ab"), ["a", "b"]),
        ({"a": (np.int8(1),)}, {"a": [1]}),
    ],
)
def test_values_of_other_libraries_are_taken_as_what_they_plainly_mean(value, plain) -> None:
    found = plain_value(value)
    assert found == plain
    assert type(found) is type(plain)


def test_values_without_an_order_or_an_end_are_refused() -> None:
    endless: list = []
    endless.append(endless)
    for value in (endless, {1, "a"}, itertools.repeat(1)):
        with pytest.raises(ValueError, match=r"deep|order|more than"):
            plain_value(value)


def test_values_of_parameters_are_checked_by_their_declarations() -> None:
    assert read_values({"meeting": {"minutes": np.int64(30)}}, "here") == {"meeting.minutes": 30}
    with pytest.raises(RequestError, match=r"here: meeting\.minuts = 3.*meeting\.minutes"):
        read_values({"meeting.minuts": 3}, "here")


def test_a_file_that_cannot_be_read_is_named(tmp_path) -> None:
    with pytest.raises(RequestError, match=r"there is no plan .*nowhere\.toml"):
        read_toml(tmp_path / "nowhere.toml", "plan")
    (tmp_path / "odd.toml").write_text("a = \n")
    with pytest.raises(RequestError, match=r"odd\.toml is not valid TOML.*line 1"):
        read_toml(tmp_path / "odd.toml", "plan")
