"""The documents of the page that the server writes: the frame, the statement, what is not found."""

from __future__ import annotations

from functools import cache
from typing import Final

import heterophony
from heterophony.viz import markup
from heterophony.viz.shown_levers import assumed_titles, assumptions, declared, drawable
from heterophony.viz.svg import escape
from heterophony.viz.words import words

__all__ = [
    "assumed_titles",
    "assumptions",
    "declared",
    "drawable",
    "lost",
    "page",
    "sentences",
    "statement",
]

# Sentences that the page's scripts use; the others are for reports and the command line.
_PARTS: Final = (
    *("page", "common", "unit", "unit_of_one", "choice", "verdict", "group", "speaker", "code"),
    *("phase", "act", "cannot", "ethics", "statement"),
)


@cache
def sentences(language: str) -> dict[str, str]:
    """Return the sentences of the page by key, in one language."""
    every = words(language).sentences
    return {key: text for key, text in every.items() if key.split(".", 1)[0] in _PARTS}


def _frame(title: str, language: str, head: str, body: str) -> str:
    """Return a document with the page's style; its scripts are in `head`."""
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n"
        f'<link rel="stylesheet" href="/page/page.css">\n{head}</head>\n<body>\n{body}</body>\n'
        "</html>\n"
    )


def page(language: str) -> str:
    """Return the frame that the page's scripts fill."""
    speak = words(language)
    head = (
        '<script src="/page/theme.js"></script>\n'
        '<script type="module" src="/page/main.js"></script>\n'
    )
    body = (
        f'<a class="skip" href="#answer">{escape(speak("page.skip"))}</a>\n'
        f'<div id="page" data-version="{escape(heterophony.__version__)}">'
        f'<p class="wait">{escape(speak("page.opening"))}</p></div>\n'
        f"<noscript><p>{escape(speak('page.no_scripts'))}</p></noscript>\n"
    )
    return _frame(speak("page.title"), language, head, body)


def classroom(language: str) -> str:
    """Return the frame that the classroom's scripts fill."""
    speak = words(language)
    head = (
        '<link rel="stylesheet" href="/page/class/class.css">\n'
        '<script src="/page/theme.js"></script>\n'
        '<script type="module" src="/page/class/main.js"></script>\n'
    )
    told = "".join(
        f' data-{name}="{escape(speak(f"class.{name}"))}"'
        for name in ("computing", "failed", "again")
    )
    body = (
        f'<a class="skip" href="#content">{escape(speak("class.skip"))}</a>\n'
        f'<div id="class"{told}><p class="wait">{escape(speak("page.opening"))}</p></div>\n'
        f"<noscript><p>{escape(speak('page.no_scripts'))}</p></noscript>\n"
    )
    return _frame(speak("class.title"), language, head, body)


def statement(language: str) -> str:
    """Return the statement on accessibility, which a municipality can reuse."""
    speak = words(language)
    keys = [key for key in speak.sentences if key.startswith("statement.part_")]
    body = "".join(markup.paragraph(speak(key)) for key in sorted(keys))
    title = speak("statement.title")
    back = f'<p><a href="/?lang={language}">{escape(speak("page.home"))}</a></p>'
    return _frame(title, language, "", f"<main><h1>{escape(title)}</h1>{body}{back}</main>\n")


def lost(language: str) -> str:
    """Return what is shown at an address that does not exist."""
    speak = words(language)
    title = speak("page.not_found")
    back = f'<p><a href="/?lang={language}">{escape(speak("page.home"))}</a></p>'
    return _frame(title, language, "", f"<main><h1>{escape(title)}</h1>{back}</main>\n")
