"""Whole visits to the page in a real Chromium, by keyboard, in both languages, offline."""

import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

WORDS = {
    "da": {
        "more often": "Mødes oftere?",
        "interval": "Uger mellem trepartssamtaler",
        "pays": "Hvem der betaler",
        "change": "Ret oplysninger om mit jobcenter",
        "few": "Få sager (45)",
        "price": r"flere sagsbehandlertimer pr\. borger om året, hos jer ca\. [\d.]+ timer",
        "groups": "Hvem vinder, hvem taber?",
        "apart": "Afstanden mellem stærke og svage",
        "place": "45 sager pr. sagsbehandler",
    },
    "en": {
        "more often": "Meet more often?",
        "interval": "Weeks between three-party meetings",
        "pays": "Who pays",
        "change": "Change the details of my jobcentre",
        "few": "Few cases (45)",
        "price": r"more caseworker hours a year for each citizen, at your jobcentre "
        r"about [\d,]+ hours",
        "groups": "Who gains, who loses?",
        "apart": "The distance between strong and weak",
        "place": "45 cases per caseworker",
    },
}


def press(page: Any, role: str, name: str, key: str = "Enter") -> None:
    page.get_by_role(role, name=name).first.focus()
    page.keyboard.press(key)


@pytest.mark.parametrize("language", WORDS)
def test_a_manager_asks_the_four_questions_by_keyboard(
    page: Any, address: str, language: str, answered: Callable[..., str]
) -> None:
    say = WORDS[language]
    page.goto(f"{address}/?lang={language}")
    page.wait_for_selector(".questions button")
    assert page.evaluate("document.documentElement.lang") == language

    # More often?
    press(page, "button", say["more often"])
    more_often = answered(page, meeting__interval_weeks=4)
    assert page.locator(".lines .mark").first.inner_text().strip()
    # At what cost?
    assert re.search(say["price"], page.locator(".lines").inner_text())
    # Who gains, who loses?
    groups = page.locator("section", has=page.get_by_role("heading", name=say["groups"])).last
    assert groups.locator("tbody tr").count() == 4
    assert say["apart"] in groups.inner_text()
    # With 45 cases?
    press(page, "button", say["change"])
    press(page, "button", say["few"])
    page.wait_for_url(re.compile(r"my\.staffing\.caseworker_caseload=45"))
    press(page, "button", say["more often"])
    with_45 = answered(page, meeting__interval_weeks=4)
    assert say["place"] in page.locator(".place").inner_text()
    assert with_45
    assert more_often
    assert page.errors == []
    local = (address, "data:", "blob:")
    assert [url for url in page.asked if not url.startswith(local)] == []


def test_the_own_jobcentre_is_the_baseline_of_the_answer(
    page: Any, address: str, answered: Callable[..., str]
) -> None:
    page.goto(f"{address}/?lang=en&my.staffing.caseworker_caseload=45&meeting.interval_weeks=4")
    answered(page)
    fewer = page.evaluate("page.found.outcomes")
    page.goto(f"{address}/?lang=en&staffing.caseworker_caseload=45&meeting.interval_weeks=4")
    answered(page)
    both = page.evaluate("page.found.outcomes")
    # The plan is the same; what it is set beside is not.
    assert fewer["caseworker_utilisation"]["policy"] == pytest.approx(
        both["caseworker_utilisation"]["policy"], abs=0.02
    )
    gap = both["caseworker_utilisation"]["baseline"] - fewer["caseworker_utilisation"]["baseline"]
    assert gap > 0.1


def test_who_pays_is_a_lever_and_is_told_in_the_answer(
    page: Any, address: str, answered: Callable[..., str]
) -> None:
    page.goto(f"{address}/?lang=da&meeting.interval_weeks=4")
    answered(page)
    page.get_by_role("combobox", name=re.compile("Hvem der betaler")).select_option("funded")
    answered(page, staffing__funding="funded")
    assert page.evaluate("page.found.outcomes.ownership_52w.difference") > -0.03
    assert "staffing.funding=funded" in page.url


def test_what_turns_the_answer_can_be_tried(
    page: Any, address: str, answered: Callable[..., str]
) -> None:
    page.goto(f"{address}/?lang=en&meeting.interval_weeks=4")
    answered(page)
    page.wait_for_selector(".turning-list li")
    page.locator(".turning-list li").first.get_by_role("button").click()
    page.wait_for_function("!document.querySelector('#answer').classList.contains('old')")
    tried = page.evaluate("page.state.question")
    assert tried["plan"]["meeting.interval_weeks"] == 4
    assert len(tried["plan"]) > 1 or tried["jobcentre"]
    page.go_back()
    page.wait_for_function("Object.keys(page.state.plan).length === 1")


def test_undo_redo_and_back_go_step_by_step_and_never_leave_the_page(
    page: Any, address: str, answered: Callable[..., str]
) -> None:
    page.goto(f"{address}/?lang=en")
    page.get_by_role("button", name="Shared goals?").click()
    answered(page, meeting__shared_goals=True)
    page.get_by_role("button", name="As today").click()
    page.wait_for_function("Object.keys(page.state.plan).length === 0")
    page.get_by_role("button", name="Undo").click()  # "as today" can be undone
    page.wait_for_function("page.state.plan['meeting.shared_goals'] === true")
    page.get_by_role("button", name="Redo").click()
    page.wait_for_function("Object.keys(page.state.plan).length === 0")
    page.go_back()
    page.go_back()
    page.wait_for_function("Object.keys(page.state.plan).length === 0")
    assert page.url.startswith(address)
    page.keyboard.press("Control+y")
    page.wait_for_function("page.state.plan['meeting.shared_goals'] === true")


