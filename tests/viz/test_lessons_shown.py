"""Lessons on the page and on paper: what they show, ask and find."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WIDTHS = (1280, 360)


LANGUAGES = ("en", pytest.param("da", marks=pytest.mark.slow))


def opened(page: Any, file: Path, place: str, width: int = 1280) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{file.as_uri()}{place}")
    page.wait_for_selector("#content h2")


def follow(page: Any, link: str, step: str) -> None:
    """Follow a link to a lesson's step, which is shown a moment after the address has changed."""
    page.get_by_role("link", name=link).click()
    page.wait_for_selector(f"a[aria-current=step][href$='step={step}']")


def fetched_nothing(page: Any) -> None:
    assert page.errors == []
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []


def result_of(lesson: str, runs: dict[str, Any]) -> dict[str, Any]:
    return next(each["result"] for each in runs["lessons"] if each["name"] == lesson)


def staged_in(lesson: str, runs: dict[str, Any]) -> dict[str, Any]:
    """The turns of the meeting that a lesson looks at, by column."""
    stage = next(each["stage"] for each in runs["lessons"] if each["name"] == lesson)
    return dict(runs["theatre"]["meetings"][stage["meeting"]]["today"]["turns"])


def test_what_a_lesson_asks_to_look_at_is_there(
    recorded: Callable[[Path], dict[str, Any]], mailed: Callable[[str], Path]
) -> None:
    runs = recorded(mailed("en"))
    fates = staged_in("codes", runs)["fate"]
    assert fates.count("missed") >= 3
    assert {"taken_up", "translated"} & set(fates)
    assert "front" in staged_in("stage", runs)["shows"]
    assert {"translated", "missed"} <= set(staged_in("learning", runs)["fate"])
    belief = staged_in("belief", runs)
    asked = list(zip(belief["speaker"], belief["code"], belief["act"], strict=True))
    assert sum(each[:2] == ("caseworker", "economy") for each in asked) >= 3
    acts = staged_in("self", runs)["act"]
    assert {"measuring_question", "progress"} <= set(acts)
    fault = staged_in("limits", runs)
    assert "front" in fault["shows"]
    assert "translated" in fault["fate"]
    year = runs["year"]
    assert any(any(post["left"]) for side in ("mentors", "caseworkers") for post in year[side])
    calm, pressed = year["caseworkers"][:2]
    short = [week for week, load in enumerate(pressed["utilisation"]) if load > 1]
    assert len(short) >= 3
    assert all(pressed["preparation"][week] < 1 for week in short)
    assert max(calm["utilisation"]) <= 1


def test_every_number_of_a_lesson_has_its_range(
    recorded: Callable[[Path], dict[str, Any]], mailed: Callable[[str], Path]
) -> None:
    lessons = recorded(mailed("en"))["lessons"]
    for result in (each["result"] for each in lessons):
        sides = (each[side] for each in result.get("patterns", []) for side in ("sound", "faulty"))
        rows = [*result.get("rows", []), *(row for each in sides for row in each["readings"])]
        rows += [row for each in result.get("variants", []) for row in each["rows"]]
        assert rows
        assert all(re.fullmatch(r"\(.+ to .+\)", row["range"]) for row in rows)


def test_what_is_written_as_nothing_is_called_neither_more_nor_less(
    recorded: Callable[[Path], dict[str, Any]],
    mailed: Callable[[str], Path],
) -> None:
    result = result_of("belief", recorded(mailed("en")))
    assert result["direction"] == "none"  # a sure sign of a share that rises by nothing
    assert "the difference is below 0.05 percentage points" in result["sentence"]
    assert result["rows"][0]["verdict"] == "Too small to matter"


LESSON = {
    "en": {
        "title": "What do more meetings cost?",
        "falls": "It falls",
        "commit": "Commit my guess",
        "next": "Next",
        "run": "Show the recorded run",
    },
    "da": {
        "title": "Hvad koster flere trepartssamtaler?",
        "falls": "Det falder",
        "commit": "Lås mit gæt",
        "next": "Næste",
        "run": "Vis den optagne kørsel",
    },
}


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lesson_is_finished_by_a_new_student(
    recorded: Callable[[Path], dict[str, Any]],
    page: Any,
    mailed: Callable[[str], Path],
    language: str,
    width: int,
) -> None:
    file, say = mailed(language), LESSON[language]
    result = result_of("hours", recorded(file))
    opened(page, file, "", width)
    page.get_by_role("link", name=say["title"]).click()
    page.locator("a[href='#lesson=hours&step=run']").click()
    assert page.get_by_role("button", name=say["run"]).count() == 0  # nobody has guessed yet
    page.go_back()
    page.get_by_role("radio", name=say["falls"]).check()
    page.get_by_role("button", name=say["commit"]).click()
    assert page.get_by_role("radio", name=say["falls"]).is_disabled()
    follow(page, say["next"], "look")
    follow(page, say["next"], "run")
    page.get_by_role("button", name=say["run"]).click()
    seen = page.locator(".lesson").inner_text()
    assert result["sentence"] in seen
    assert all(row["verdict"] in seen for row in result["rows"])
    follow(page, say["next"], "theory")
    assert "Lipsky" in page.locator(".lesson").inner_text()
    follow(page, say["next"], "discuss")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    fetched_nothing(page)


