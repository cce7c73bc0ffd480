"""Parts of the page without a browser: what it does when something goes wrong."""

import json
import time
from collections.abc import Callable
from typing import Any

import ipyvue
import pytest
import solara

from heterophony.viz import answer_view
from heterophony.viz.answer_view import Answers
from heterophony.viz.app import Boundary, default_language, foot, link_notes
from heterophony.viz.plan import example_values, read_link
from heterophony.viz.server import LANGUAGE
from heterophony.viz.words import LANGUAGES, words


def texts_in(widget: Any) -> str:
    """Return all text of a rendered page."""
    children = getattr(widget, "children", None) or []
    found = [each if isinstance(each, str) else texts_in(each) for each in children]
    found += [str(getattr(widget, name, "")) for name in ("unsafe_innerHTML", "options")]
    if isinstance(widget, ipyvue.VueTemplate):
        found.append(str(widget.template))
    return " ".join(found)


def rendered(element: Any) -> tuple[Any, Any]:
    """Return what a component shows, and the context to close afterwards."""
    return solara.render(element, handle_error=False)


def eventually(ready: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ready():
            return True
        time.sleep(0.05)
    return False


@solara.component
def broken() -> None:
    raise RuntimeError("secret detail")


@solara.component
def whole():
    solara.HTML(tag="p", unsafe_innerHTML="the rest")
    Boundary(words("en"), children=[broken()])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failed_computation_is_told_in_a_sentence(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(answer_view, "answers", fail)
    speak = words(language)
    box, context = rendered(Answers(example_values(), speak))
    try:
        assert eventually(lambda: speak("app.error") in texts_in(box))
        assert json.dumps(speak("app.retry")) in texts_in(box)
        assert "secret detail" not in texts_in(box)
    finally:
        context.close()


def test_a_part_that_breaks_leaves_the_rest_standing() -> None:
    box, context = rendered(whole())
    try:
        assert "the rest" in texts_in(box)
        assert words("en")("app.page_error") in texts_in(box)
        assert "secret detail" not in texts_in(box)
    finally:
        context.close()


def test_notes_about_a_link_are_escaped() -> None:
    notes = link_notes(
        read_link("<script>alert(1)</script>=1&meeting.interval_weeks=99"), words("en")
    )
    assert "<script" not in notes
    assert "&lt;script&gt;" in notes
    assert "Weeks between" in notes


@pytest.mark.parametrize("language", LANGUAGES)
def test_fair_use_stands_on_the_page(language: str) -> None:
    assert words(language)("ethics.text") in foot(words(language))


def test_the_language_of_the_command_is_the_first_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for given, shown in (("da", "da"), ("xx", "en")):
        monkeypatch.setenv(LANGUAGE, given)
        assert default_language() == shown
