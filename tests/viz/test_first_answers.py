"""What a visitor gets at once, before anything is run or compiled."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from heterophony.experiments.inputs.own_jobcentre import PRESETS, OwnPlan, preset, questions
from heterophony.viz.answering import Answering


def first_line(answering: Answering, question: OwnPlan) -> Mapping[str, Any]:
    async def asked() -> Mapping[str, Any]:
        return await anext(answering.answer("a visitor", question))

    with ThreadPoolExecutor(1) as thread:  # this one has the event loop of an open browser
        return thread.submit(lambda: asyncio.run(asked())).result()


@pytest.fixture
def unready() -> Answering:
    """What answers while the rules are being compiled."""
    found = Answering()
    assert not found.ready
    return found


def test_every_ready_question_of_every_preset_has_its_whole_answer_at_once(
    unready: Answering,
) -> None:
    for name in PRESETS:
        own = preset(name)
        for plan in questions(own).values():
            found = first_line(unready, OwnPlan(own, plan))
            assert found["basis"] == "prepared"
            assert found["final"] is not unready.stale
            assert set(found["depth"]) >= {"outcomes", "conditions", "overall"}


@pytest.mark.parametrize("weeks", [1, 3, 5, 7, 11, 26, 52])
@pytest.mark.parametrize("cases", [33, 61, 95])
def test_every_other_move_has_a_first_answer_that_says_that_it_is_no_run(
    unready: Answering, weeks: int, cases: int
) -> None:
    plan = {"meeting.interval_weeks": weeks, "staffing.caseworker_caseload": cases}
    found = first_line(unready, OwnPlan({}, plan))
    assert found["basis"] == "emulated"
    assert not found["final"]
    assert "settled" not in found
