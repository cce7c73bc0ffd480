"""Which versions an advisory names, as its database writes them."""

import runpy
from pathlib import Path
from typing import Any

import pytest

AFFECTED = runpy.run_path(str(Path(__file__).with_name("advisories.py")))["affected"]


def advisory(**parts: Any) -> dict[str, Any]:
    return {"affected": [{"package": {"name": "Thing", "ecosystem": "PyPI"}, **parts}]}


@pytest.mark.parametrize(
    ("events", "hit", "spared"),
    [
        ([{"introduced": "0"}, {"fixed": "1.10"}], ["1.9", "0.1"], ["1.10", "2"]),
        ([{"introduced": "1.0"}, {"last_affected": "1.5"}], ["1.0", "1.5"], ["0.9", "1.5.1"]),
        ([{"introduced": "0"}, {"fixed": "1"}, {"introduced": "2"}], ["0.5", "3"], ["1", "1.9"]),
    ],
)
def test_a_version_between_two_events_is_affected(events, hit, spared):
    known = advisory(
        ranges=[{"type": "GIT", "events": []}, {"type": "ECOSYSTEM", "events": events}]
    )
    assert [each for each in hit + spared if AFFECTED(known, "thing", each)] == hit


def test_a_listed_version_is_affected_and_a_withdrawn_advisory_names_none():
    known = advisory(versions=["1.0", "1.1"])
    assert AFFECTED(known, "thing", "1.1")
    assert not AFFECTED(known, "thing", "1.2")
    assert not AFFECTED(known, "other", "1.1")
    assert not AFFECTED({**known, "withdrawn": "2024"}, "thing", "1.1")
