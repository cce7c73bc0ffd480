"""The list of verbs, and a group of commands that loads a verb when it is called.

So a verb's module imports what it needs at its top, and `heterophony --help` loads none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from heterophony.experiments.commands.guard import guarded
from heterophony.experiments.commands.plain_values import PlainCommand, plainly_read

_HERE = "heterophony.experiments.commands"


class Verb(NamedTuple):
    """A verb of the command.

    Attributes
    ----------
    name
        What people type.
    module
        The module whose `register` joins the verb to a `typer.Typer`.
    summary
        The line of `heterophony --help`.
    """

    name: str
    module: str
    summary: str


# What shows results lies above this package: its module is named here and loaded late.
VERBS = (
    Verb("run", f"{_HERE}.run", "Simulate one scenario, once or many times."),
    Verb("compare", f"{_HERE}.compare", "Compare policies with a baseline, in pairs."),
    Verb("survey", f"{_HERE}.survey", "Compare every policy of the library with a baseline."),
    Verb("sweep", f"{_HERE}.sweep", "Run a plan of many runs into a store."),
    Verb("expand", f"{_HERE}.stores", "Add seeds or values to a finished store."),
    Verb("effect", f"{_HERE}.effect", "Show what a lever does within a sweep, cell by cell."),
    Verb("replay", f"{_HERE}.stores", "Make one run of a store again, whole."),
    Verb("rerun", f"{_HERE}.rerun", "Make any result again from its folder, and compare."),
    Verb("store", f"{_HERE}.stores", "Check a store, or repair one that is damaged."),
    Verb(
        "sensitivity",
        f"{_HERE}.sensitivity",
        "Find the assumptions that an outcome or a policy difference depends on.",
    ),
    Verb(
        "robustness",
        f"{_HERE}.robustness",
        "Compare policies with a baseline in every plausible world.",
    ),
    Verb("search", f"{_HERE}.search", "Search levers for plans that no other surely beats."),
    Verb(
        "discover",
        f"{_HERE}.discover",
        "Say under which assumptions a case of your own occurs.",
    ),
    Verb(
        "claim",
        f"{_HERE}.claim",
        "Try sentences as tests: finding, artefact, depends on, or not yet.",
    ),
    Verb("worlds", f"{_HERE}.worlds", "Make plausible worlds, or say how a set was made."),
    Verb(
        "calibrate",
        f"{_HERE}.calibrate",
        "Fit parameters to a table of published or own figures.",
    ),
    Verb("figures", f"{_HERE}.figures", "Compare figures of your own place with the model."),
    Verb("validate", f"{_HERE}.validate", "Hold the model against every declared pattern."),
    Verb("evidence", f"{_HERE}.evidence", "Say on which invented numbers a comparison rests."),
    Verb("meeting", f"{_HERE}.meeting", "Print one simulated meeting."),
    Verb("list", f"{_HERE}.listing", "List what there is."),
    Verb("show", f"{_HERE}.listing", "Show one of them."),
    Verb("new", f"{_HERE}.new", "Make a commented scenario file."),
    Verb("doctor", f"{_HERE}.doctor", "Say what works here."),
    Verb("report", "heterophony.viz.commands", "Write a page about a folder of results."),
    Verb(
        "publish", "heterophony.viz.commands", "Write the classroom as one page that opens offline."
    ),
    Verb("ui", "heterophony.viz.commands", "Open the page for trying other ways of meeting."),
)


def load(verb: Verb) -> Any:
    """Load a verb as a command that ends with a message and an exit code, never a traceback."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.callback()(_nothing)  # so that one verb is a command of a group too
    import_module(verb.module).register(app)
    for command in app.registered_commands:
        if command.cls is TyperCommand:  # none of its own
            command.cls = PlainCommand
        if command.callback is not None:
            command.callback = guarded(command.callback)
    group: Any = typer.main.get_command(app)
    return group.commands[verb.name]


class Verbs(TyperGroup):
    """The command's verbs, in the order of `VERBS`; their names and summaries load no module."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = {
            verb.name: TyperCommand(verb.name, short_help=verb.summary) for verb in VERBS
        }

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the options before a verb."""
        return plainly_read(super().get_params(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        """List the names of all verbs."""
        return list(self.commands)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load one verb; None if there is none of this name."""
        verb = next((each for each in VERBS if each.name == cmd_name), None)
        return None if verb is None else load(verb)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write a line for each verb, none of them loaded."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb.name, verb.summary) for verb in VERBS])


def _nothing() -> None:
    """Do nothing: the callback of a group."""
