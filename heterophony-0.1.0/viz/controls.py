"""The page's controls: sliders with a number field, buttons, folds, the page's address."""

from collections.abc import Callable, Mapping, Sequence

import solara


@solara.component_vue("assets/slider.vue")
def Slider(
    name: str = "",
    label: str = "",
    number_label: str = "",
    note: str = "",
    unit: str = "",
    language: str = "en",
    value: float = 0.0,
    min: float = 0.0,
    max: float = 1.0,
    step: float = 1.0,
    event_chosen: Callable[[float], None] = lambda value: None,
) -> None:
    """Show a slider with label, number field and unit; `event_chosen` gets the new value."""


@solara.component_vue("assets/choices.vue")
def Choices(
    label: str = "",
    options: str = "[]",
    value: str = "",
    event_chosen: Callable[[str], None] = lambda value: None,
) -> None:
    """Show one button a choice; `options` is JSON, a list of `value`, `label` and `lang`."""


@solara.component_vue("assets/address.vue")
def Address(query: str = "", language: str = "en", title: str = "") -> None:
    """Keep plan, language and title in the browser's address bar and tab."""


@solara.component_vue("assets/answer.vue")
def Shown(
    status: str = "",
    main: str = "",
    folds: Sequence[Mapping[str, str]] = (),
    current: bool = True,
    event_opened: Callable[[Mapping[str, object]], None] = lambda change: None,
    event_narrow: Callable[[bool], None] = lambda narrow: None,
) -> None:
    """Show the answer and its progress; `main` and the contents of `folds` are markup.

    A fold has `name`, `summary` and `content`. `event_opened` gets the name of a fold that was
    opened or closed, and whether it is `open`; `event_narrow` gets whether the screen is narrow.
    """
