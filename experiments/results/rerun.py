"""A result made again from its folder, beside the one that is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rerun:
    """A result made again.

    Attributes
    ----------
    kind
        "run", "comparison", "sweep", ...
    differing
        What came out otherwise; empty where everything is equal.
    model_then, model_now
        Digests of the model; where they differ, so may the results.
    """

    kind: str
    differing: tuple[str, ...]
    model_then: str
    model_now: str

    @property
    def equal(self) -> bool:
        """Whether everything came out as it was."""
        return not self.differing

    def sentence(self) -> str:
        """Say it plainly."""
        if self.equal:
            return f"The {self.kind} came out equal: every result is the one in the folder."
        what = ", ".join(self.differing[:5])
        if self.model_then != self.model_now:
            return (
                f"The {self.kind} came out otherwise ({what}); it was made by model "
                f"{self.model_then}, and this is {self.model_now}."
            )
        return f"The {self.kind} came out otherwise, by the same model: {what}."

    def to_json_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {**vars(self), "differing": list(self.differing), "equal": self.equal}
