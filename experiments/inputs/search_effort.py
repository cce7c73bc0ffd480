"""How much a search over levers runs."""

from __future__ import annotations

from dataclasses import dataclass

from heterophony.experiments.results.errors import RequestError


@dataclass(frozen=True)
class SearchEffort:
    """How much a search runs.

    Attributes
    ----------
    budget
        Different settings that are tried at most.
    pairs
        Pairs in each world while settings are tried.
    most
        Plans that are confirmed at most.
    confirm
        Pairs in each world under fresh seeds for those.
    """

    budget: int = 60
    pairs: int = 2
    most: int = 8
    confirm: int = 8

    def check(self) -> None:
        """Refuse what gives no answer.

        Raises
        ------
        RequestError
            Naming the number and the allowed range.
        """
        for name, least in (("budget", 2), ("pairs", 1), ("most", 1), ("confirm", 2)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise RequestError(f"{name} is {value!r}; allowed: a whole number from {least}")
