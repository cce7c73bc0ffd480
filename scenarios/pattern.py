"""The parts of a pattern: arms, readings of them, and ablations that must destroy them.

A prediction that was registered before anybody had run it is a pattern too, with its opening.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from heterophony.scenarios.declarations import Words

__all__ = ["Ablation", "Evidence", "Expected", "Opening", "Pattern", "Reading", "Reads"]

Evidence = Literal["recorded", "staff", "relayed", "inference", "wider", "predicted"]
Expected = Literal["+", "-", "~0", "not 0", "small +", "small -", "band"]
Reads = Literal["level", "difference", "gain", "ratio", "odds", "across"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One number that a pattern is judged by.

    Attributes
    ----------
    name : str
        Word within the pattern.
    title : mapping
        Text by language.
    reads : str
        How arms become a number: `level` of one arm, paired `difference` (second less first),
        `gain` (fourth less third, less second less first), `ratio` (third less first, over second
        less first), `odds` (pooled ratio of two counts of one arm), or what `across` names.
    arms : tuple of str
        Names among the pattern's arms, in that order.
    outcome, study : str
        An outcome of a run, or the name of what is read off its tables; one of the two is empty.
    less : str
        Another outcome or study that is taken off it within the run, or empty.
    across : str
        Name of what is made of all arms together, or empty.
    unit : str
        Study of the first arm in which the number is measured, or empty.
    expected : {"+", "-", "~0", "not 0", "small +", "small -", "band"}
        The interval leaves out 0 and the difference is at least `smallest`; the interval lies
        within plus or minus `smallest`; the interval leaves out 0, on either side (`not 0`) or on
        one (small: whatever the size); the interval lies from `low` to `high`.
    low, high : float or None
        Ends of a band; None where it is open.
    smallest : float
        Smallest difference of interest.
    pairs : int
        Runs per arm.
    required : bool
        Whether the pattern's verdict rests on it; else it is only reported.
    evidence : str
        Class of the evidence behind this reading.
    reference : float or None
        What the independent implementation saw; None where it gave no number.
    built_in : bool
        The equations say it nearly by themselves: it shows that they work, and is no finding.
    by_a_hair : bool
        It held there with little room.
    note : str
        How it is read where the design leaves a choice.
    """

    name: str
    title: Words
    reads: Reads
    arms: tuple[str, ...]
    expected: Expected
    smallest: float
    pairs: int
    evidence: Evidence
    outcome: str = ""
    less: str = ""
    study: str = ""
    across: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    required: bool = True
    reference: float | None = None
    built_in: bool = False
    by_a_hair: bool = False
    note: str = ""

    @property
    def studies(self) -> tuple[str, ...]:
        """Studies that each run must be read by; `""` means its outcomes."""
        beside = (self.less if self.study else "", self.unit)
        return tuple(dict.fromkeys((self.study, *filter(None, beside))))


@dataclass(frozen=True, slots=True)
class Ablation:
    """A mechanism switched off, and the readings that must not survive it.

    Attributes
    ----------
    name : str
        Word within the pattern.
    mechanism : str
        What is claimed to bring the pattern about.
    values : dict
        Parameters at the value at which the mechanism does nothing, laid under every arm.
    destroys : tuple of str
        Names of readings.
    over_arms : bool
        Whether the values also replace what an arm itself sets.
    """

    name: str
    mechanism: str
    values: dict[str, Any]
    destroys: tuple[str, ...]
    over_arms: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """What became of a registered prediction on the day when it was first run.

    Attributes
    ----------
    date : str
        Year and month.
    verdict : {"held", "failed", "half"}
        Whether the model of that day did what was predicted.
    seen : str
        What was seen then.
    """

    date: str
    verdict: Literal["held", "failed", "half"]
    seen: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """Something the model must bring about, and how that is checked.

    Attributes
    ----------
    id, title, statement
        `T1`...; text by language.
    evidence : {"recorded", "staff", "relayed", "inference", "wider", "predicted"}
        In the study's recordings; said by its staff; in literature that it relays; inferred in the
        design; from wider literature; predicted before anybody had run it.
    source : str
        Lines of the study, or the publication.
    mechanism : str
        Which rules bring it about.
    arms : dict
        Values by dotted name, laid over the baseline, by name of the arm.
    readings, ablations
        In declared order, by name.
    note : str
        What to know in addition to the verdict.
    counts : bool
        Whether its verdict counts as one that passes or fails; else it is only reported.
    opening : Opening or None
        Of a registered prediction: its first verdict. Its `statement` is the text as registered.
    """

    id: str
    title: Words
    statement: Words
    evidence: Evidence
    source: str
    mechanism: str
    arms: dict[str, dict[str, Any]]
    readings: dict[str, Reading]
    ablations: dict[str, Ablation]
    note: str = ""
    counts: bool = True
    opening: Opening | None = None

    @property
    def built_in(self) -> tuple[str, ...]:
        """Names of the readings that are built in rather than found."""
        return tuple(name for name, each in self.readings.items() if each.built_in)

    @property
    def by_a_hair(self) -> tuple[str, ...]:
        """Names of the readings that held by a hair in the independent implementation."""
        return tuple(name for name, each in self.readings.items() if each.by_a_hair)
