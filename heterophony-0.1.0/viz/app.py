"""The page: five levers, and what they do to citizens' ownership of their course.

Solara finds `Page` and `Layout` here. The page keeps its state in the address, computes in the
background, and shows the last valid answer, dimmed, while a new one is on its way.
"""

import json
import os
from collections.abc import Callable
from typing import Any, Final

import solara
from solara.alias import rv

from heterophony.scenarios import PARAMETERS
from heterophony.viz import markup, sentences
from heterophony.viz.answer_view import Answers
from heterophony.viz.controls import Address, Choices, Slider
from heterophony.viz.plan import Link, Values, controls, link_of, read_link, todays_values
from heterophony.viz.server import LANGUAGE
from heterophony.viz.words import LANGUAGES, Words, words

Part = solara.Element[Any]
NAMES: Final = {language: words(language)("common.language") for language in LANGUAGES}


def default_language() -> str:
    """Return the language that the command was given, English without one."""
    language = os.environ.get(LANGUAGE, "en")
    return language if language in LANGUAGES else "en"


def markup_of(html: str) -> None:
    """Put our own markup on the page; all data in it is escaped already."""
    solara.HTML(tag="div", unsafe_innerHTML=html)


@solara.component
def Lever(name: str, value: float, speak: Words, on_value: Callable[[str, float], None]) -> None:
    """Show one slider."""
    control, parameter = controls()[name], PARAMETERS[name]
    label = speak.choose(parameter.title)
    unit = "" if control.high <= 1 else speak.unit(parameter.unit)
    today = f"{speak.plain(control.today)} {unit}".strip()
    Slider(
        name=name,
        label=label,
        number_label=speak("app.type_number", label=label),
        note=speak("app.today_is", value=today),
        unit=unit,
        language=speak.language,
        value=value,
        min=control.low,
        max=control.high,
        step=control.step,
        event_chosen=lambda chosen: on_value(name, chosen),
    )


@solara.component
def Levers(values: Values, speak: Words, on_values: Callable[[Values], None]) -> None:
    """Show all sliders and the way back to today."""

    def change(name: str, chosen: object) -> None:
        number = float(chosen) if isinstance(chosen, int | float) else float("nan")
        kept = {**dict(zip(controls(), values, strict=True)), name: controls()[name].inside(number)}
        on_values(tuple(kept.values()))

    with rv.Html(tag="section", class_="levers", attributes={"aria-labelledby": "levers"}):
        rv.Html(tag="h2", attributes={"id": "levers"}, children=[speak("app.levers")])
        for name, value in zip(controls(), values, strict=True):
            Lever(name, value, speak, change)
        reset = json.dumps([{"value": "today", "label": speak("app.reset")}])
        Choices(options=reset, event_chosen=lambda _: on_values(todays_values()))


@solara.component
def Top(speak: Words, on_language: Callable[[str], None]) -> None:
    """Show the title and the choice of language."""

    def choose(language: object) -> None:
        if language in LANGUAGES:
            on_language(str(language))

    skip = {"href": "#answer"}
    rv.Html(tag="a", class_="skip", attributes=skip, children=[speak("app.skip")])
    with rv.Html(tag="header"):
        with rv.Html(tag="div"):
            brand = f"{speak('common.name')} · {speak('common.model_not_forecast')}"
            rv.Html(tag="p", class_="brand", children=[brand])
            rv.Html(tag="h1", children=[speak("app.title")])
            rv.Html(tag="p", children=[speak("app.lead")])
        options = [{"value": each, "label": NAMES[each], "lang": each} for each in LANGUAGES]
        Choices(
            label=speak("app.language"),
            options=json.dumps(options),
            value=speak.language,
            event_chosen=choose,
        )


def link_notes(link: Link, speak: Words) -> str:
    """Return the parts of a link that could not be used, as markup; empty if there are none."""
    titles = ", ".join(speak.choose(PARAMETERS[name].title) for name in link.adjusted)
    notes = [
        speak("app.adjusted", names=titles) if link.adjusted else "",
        speak("app.ignored", names=", ".join(link.ignored)) if link.ignored else "",
    ]
    return "".join(markup.paragraph(note, "note") for note in notes)


def foot(speak: Words) -> str:
    """Return the limits of the model and the rules of fair use, as markup."""
    return (
        f"{markup.section(speak('app.about'), markup.bullets(sentences.limits(speak)))}"
        f"{markup.section(speak('report.ethics_heading'), markup.paragraph(speak('ethics.text')))}"
        f"{markup.paragraph(speak('app.link'))}"
    )


@solara.component
def Boundary(speak: Words, children: list[Part] = []) -> None:  # noqa: B006
    """Show a message in place of a failed part; keep the rest of the page."""
    failure, clear = solara.use_exception()
    if failure is None:
        solara.Div(children=children)
        return
    with rv.Html(tag="div", attributes={"role": "alert"}):
        rv.Html(tag="p", children=[speak("app.page_error")])
        again = json.dumps([{"value": "again", "label": speak("app.retry")}])
        Choices(options=again, event_chosen=lambda _: clear())


@solara.component
def Page() -> None:
    """Show the whole page."""
    router = solara.use_router()
    link = solara.use_memo(lambda: read_link(router.search), [])
    language, set_language = solara.use_state(link.language or default_language())
    values, set_values = solara.use_state(link.values)
    speak = words(language)
    Address(query=link_of(values, language), language=language, title=speak("app.title"))
    solara.Style(markup.asset("parts.css"))
    with rv.Html(tag="div", class_="page"):
        Top(speak, set_language)
        with rv.Html(tag="main"):
            notes = link_notes(link, speak)
            if notes:
                markup_of(notes)
            with rv.Html(tag="div", class_="columns"):
                Levers(values, speak, set_values)
                with rv.Html(tag="div", class_="answer-column", attributes={"id": "answer"}):
                    Boundary(speak, children=[Answers(values, speak)])
        with rv.Html(tag="footer"):
            markup_of(foot(speak))


@solara.component
def Layout(children: list[Part] = []) -> None:  # noqa: B006
    """Lay out pages without Solara's own bars."""
    solara.Div(children=children)
