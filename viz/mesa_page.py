"""Pictures of the classroom as components of Mesa's own page, `SolaraViz`.

Pass them with a `WatchedModel`:

    page = SolaraViz(WatchedModel(rng=1), components=[understanding(), storyline()])

Needs the extra `mesa-page`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any, Final, cast

import ipyvue
import reacton
import traitlets
from mesa.visualization.utils import update_counter

from heterophony.experiments.methods.jobcentre_year import YearNotes
from heterophony.sim import HeterophonicModel
from heterophony.viz.bundle import FOLDER, bundled
from heterophony.viz.classroom import declared, sentences

_TEMPLATE: Final = "<template><div></div></template>\n<script>\n{script}</script>\n"
_STYLES: Final = ("page.css", "class/class.css")
_SAID: Final = ("class.year.", "class.story.", "common.")  # what the pictures say
Component = Callable[[HeterophonicModel], Any]


class WatchedModel(HeterophonicModel):
    """The model in its first week, which notes what the pictures show of each week that passes.

    The burn-in has passed: by the agents' own acts if classes of agents are given, else by the
    compiled rules, which give the same bits. Of several jobcentres the first is noted.

    Parameters
    ----------
    scenario, rng, **kwargs
        As of `HeterophonicModel`.
    """

    def __init__(
        self, scenario: str = "baseline", *, rng: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(scenario, rng=rng, **kwargs)
        own = any(name.endswith("_class") for name in kwargs)
        self.simulation.executor = "agents" if own else "compiled"
        self.simulation.advance(-self.simulation.week)
        self.notes = YearNotes(self.simulation.weeks_in_all - self.simulation.place)

    def step(self) -> None:
        """Let one week pass and note it."""
        super().step()
        self.notes.take(self.week, self.simulation.states[0])


class _Picture(ipyvue.VueTemplate):
    """A picture that a browser draws from a document in JSON."""

    template = traitlets.Unicode().tag(sync=True)
    look = traitlets.Unicode().tag(sync=True)
    spoken = traitlets.Unicode().tag(sync=True)
    shown = traitlets.Unicode().tag(sync=True)
    chosen = traitlets.Int(None, allow_none=True).tag(sync=True)


def understanding(language: str = "en") -> Component:
    """Return a component that shows which mentor and caseworker understand each other, this week.

    Thick lines understand well. The network learns from week to week, forgets when somebody leaves
    and recovers.
    """

    @reacton.component
    def network_of(model: WatchedModel) -> None:
        update_counter.get()
        _picture(language, _network(model))

    return network_of


def storyline(language: str = "en") -> Component:
    """Return a component that shows one citizen's weeks so far; a list chooses the citizen."""

    @reacton.component
    def storyline_of(model: WatchedModel) -> None:
        update_counter.get()
        citizen, choose = reacton.use_state(cast("int | None", None))
        _picture(language, _story(model, citizen), citizen, choose)

    return storyline_of


def _picture(
    language: str,
    document: dict[str, Any],
    chosen: int | None = None,
    choose: Callable[[int | None], None] | None = None,
) -> Any:
    return _Picture.element(
        template=_template(),
        look=_style(),
        spoken=_spoken(language),
        shown=json.dumps(document),
        chosen=chosen,
        on_chosen=choose,
    )


def _network(model: WatchedModel) -> dict[str, Any]:
    """Return the present week alone, as a year of one week."""
    noted = YearNotes(1)
    noted.take(0, model.simulation.states[0])
    return {"kind": "network", "week": max(model.week, 0), "year": noted.document()}


def _story(model: WatchedModel, number: int | None) -> dict[str, Any]:
    """Return the weeks of one citizen, and who else can be chosen."""
    year = model.notes.document()
    return {
        "kind": "storyline",
        "week": max(model.week, 0),
        "numbers": [each["number"] for each in year["citizens"]],
        "year": {
            "statuses": year["statuses"],
            "citizens": [each for each in year["citizens"] if each["number"] == number],
        },
    }


@cache
def _template() -> str:
    return _TEMPLATE.format(script=bundled("class/live.js"))


@cache
def _style() -> str:
    """Return the style of the classroom, for an element that has a style of its own."""
    text = "".join((FOLDER / name).read_text("utf-8") for name in _STYLES)
    return text.replace(":root", ":host")


@cache
def _spoken(language: str) -> str:
    words = {key: text for key, text in sentences(language).items() if key.startswith(_SAID)}
    return json.dumps({"language": language, "words": words, "declared": declared(language)})
