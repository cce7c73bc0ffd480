"""The part of the page on which one simulated meeting can be followed, turn by turn."""

import json
import threading

import solara
import solara.lab

from heterophony.viz import markup, svg
from heterophony.viz.answering import Scene, one_meeting
from heterophony.viz.controls import Choices
from heterophony.viz.network import understanding_chart
from heterophony.viz.plan import Values
from heterophony.viz.theatre import meeting_html
from heterophony.viz.words import Words

Search = solara.lab.Task[[], Scene | None]
_room = threading.BoundedSemaphore(1)


@solara.component
def Meeting(values: Values, speak: Words) -> None:
    """Show a meeting with the plan when asked to."""
    asked, ask = solara.use_state(0)
    holder: list[Search | None] = solara.use_memo(lambda: [None], [])

    def work() -> Scene | None:
        task = holder[0]
        if not asked:
            return None
        with _room:
            wanted = task is None or task.is_current()
            return one_meeting(values, asked - 1) if wanted else None

    wanted_of = (
        values if asked else None
    )  # until a meeting is asked for, a new plan changes nothing here
    task = solara.lab.use_task(work, dependencies=[wanted_of, asked], raise_error=False)
    holder[0] = task
    intro = markup.paragraph(speak("app.meeting_intro"))
    solara.HTML(tag="div", unsafe_innerHTML=markup.section(speak("app.meeting"), intro))
    key = "app.meeting_another" if asked else "app.meeting_show"
    show = json.dumps([{"value": "show", "label": speak(key)}])
    Choices(options=show, event_chosen=lambda _: ask(asked + 1))
    if task.error:
        solara.HTML(tag="div", unsafe_innerHTML=markup.paragraph(speak("app.error")))
    elif task.latest is not None:
        solara.HTML(tag="div", unsafe_innerHTML=scene_html(task.latest, speak))


def scene_html(scene: Scene, speak: Words) -> str:
    """Return a meeting and the network behind it, as markup."""
    network = svg.at_two_widths(
        lambda width: understanding_chart(scene.understanding, speak, width)
    )
    described = markup.paragraph(speak("app.network_intro"))
    heading = svg.escape(speak("app.network"))
    return (
        f"{meeting_html(scene.turns, speak)}<h3>{heading}</h3>{described}<figure>{network}</figure>"
    )
