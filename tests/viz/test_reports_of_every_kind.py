"""Every kind of result has a report with the same parts, and a comparison prints on four pages."""

import json
import re
import runpy
import sys
import time
from collections.abc import Callable
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from heterophony.experiments import compare, run
from heterophony.viz.folders import READERS
from heterophony.viz.report import report
from heterophony.viz.validation_part import validation_report
from heterophony.viz.words import LANGUAGES, words

ENGLISH = re.compile(
    r"(?<![-.\w])(?:the|of|and|with|without|not|is|it|its|that|seeds?|weeks?|worlds?|holds|turns"
    r"|compiled|staff|literature|study|at least|at most|meetings|baseline)(?![-.\w])",
    re.IGNORECASE,
)
SHORT = ("--set", "run.burn_in_weeks=8", "--set", "staffing.mentors=2", "--weeks", "60")
PLAN = """
scenario = "baseline"
replicates = 2
outcomes = ["pressure", "ownership_8w"]
set = { "run.weeks" = 20, "run.burn_in_weeks" = 8, "staffing.mentors" = 2 }
[grid]
"meeting.interval_weeks" = [8, 4]
"staffing.caseworker_caseload" = [45, 60]
"meeting.shared_goals" = [false, true]
"""
_INPUTS = runpy.run_path(str(Path(__file__).parents[1] / "small_inputs.py"))
CLAIMS, TARGETS = _INPUTS["CLAIMS"], _INPUTS["TARGETS"]
LINES = {
    "run": ("run baseline --replicates 2", SHORT, ""),
    "comparison": ("compare baseline handover pre-meeting --replicates 3", SHORT, ""),
    "survey": (
        "survey baseline handover pre-meeting --replicates 2 --worlds 2 --pairs-per-world 2",
        SHORT,
        "",
    ),
    "search": (
        "search baseline --lever meeting.interval_weeks=4,8 --worlds 2 --replicates 1 --confirm 2",
        SHORT,
        "",
    ),
    "sweep": ("sweep FILE", (), PLAN),
    "sensitivity": (
        "sensitivity baseline handover --parameters reaction --samples 4 --replicates 1",
        SHORT,
        "",
    ),
    "robustness": ("robustness baseline handover --worlds 10 --replicates 2", SHORT, ""),
    "calibration": (
        "calibrate baseline FILE --budget 30 --replicates 2 --particles 20",
        (),
        TARGETS,
    ),
    "claims": ("claim FILE --worlds 2 --replicates 3", (), CLAIMS),
    "evidence": (
        "evidence baseline meetings-every-2-weeks --outcome pressure --confidence H --weeks 9",
        (),
        "",
    ),
    "validation": ("validate --patterns T1,T2 --pairs 2", (), ""),
}