@pytest.mark.browser
def test_a_class_hands_in_guesses_on_one_screen(page: Any, mailed: Callable[[str], Path]) -> None:
    opened(page, mailed("en"), "#lesson=stage")
    page.get_by_text("A whole class guesses").click()
    for _ in range(3):
        page.get_by_role("button", name="One hand more for: It falls").click()
    page.get_by_role("button", name="One hand less for: It falls").click()
    page.get_by_role("button", name="One hand more for: It rises").click()
    page.get_by_role("radio", name="It rises").check()
    page.get_by_role("button", name="Commit my guess").click()
    page.goto(page.url + "&step=run")
    page.get_by_role("button", name="Show the recorded run").click()
    assert "2 of 3 hands" in page.locator(".lesson").inner_text()
    assert page.evaluate("Object.keys(localStorage).length + document.cookie.length") == 0


@pytest.mark.browser
def test_the_fault_is_named_only_after_a_guess(page: Any, mailed: Callable[[str], Path]) -> None:
    opened(page, mailed("en"), "#lesson=limits&step=run")
    page.get_by_role("button", name="Show the recorded run").click()
    assert page.locator(".lesson .line.first").count() == 0
    page.locator("input[name=guess]").first.check()
    page.get_by_role("button", name="Commit my guess").click()
    assert page.get_by_text("You found it.").count() == 1
    assert page.locator(".lesson details.card").count() == 3  # rules stated otherwise
    assert "The fault:" in page.evaluate("document.activeElement.innerText")


@pytest.mark.browser
def test_a_lesson_is_followed_with_the_keyboard_alone(
    page: Any, mailed: Callable[[str], Path]
) -> None:
    opened(page, mailed("en"), "#lesson=together")

    def press(label: str) -> None:
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.innerText") == label:
                break
        page.keyboard.press("Enter")

    def focused() -> str:
        return str(page.evaluate("document.activeElement.innerText"))

    page.locator("input[name=guess]").first.focus()
    page.keyboard.press("Space")
    press("Commit my guess")
    assert focused() == "Next"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.innerText === 'Look'")
    assert page.get_by_role("link", name="Open the meeting").count() == 0  # it is about the year
    press("Next")
    page.wait_for_function("document.activeElement.innerText === 'Experiment'")
    press("Show the recorded run")
    page.wait_for_function("document.activeElement.innerText.startsWith('With “Fixed pairs')")
    press("Next")
    page.wait_for_function("document.activeElement.innerText === 'Theory'")
    assert page.title().startswith("Does it help to work with the same person?")


@pytest.mark.browser
def test_a_sheet_is_printed_with_the_lesson_alone(page: Any, mailed: Callable[[str], Path]) -> None:
    opened(page, mailed("en"), "#lesson=self")
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print a sheet for students").click()
    page.emulate_media(media="print")
    printed = page.locator("body").inner_text()
    assert "Which would you believe?" in printed
    assert "For the teacher" not in printed


PAPER = (  # lessons whose paper is measured: one every day, all of them in the full test
    "hours",
    *(
        pytest.param(name, marks=pytest.mark.slow)
        for name in ("codes", "stage", "together", "learning", "belief", "self", "limits")
    ),
)


@pytest.mark.browser
@pytest.mark.parametrize("name", PAPER)
def test_a_sheet_is_a_page_and_notes_of_two_at_most_hold_all_that_a_teacher_needs(
    recorded: Callable[[Path], dict[str, Any]], page: Any, mailed: Callable[[str], Path], name: str
) -> None:
    file = mailed("en")
    lesson = next(each for each in recorded(file)["lessons"] if each["name"] == name)
    opened(page, file, f"#lesson={name}")
    page.evaluate("window.print = () => {}")
    for most, button in ((1, "Print a sheet for students"), (2, "Print notes for the teacher")):
        page.get_by_role("button", name=button).click()
        sheet = page.locator(".sheet").inner_text()
        steps = page.locator(".sheet h2").all_text_contents()
        assert pages_in(page.pdf(prefer_css_page_size=True)) <= most
        assert page.locator(".sheet").count() == 0  # printed, and the lesson is back
    for text in ("question", "look", "notes", "discuss", "limits"):
        assert lesson[text] in sheet
    for row in lesson["result"].get("rows", []):
        assert row["range"] in sheet
    spent = [int(minutes) for minutes in re.findall(r"\((\d+) minutes\)", " ".join(steps))]
    assert len(spent) == 5
    assert sum(spent) == lesson["minutes"]


def pages_in(paper: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", paper))
