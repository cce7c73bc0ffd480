"""How reports name an assumption, an outcome or a value of an assumption, in a reader's words."""

from heterophony.scenarios import OUTCOMES, PARAMETERS
from heterophony.viz.words import Words


def title_and_name(name: str, words: Words) -> str:
    """Return the title of a parameter or an outcome, a parameter's with its name in brackets.

    A component of a parameter has its parameter's title; a name that is neither stays as it is.
    """
    owner = name if name in PARAMETERS else name.rpartition(".")[0]
    if owner in PARAMETERS:
        return f"{words.choose(PARAMETERS[owner].title)} ({name})"
    return words.choose(OUTCOMES[name].title) if name in OUTCOMES else name


def is_assumption(text: str) -> bool:
    """Return whether a text names a parameter or a component of one, alone or with a value."""
    name = text.partition(" = ")[0]
    return name in PARAMETERS or name.rpartition(".")[0] in PARAMETERS


def assumption_titled(text: str, words: Words) -> str:
    """Write `name = value` as title and value; a picture has no room for the name."""
    name, _, value = text.partition(" = ")
    return f"{words.choose(PARAMETERS[name].title)}: {value_in_words(value, words)}"


def assumption_quoted(text: str, words: Words) -> str:
    """Write an assumption, alone or as `name = value`, with its title quoted and its name."""
    name, _, value = text.partition(" = ")
    owner = name if name in PARAMETERS else name.rpartition(".")[0]
    quoted = words("common.quoted", text=words.choose(PARAMETERS[owner].title))
    return f"{quoted} ({name})" + (f": {value_in_words(value, words)}" if value else "")


def value_in_words(value: str, words: Words) -> str:
    """Write a value of an assumption, given as TOML, in the reader's language."""
    if value in ("true", "false"):
        return words.plain(value == "true")
    try:
        number = float(value)
    except ValueError:
        return words.plain(value)
    return words.number(number, 0 if number.is_integer() else 1)
