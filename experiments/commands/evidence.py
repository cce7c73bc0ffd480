"""The verb `evidence`: on which numbers that nobody measured a comparison rests."""

from __future__ import annotations

from typing import Annotated

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.deliver import deliver, interruptible
from heterophony.experiments.commands.guard import say
from heterophony.experiments.commands.printing import number, progress_bar, sentence, table
from heterophony.experiments.methods.evidence import answer
from heterophony.experiments.methods.evidence_result import InventedNumbers
from heterophony.experiments.methods.oat import Dependency, OneAtATime
from heterophony.experiments.results.durations import about
from heterophony.experiments.results.notice import LIMITS
from heterophony.scenarios.confidence import CONFIDENCE_WORDS

_NEAR = 4.0  # parts of the smallest difference
_COLUMNS = ("number", "confidence", ">at", ">default", ">difference", ">changed by", "in a word")


BaselineArgument = Annotated[
    str, typer.Argument(metavar="BASELINE", help="What the policy is compared with.")
]
PolicyArgument = Annotated[str, typer.Argument(metavar="POLICY", help="A scenario.")]
OutcomeOption = Annotated[
    str, typer.Option(metavar="OUTCOME", help="The outcome that is compared.")
]
ConfidenceOption = Annotated[
    str,
    typer.Option(
        metavar="V,L", help="Which numbers: V, invented scales; L, reasoned ones; M and H too."
    ),
]
PairsOption = Annotated[
    int,
    options.whole(
        "Pairs of runs for what a first look at three leaves.", least=3, most=1_000, metavar="N"
    ),
]


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "evidence",
        short_help="Say on which invented numbers a comparison rests.",
        epilog="Example: heterophony evidence baseline shared-goals",
    )(evidence)


def evidence(
    baseline: BaselineArgument,
    policy: PolicyArgument,
    outcome: OutcomeOption = "ownership_52w",
    confidence: ConfidenceOption = "V",
    pairs: PairsOption = 10,
    assignments: options.SetOption = None,
    seed: options.SeedOption = 1,
    weeks: options.WeeksOption = None,
    workers: options.WorkersOption = None,
    out: options.OutOption = None,
    force: options.ForceOption = False,
    as_document: options.JsonOption = False,
) -> None:
    """Move each unmeasured number to both ends of its range, and say which change the answer.

    One at a time, in both arms, under the same seeds. Says beforehand what that costs.
    """
    folder = options.target_of(out, "evidence", force=force)
    classes = tuple(each.strip() for each in confidence.split(",") if each.strip())
    overrides = options.overrides_of(assignments, weeks)
    question = OneAtATime(
        baseline, policy, outcome, confidence=classes, pairs=pairs, overrides=overrides
    )
    seconds = question.seconds(seed, workers)
    say(
        f"{question.varied} numbers, {question.screening_runs:,} runs at a first look: "
        f"{about(seconds)} if nothing else runs here, and some more for what is left"
    )
    kept = "nothing was kept; the same command starts again"
    with interruptible(kept), progress_bar("pairs") as progress:
        found = answer(question, seed=seed, workers=workers, progress=progress)
    deliver(
        document=found.to_json_dict,
        show=lambda: _print(found),
        as_document=as_document,
        out=folder,
        write=found.write,
    )


def _print(found: InventedNumbers) -> None:
    seen = found.difference
    sentence(
        f"{found.policy} less {found.baseline}, {found.outcome}: "
        f"{number(seen.difference, sign=True)} ({number(seen.low, sign=True)} to "
        f"{number(seen.high, sign=True)}), {found.verdict.value}; {seen.pairs} pairs."
    )
    if found.dependencies:
        table("", _COLUMNS, [_row(each) for each in found.dependencies])
    sentence(_summary(found))
    if found.refused:
        sentence(f"Left alone, because they contradict the scenario: {', '.join(found.refused)}.")
    sentence(f"{found.runs:,} runs in {found.seconds:.0f} seconds. {LIMITS}")


def _summary(found: InventedNumbers) -> str:
    """Say how many numbers change the difference, the word for it, and its sign."""
    seen, smallest = found.difference.difference, found.smallest
    turning = {each.name for each in found.dependencies if each.turns}
    large = {each.name for each in found.dependencies if abs(each.change.difference) > smallest}
    opposite = {each.name for each in found.dependencies if each.difference.difference * seen < 0.0}
    edge = ""
    if abs(abs(seen) - smallest) < smallest / _NEAR:
        edge = " The difference lies close to the smallest one: little is needed for another word."
    return (
        f"Of {found.varied} numbers, each moved to both ends of its plausible "
        f"range, {len(large)} change the difference by more than {number(smallest)}, "
        f"{len(turning)} change the word for it and {len(opposite)} its sign.{edge}"
    )


def _row(each: Dependency) -> tuple[str, ...]:
    return (
        each.name,
        CONFIDENCE_WORDS[each.confidence]["en"],
        number(float(each.value)),
        number(float(each.default)),
        number(each.difference.difference, sign=True),
        number(each.change.difference, sign=True),
        each.verdict.value + (" (another)" if each.turns else ""),
    )