def test_plans_stand_side_by_side_and_a_question_is_kept_in_a_file(
    page: Any, address: str, answered: Callable[..., str], tmp_path: Any
) -> None:
    page.goto(f"{address}/?lang=da&my.staffing.mentors=6&meeting.interval_weeks=4")
    answered(page)
    page.get_by_role("button", name="Gem som plan A").click()
    page.get_by_label("Navn på A").fill("Oftere")
    page.keyboard.press("Enter")
    assert "A: Oftere" in page.get_by_role("table").filter(has_text="A: Oftere").inner_text()
    page.get_by_text("Tag det med").click()
    with page.expect_download() as kept:
        page.get_by_role("button", name="Gem spørgsmålet som fil").click()
    file = tmp_path / "question.json"
    kept.value.save_as(file)
    page.goto(f"{address}/?lang=da")
    page.get_by_text("Tag det med").click()
    page.locator("[data-open-file]").set_input_files(file)
    answered(page, meeting__interval_weeks=4)
    assert page.evaluate("page.state.jobcentre") == {"staffing.mentors": 6}
    assert page.evaluate("page.state.plans.A.name") == "Oftere"
    # A plan from a file gets its answer, and another for another jobcentre.
    table = page.locator("[data-part=plans]")
    page.wait_for_function("page.state.plans.A.answer?.final")
    six_mentors = table.inner_text()
    page.locator("[data-act=place]").first.click()
    page.get_by_role("button", name="Få sager (45)").click()
    page.wait_for_function(
        "page.state.jobcentre['staffing.caseworker_caseload'] === 45"
        " && page.state.plans.A.about === page.state.about"
    )
    assert "Regner" not in table.inner_text()
    assert table.inner_text() != six_mentors
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"kind": "something"}')
    page.locator("[data-open-file]").set_input_files(wrong)
    page.wait_for_selector(".file-error:not(:empty)")
    assert "ikke et gemt spørgsmål" in page.locator(".file-error").inner_text()


def test_pictures_are_taken_along_as_numbers_in_the_pages_language_and_as_images(
    page: Any, address: str, answered: Callable[..., str], tmp_path: Any
) -> None:
    page.goto(f"{address}/?lang=da&meeting.interval_weeks=4")
    answered(page)
    page.wait_for_selector(".map .tile")
    heads = {"course": "uge;", "sure": "måder at forestille sig", "map": "Uger mellem"}
    for what, head in heads.items():
        for act, start in (("csv", head.encode()), ("png", b"\x89PNG")):
            with page.expect_download() as taken:
                page.locator(f"[data-key='{act} {what}']").click()
            file = tmp_path / f"{what}.{act}"
            taken.value.save_as(file)
            assert file.read_bytes().removeprefix(b"\xef\xbb\xbf").startswith(start)
    assert not re.search("better|worse|week|today", (tmp_path / "map.csv").read_text("utf-8"))


def test_a_guess_comes_before_everything_that_tells_the_answer(
    page: Any, address: str, answered: Callable[..., str]
) -> None:
    page.goto(f"{address}/?lang=en")
    page.wait_for_selector(".questions button")
    page.locator("[data-part=keep] summary").click()
    page.locator("[data-act=guess-first]").click()
    page.get_by_role("button", name="Meet more often?").click()
    answered(page, meeting__interval_weeks=4)
    for name in ("turning", "sure", "map", "groups", "hours", "why"):
        assert page.locator(f"[data-part={name}] .content").inner_text() == "Guess first."
    page.get_by_role("button", name="It stays").click()
    page.wait_for_selector("[data-part=groups] tbody tr")
    assert "guesses were right" in page.locator("[data-part=keep]").inner_text()


def test_every_choice_shows_what_it_is_today(page: Any, address: str) -> None:
    page.goto(f"{address}/?lang=en")
    page.wait_for_selector(".questions button")
    assert page.locator("select").evaluate_all("all => all.every(e => e.selectedIndex >= 0)")
    assert page.locator("[aria-pressed='']").count() == 0


def test_a_jobcentre_that_is_too_large_is_told_the_most(page: Any, address: str) -> None:
    page.goto(f"{address}/?lang=en&my.staffing.mentors=100&meeting.interval_weeks=4")
    page.get_by_text("At most 1,500 citizens with a mentor are calculated here.").first.wait_for()


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_note_is_taken_along_as_a_page_and_for_word(
    page: Any, address: str, answered: Callable[..., str], language: str, tmp_path: Any
) -> None:
    page.goto(f"{address}/?lang={language}&meeting.interval_weeks=4")
    answered(page)
    page.wait_for_selector(".turning-list li")
    first = page.locator(".said").first.inner_text()
    page.locator("[data-part=keep] summary").click()
    with page.expect_download() as kept:
        page.locator("[data-act=note-html]").click()
    file = tmp_path / "note.html"
    kept.value.save_as(file)
    text = file.read_text("utf-8")
    assert first in text
    assert "<script" not in text
    with page.expect_download() as kept:
        page.locator("[data-act=note-docx]").click()
    word = tmp_path / "note.docx"
    kept.value.save_as(word)
    assert word.read_bytes()[:2] == b"PK"
    # What "print" puts on paper; the dialogue itself would wait for a person.
    page.evaluate(
        """note => {
            const sheet = Object.assign(document.createElement("div"), { className: "sheet" });
            sheet.innerHTML = new DOMParser().parseFromString(note, "text/html").body.innerHTML;
            document.body.append(sheet);
            document.body.classList.add("printing");
        }""",
        text,
    )
    printed = page.context.new_page()
    printed.goto(file.as_uri())
    for each in (page, printed):
        pages = each.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pages)) == 1
        assert re.search(rb"/MediaBox\s*\[0 0 59[45]\.\d+ 84[12]\.\d+\]", pages)  # A4
