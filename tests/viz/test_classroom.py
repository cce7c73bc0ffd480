"""The classroom: one mailed file that opens offline, and the same on the server."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from heterophony.experiments import RequestError
from heterophony.experiments.results.digests import model_digest
from heterophony.viz.classroom import sentences
from heterophony.viz.publish import publish, published

MOST = 500_000  # bytes
WIDTHS = (1280, 360)


LANGUAGES = ("en", pytest.param("da", marks=pytest.mark.slow))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mailed_file_is_small_and_says_what_made_it(
    recorded: Callable[[Path], dict[str, Any]], mailed: Callable[[str], Path], language: str
) -> None:
    file = mailed(language)
    assert file.stat().st_size < MOST
    made = recorded(file)["made"]
    assert model_digest().startswith(made["model"])
    assert made["command"] == (
        f"heterophony publish --scenario baseline --seed 1 --lang {language}"
    )


def test_a_file_is_not_replaced_unasked(mailed: Callable[[str], Path]) -> None:
    with pytest.raises(RequestError, match="exists; give --force"):
        publish(mailed("en"))


def test_no_text_of_a_run_can_end_the_element_that_holds_it(
    recorded: Callable[[Path], dict[str, Any]],
    mailed: Callable[[str], Path],
) -> None:
    runs = recorded(mailed("en"))
    runs["made"]["scenario"] = "</script><script>alert(1)</script>"
    text = published(runs)
    assert "alert(1)</script>" not in text
    assert text.count("<script") == 2


def opened(page: Any, file: Path, place: str, width: int = 1280) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{file.as_uri()}{place}")
    page.wait_for_selector("#content h2")


def fetched_nothing(page: Any) -> None:
    assert page.errors == []
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meeting_is_played_by_keyboard_from_a_mailed_file(
    recorded: Callable[[Path], dict[str, Any]],
    page: Any,
    mailed: Callable[[str], Path],
    language: str,
    width: int,
) -> None:
    file = mailed(language)
    meeting = recorded(file)["theatre"]["meetings"][2]
    opened(page, file, "#meeting=2&policy=citizen-chairs", width)
    stage = page.locator("[data-part=stage]")
    stage.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator(".turn.now").count() == 2  # today, and beside it
    said = meeting["today"]["turns"]["text"]
    assert said[2] in page.locator(".turn.now .said").first.inner_text()
    assert said[2] in page.locator("[data-part=live]").inner_text()
    page.keyboard.press("ArrowLeft")
    assert said[1] in page.locator(".turn.now .said").first.inner_text()
    page.keyboard.press("End")
    changed = meeting["with"]["citizen-chairs"]["changed"]
    assert page.locator(".turn .mark").count() == len(changed) > 0
    decided = page.locator(".decided").first.inner_text()
    lines, beside = (
        each["lines_after"] for each in (meeting["today"], meeting["with"]["citizen-chairs"])
    )
    assert all(line in decided for line in lines)
    alone = {without_numbers(each) for each in lines} - {without_numbers(each) for each in beside}
    assert decided.count(sentences(language)["class.meeting.only_today"]) == len(alone) > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    fetched_nothing(page)


def without_numbers(line: str) -> str:
    return re.sub(r"[\d.,]+", "", line)


@pytest.mark.browser
def test_a_meeting_plays_by_itself_and_pauses(page: Any, mailed: Callable[[str], Path]) -> None:
    page.clock.install()
    opened(page, mailed("en"), "#meeting=1")
    page.clock.pause_at(
        page.evaluate("Date.now() / 1000 + 1")
    )  # from here the test turns the clock
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(60_000)
    place = page.evaluate("classroom.view.player.place")
    assert 4 < place < page.evaluate("classroom.view.player.length") - 1
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(60_000)
    assert page.evaluate("classroom.view.player.place") == place


@pytest.mark.browser
def test_a_citizen_is_followed_through_a_year_of_meetings(
    recorded: Callable[[Path], dict[str, Any]], page: Any, mailed: Callable[[str], Path]
) -> None:
    file = mailed("en")
    weeks = [each["week"] for each in recorded(file)["theatre"]["meetings"]]
    opened(page, file, "#meeting=0")
    for number, week in enumerate(weeks):
        page.locator(".follow").get_by_role("button", name=f"Week {week}", exact=True).click()
        assert page.evaluate("classroom.view.which") == number
        assert f"no. {number}" in page.locator("select option:checked").first.inner_text()
    fetched_nothing(page)


@pytest.mark.browser
def test_a_play_waits_for_the_voice_that_reads(page: Any, mailed: Callable[[str], Path]) -> None:
    opened(page, mailed("en"), "#meeting=1")
    page.evaluate(
        """() => {
        window.reads = [];
        const voice = { speaking: false, cancel() {}, getVoices: () => [], speak(said) {
          this.speaking = true; reads.push(said.text); } };
        Object.defineProperty(window, "speechSynthesis", { value: voice });
        classroom.view.player.pace = () => 200; }"""
    )
    page.get_by_role("button", name="Read aloud").click()
    page.get_by_role("button", name="Play").click()
    page.wait_for_timeout(400)  # two paces, while the first line is still being read
    assert page.evaluate("[classroom.view.player.place, reads.length]") == [0, 1]
    page.evaluate("speechSynthesis.speaking = false")
    page.wait_for_function("classroom.view.player.place === 1 && reads.length === 2")


@pytest.mark.browser
def test_the_year_is_stepped_and_people_in_it_are_looked_at(
    recorded: Callable[[Path], dict[str, Any]], page: Any, mailed: Callable[[str], Path]
) -> None:
    file = mailed("en")
    year = recorded(file)["year"]
    opened(page, file, "#year=5")
    page.locator("[data-part=stage]").focus()
    page.keyboard.press("ArrowRight")
    place = page.locator("[data-part=place]")
    course = next(letter for letter, name in year["statuses"].items() if name == "course")
    there = sum(each["status"][6] == course for each in year["citizens"])
    assert f"On a course with a mentor {there}" in place.inner_text()
    assert page.locator(".network .tie").count() == len(year["understanding"][6])
    page.locator("[data-side=mentors][data-place='1'] circle").click()
    asked = round(100 * year["mentors"][1]["utilisation"][6])
    assert f"{asked} per cent" in page.locator("[data-part=professional]").inner_text()
    understood = year["understanding"][6][6:12]  # of mentor 2 and each of six caseworkers
    mean = f"{sum(understood) / 600:.2f}"
    assert mean in page.locator("[data-part=professional] tbody tr:last-child").inner_text()
    page.locator("button.dot").first.click()
    assert page.locator("[data-part=citizen] svg").count() == 1
    fetched_nothing(page)


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_who_leaves_is_named_whole_and_has_worked_the_week(
    recorded: Callable[[Path], dict[str, Any]],
    page: Any,
    mailed: Callable[[str], Path],
    language: str,
) -> None:
    file = mailed(language)
    mentors = recorded(file)["year"]["mentors"]
    place = next(number for number, post in enumerate(mentors) if any(post["left"]))
    week = mentors[place]["left"].index(1)
    opened(page, file, f"#year={week}")
    page.locator(f"[data-side=mentors][data-place='{place}'] circle").click()
    told = {"en": "Leaves the post at the end", "da": "Forlader stillingen ved"}[language]
    vacant = {"en": "vacant this week", "da": "ubesat i denne"}[language]
    said = page.locator("[data-part=professional]").inner_text()
    assert told in said
    assert vacant not in said
    boxes = page.evaluate(
        """() => [".network", ".network .left text"].map((each) => {
        const { left, right } = document.querySelector(each).getBoundingClientRect();
        return [left, right]; })"""
    )
    assert boxes[0][0] <= boxes[1][0]
    assert boxes[1][1] <= boxes[0][1]
    page.keyboard.press("Tab")
    page.locator("[data-act=step]").click()
    assert vacant in page.locator("[data-part=professional]").inner_text()


@pytest.mark.slow
def test_the_server_computes_the_same_runs_as_a_file_carries(
    recorded: Callable[[Path], dict[str, Any]],
    ask: Callable[..., Any],
    mailed: Callable[[str], Path],
) -> None:
    here = json.loads(ask("/class/runs.json?lang=en").text)
    there = recorded(mailed("en"))
    del there["made"]["command"]
    for lesson in there["lessons"]:
        del lesson["result"]
    assert here == there


@pytest.mark.slow
def test_the_server_runs_a_lesson_when_it_is_asked_to(ask: Callable[..., Any]) -> None:
    found = json.loads(ask("/class/lesson.json?name=codes&lang=da").text)
    assert found["direction"] == "more"
    assert "anknytning" in found["sentence"].lower()


def test_a_lesson_that_is_none_is_refused(ask: Callable[..., Any]) -> None:
    answer = ask("/class/lesson.json?name=moon")
    assert answer.status == 400
    assert "name is no lesson" in answer.text


@pytest.mark.parametrize("seed", ["-1", "1.5", "a", "99999999"])
def test_a_seed_that_is_none_is_refused(ask: Callable[..., Any], seed: str) -> None:
    answer = ask(f"/class/runs.json?seed={seed}")
    assert answer.status == 400
    assert "seed is no whole number" in answer.text


def test_a_meeting_on_stage_is_the_meeting_of_the_command(
    recorded: Callable[[Path], dict[str, Any]],
    mailed: Callable[[str], Path],
) -> None:
    from heterophony.experiments.commands.meeting import retold

    staged = recorded(mailed("en"))["theatre"]["meetings"][1]["today"]
    account = retold("baseline", (staged["week"], staged["citizen"], 1), ["run.weeks=53"], 1, "en")
    assert [each.text for each in account.spoken] == staged["turns"]["text"]
    assert [turn.act for turn in account.turns] == staged["turns"]["act"]


@pytest.mark.browser
def test_axe_finds_nothing_in_a_meeting_the_year_and_a_lesson(
    page: Any, mailed: Callable[[str], Path], violations: Callable[[Any], list[str]]
) -> None:
    for place in ("#meeting=2&policy=citizen-chairs", "#year=5", "#lesson=hours"):
        opened(page, mailed("en"), place)
        assert violations(page) == []
