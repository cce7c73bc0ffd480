"""All wording of pages and reports in English and Danish, and the way they write numbers.

Titles and explanations of parameters, outcomes and scenarios are not here: they come from their
declarations; the words of a meeting's log come with the lines it is retold in. Sentences are in
`assets/` by key: those of the page and of reports on two policies in `en.toml` and `da.toml`, those
of further reports in `reports-en.toml` and `reports-da.toml`, those of the classroom in
`class-en.toml` and `class-da.toml`.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from heterophony.experiments.inputs.line_bank import LANGUAGES, load_meeting_words

__all__ = ["LANGUAGES", "Words", "words"]

MINUS: Final = "−"


def _flatten(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Turn nested tables into one level, keys joined by a dot."""
    flat: dict[str, str] = {}
    for key, value in table.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            flat |= _flatten(value, f"{name}.")
        else:
            flat[name] = str(value)
    return flat


@dataclass(frozen=True)
class Words:
    """The wording of one language.

    Attributes
    ----------
    language
        "en" or "da".
    sentences
        Text by dotted key, with `{name}` where a value goes.
    """

    language: str
    sentences: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return the sentence under `key` with `values` filled in; `KeyError` if there is none."""
        sentence = self.sentences[key]
        return sentence.format(**values) if values else sentence

    def known(self, key: str, otherwise: str) -> str:
        """Return the sentence under `key`, or `otherwise` if the key is unknown."""
        return self.sentences.get(key, otherwise)

    def choose(self, texts: Mapping[str, str]) -> str:
        """Return this language's text of a title or help, or the English one if it is missing."""
        return texts.get(self.language) or texts.get("en", "")

    def number(self, value: float, decimals: int = 1) -> str:
        """Write `value` with this language's decimal mark, an undefined one as a dash."""
        if value is None or not math.isfinite(value):
            return "–"
        rounded = round(float(value), decimals) + 0.0  # no minus before a zero
        text = f"{abs(rounded):,.{decimals}f}"
        if self.language == "da":
            text = text.translate(str.maketrans(",.", ".,"))
        return f"{MINUS}{text}" if rounded < 0 else text

    def signed(self, value: float, decimals: int = 1) -> str:
        """Write a difference: with plus or minus, and a bare zero."""
        text = self.number(value, decimals)
        return f"+{text}" if math.isfinite(value) and round(value, decimals) > 0 else text

    def plain(self, value: object) -> str:
        """Write a setting: numbers without needless decimals, yes or no, choices in words."""
        if isinstance(value, bool):
            return self("common.yes" if value else "common.no")
        if isinstance(value, int | float):
            text = f"{value:.4f}".rstrip("0").rstrip(".")
            return text.replace(".", ",") if self.language == "da" else text
        if isinstance(value, list | tuple):
            return "; ".join(self.plain(part) for part in value)
        if value is None:
            return "–"
        return self.known(f"choice.{value}", str(value).replace("_", " "))

    def setting(self, name: str, value: object) -> str:
        """Write a parameter's value, a choice in the words that this parameter has for it."""
        return self.known(f"choice.{name}.{value}", self.plain(value))

    def unit(self, unit: str) -> str:
        """Return a declared (English) unit in this language, or itself if it is not listed."""
        return self.known(f"unit.{unit.replace('.', '')}", unit)


@cache
def words(language: str) -> Words:
    """Load the wording of `language` ("en" or "da").

    Raises
    ------
    ValueError
        If the language is neither.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {language!r}")
    assets = files(__package__).joinpath("assets")
    flat: dict[str, str] = {}
    for name in (f"{language}.toml", f"reports-{language}.toml", f"class-{language}.toml"):
        flat |= _flatten(tomllib.loads(assets.joinpath(name).read_text("utf-8")))
    log = load_meeting_words(language)
    flat |= _flatten({group: log[group] for group in ("speaker", "code", "phase", "act")})
    return Words(language, MappingProxyType(flat))
