"""Say what is wrong with a scenario: the file, the key, the value, and the allowed values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["MOST_SHOWN", "Problem", "ScenarioError", "nearest", "shown"]

MOST_SHOWN = 20
"""Problems that one message spells out; it counts the rest."""

_LONGEST_SHOWN = 80
_ALL_BUT_THE_SAME = 0.9  # similarity of names that differ by one letter


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes
    ----------
    source : str
        File, or the place where the value was given, such as `--set`.
    message : str
        What is wrong and what is allowed, as one sentence without the source.
    key : str
        Dotted name, or empty where the whole file is meant.
    nearest : str
        Nearest valid name, or empty.
    """

    source: str
    message: str
    key: str = ""
    nearest: str = ""

    def __str__(self) -> str:
        """Return the whole sentence."""
        hint = f" (nearest valid name: {self.nearest})" if self.nearest else ""
        return f"{self.source}: {self.message}{hint}"


class ScenarioError(ValueError):
    """A scenario that cannot be used; the message names the problems, up to `MOST_SHOWN` of them.

    Attributes
    ----------
    problems : tuple of Problem
        All that were found, at least one, in the order of the file.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        lines = [str(problem) for problem in self.problems[:MOST_SHOWN]]
        if len(self.problems) > MOST_SHOWN:
            source = self.problems[0].source
            lines.append(f"{source}: {len(self.problems) - MOST_SHOWN:,} more problems")
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Problem, ...]]]:
        """Keep the problems when the error crosses a process boundary."""
        return type(self), (self.problems,)


def shown(value: object) -> str:
    """Return a value as a scenario file writes it, shortened if it is long."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = str(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."


def nearest(name: str, valid: Sequence[str], cutoff: float = 0.0) -> str:
    """Return the valid name most similar to `name`: nearly equal, same last word, or similar.

    Return an empty text if no similarity reaches `cutoff`, from 0 to 1.
    """
    import difflib  # only refusals need it

    slips = difflib.get_close_matches(name, valid, n=1, cutoff=max(cutoff, _ALL_BUT_THE_SAME))
    if slips:
        return slips[0]
    word = name.rpartition(".")[2]
    same_word = [candidate for candidate in valid if candidate.rpartition(".")[2] == word]
    matches = difflib.get_close_matches(name, same_word or valid, n=1, cutoff=cutoff)
    return matches[0] if matches else ""