@pytest.fixture(scope="module", params=LINES)
def folder(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small folder of each kind, made by its verb."""
    from heterophony.__main__ import main

    line, more, text = LINES[request.param]
    place = tmp_path_factory.mktemp(request.param)
    file = place / "asked.toml"
    file.write_text(text, "utf-8")
    said = [str(file) if word == "FILE" else word for word in line.split()]
    before = sys.argv
    sys.argv = ["heterophony", *said, *more, "--out", str(place / "made")]
    try:
        with pytest.raises(SystemExit):
            main()
    finally:
        sys.argv = before
    return place / "made"


def test_there_is_a_line_for_every_kind() -> None:
    assert set(LINES) == set(READERS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_report_has_the_same_parts(folder: Path, language: str) -> None:
    page, speak = report(folder, language), words(language)
    text = unescape(re.sub(r"<[^>]+>", " ", page))
    assert page.count("<h1>") == page.count("<main>") == page.count("<header>") == 1
    assert page.index('class="answer"') < page.index("<svg")
    assert f"heterophony rerun {folder}" in text
    for key in ("closing.hangs", "report.cannot_heading", "report.ethics_heading", "ethics.text"):
        assert speak(key) in text
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert str(manifest.get("model_sha256") or manifest["rules_sha256"]) in text


def test_a_danish_report_holds_no_english(folder: Path) -> None:
    page = report(folder, "da")
    assert ' lang="en"' not in page
    without_commands = re.sub(r"<(dd|code)>heterophony .*?</\1>", " ", page.partition("<body")[2])
    text = unescape(re.sub(r"<[^>]+>", " ", without_commands)).replace("it-støtte", "")
    assert ENGLISH.findall(text) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_go_down_one_level_at_a_time_and_pictures_say_what_they_show(
    folder: Path, language: str
) -> None:
    page = report(folder, language)
    levels = [int(each) for each in re.findall(r"<h([1-6])>", page)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    pictures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert pictures
    for each in pictures:
        assert re.search(r"<title[^>]*>[^<]+</title><desc[^>]*>[^<]+</desc>", each)
    assert 'role="region"' not in page  # each would be a landmark, and their names repeat


@pytest.mark.parametrize("folder", ["robustness"], indirect=True)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_over_worlds_says_what_its_ranges_cover_and_what_to_measure(
    folder: Path, language: str
) -> None:
    page, speak = report(folder, language), words(language)
    for key in ("information.alternatives", "information.heading", "cannot.assumed_worlds"):
        assert speak(key) in unescape(page)
    assert speak("cannot.assumed") not in unescape(page)


def test_a_report_on_ten_thousand_runs_takes_less_than_ten_seconds(tmp_path: Path) -> None:
    made = run("baseline", replicates=2, overrides={"run.weeks": 156, "run.burn_in_weeks": 8})
    out = made.write(tmp_path / "runs")
    for name in ("weekly", "citizens", "outcomes"):
        file = out / f"{name}.parquet"
        table = pd.read_parquet(file)
        if name == "weekly":
            many = pd.concat([table] * 5_000, ignore_index=True)
            many["replicate"] = many.index // (len(table) // 2)
            many.to_parquet(file)
    began = time.process_time()
    assert "<h1>" in report(out, "en")
    assert time.process_time() - began < 10.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_validation_shows_its_predictions_as_they_were_opened(language: str) -> None:
    scoreboard = Path(__file__).parents[2] / "docs" / "validation.json"
    found, speak = json.loads(scoreboard.read_text("utf-8")), words(language)
    _, page = validation_report(found, speak)
    part = page.partition(speak("holds.predictions"))[2]
    verdicts = [each["opening"]["verdict"] for each in found["predictions"]]
    assert len(verdicts) == 12
    for each in found["predictions"]:
        row = part.partition(f">{each['id']}<")[2].partition("</tr>")[0]
        assert speak(f"holds.predicted_{each['opening']['verdict']}") in row
        assert row.rstrip().endswith(f"{speak('holds.reading_' + each['verdict'])}</td>")
    alone = {**found, "predictions": []}
    assert speak("holds.predictions") not in validation_report(alone, speak)[1]


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_of_two_policies_prints_on_four_pages(
    browser: Any, language: str, tmp_path: Path
) -> None:
    policies = ["four-interviews", "meetings-every-4-weeks"]
    out = compare("baseline", policies, replicates=4).write(tmp_path / "two")
    page = browser.new_page()
    page.set_content(report(out, language))
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert 1 < len(re.findall(rb"/Type\s*/Page[^s]", printed)) <= 4


@pytest.mark.browser
def test_no_report_scrolls_sideways_on_a_telephone(browser: Any, folder: Path) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.set_content(report(folder, "da"))
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(
    "colours",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
        {"color_scheme": "dark", "forced_colors": "active"},
    ],
)
def test_axe_finds_nothing_in_any_report(
    browser: Any,
    folder: Path,
    violations: Callable[[Any], list[str]],
    colours: dict[str, str],
    width: int,
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, **colours)
    page = context.new_page()
    for language in LANGUAGES:
        page.set_content(report(folder, language))
        assert violations(page) == []
    context.close()
