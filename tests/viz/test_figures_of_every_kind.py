"""Every result has a picture by one call, with a title and a description."""

import math
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from heterophony import experiments
from heterophony.experiments import Cases, FiguresBeside, RequestError, check_all, load_patterns
from heterophony.experiments.methods.cases import tell_apart
from heterophony.experiments.results.shown import Shown
from heterophony.viz import figures
from heterophony.viz.words import LANGUAGES


def drawn(result: Any, language: str) -> str:
    text = result.plot(language).text
    assert re.search(r"<title[^>]*>[^<]+</title><desc[^>]*>[^<]+</desc>", text)
    assert "nan" not in text
    return text


def test_no_kind_of_result_is_without_a_picture() -> None:
    public = [getattr(experiments, name) for name in experiments.__all__]
    kinds = {each for each in public if isinstance(each, type) and issubclass(each, Shown)}
    assert len(kinds) > 10
    assert kinds <= set(figures._DRAWN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_figures_lie_in_standard_deviations_from_the_model(language: str) -> None:
    row = {"figure": "Jobs", "value": 0.2, "low": 0.161, "high": 0.239, "agrees": True}
    seen = {"model": 0.22, "model_low": 0.18, "model_high": 0.26}
    beside = FiguresBeside("baseline", pd.DataFrame([row | seen]), (), 4, 1)
    assert re.search(r"Jobs: 1[.,]0 \(", drawn(beside, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_cases_show_which_assumption_tells_them_apart(language: str) -> None:
    rng = np.random.default_rng(4)
    table = pd.DataFrame(rng.random((60, 3)), columns=["first", "second", "third"])
    found = tell_apart(table, (table["second"] > 0.6).to_numpy(), "difference < 0")
    description = drawn(found, language).partition("</desc>")[0]
    assert description.index("second:") < description.index("first:")


def test_too_few_cases_have_no_picture_and_say_why() -> None:
    few = Cases("difference < 0", 20, 1, detectable=math.nan, findable=math.nan)
    with pytest.raises(RequestError, match="no picture: difference < 0 in 1 of 20 worlds"):
        few.plot()


def test_a_scoreboard_is_a_tile_a_pattern() -> None:
    board = check_all([load_patterns()["T1"]], pairs=2)
    assert "T1" in drawn(board, "en")
