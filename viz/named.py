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


def value_in_words(value: str, words: Words) -> str:
    """Write a value of an assumption, given as TOML, in the reader's language."""
    if value in ("true", "false"):
        return words.plain(value == "true")
    try:
        number = float(value)
    except ValueError:
        return words.plain(value)
    return words.number(number, 0 if number.is_integer() else 1)
