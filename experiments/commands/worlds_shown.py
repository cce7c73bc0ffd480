"""What plausible worlds say, on a terminal: robustness, sets of worlds, judged claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd

from heterophony.experiments.commands.guard import say
from heterophony.experiments.commands.printing import number, sentence, table
from heterophony.experiments.inputs.arms import same_premises
from heterophony.experiments.inputs.worlds import Worlds
from heterophony.experiments.methods.aims import HOURS
from heterophony.experiments.methods.claim_judgement import Judgement, Kind
from heterophony.experiments.methods.groups import GROUPS, SHOWN
from heterophony.experiments.methods.information import advice
from heterophony.experiments.methods.robustness import Robustness
from heterophony.experiments.methods.world_making import Made
from heterophony.experiments.methods.world_rechecking import COLUMNS
from heterophony.experiments.methods.world_tables import BESIDE, leaning, unsettled_signs
from heterophony.experiments.results.errors import Interrupted
from heterophony.experiments.results.notice import HEADLINE, LIMITS, NOT_FOR_PERSONS
from heterophony.experiments.results.over_worlds import Shares, Spread, titled, words_of
from heterophony.experiments.results.vocabulary import EVERYONE
from heterophony.scenarios import OUTCOMES

_COUNTS = (">better", ">worse", ">no difference", ">not settled")
_SPREAD = (">median", "5 to 95 % of worlds")
_MEASURED, _REASONS = 10, 12


@contextmanager
def resumable(kept: str) -> Iterator[None]:
    """Say after an interruption that finished work is kept; `kept` names it, if there is any."""
    try:
        yield
    except Interrupted:
        if kept:
            say(f"finished {kept} are kept, and the same command resumes the work")
        raise


def print_robustness(result: Robustness, information: bool) -> None:
    """Print a card for each policy, then regret over all choices."""
    for policy in result.policies:
        same = same_premises(result.baseline, policy)
        if same:
            sentence(f"{same[:1].upper()}{same[1:]}.")
            continue
        _print_policy(result, policy.name)
        if information:
            _print_information(result, policy.name)
    _print_regret(result)
    if result.worlds.stale:
        sentence(f"Note: {result.worlds.staleness}.")
    sentence(LIMITS)
    sentence(NOT_FOR_PERSONS)


def _print_policy(result: Robustness, name: str) -> None:
    sentence(f"{name} less {result.baseline.name}: ownership after a year")
    sentence(f"  {result.sentence(name)}.")
    for line in _signs(result, name):
        sentence(f"  {line}")
    sentence(f"  {_turning(result, name, HEADLINE)}")
    _print_outcomes(result, name)
    _print_groups(result, name)
    _print_alternatives(result, name)
    for outcome in BESIDE:
        sentence(_turning(result, name, outcome))


def _print_outcomes(result: Robustness, name: str) -> None:
    table(
        f"{name} less {result.baseline.name}: {len(result.finished)} worlds, "
        f"{result.replicates} pairs each, seed {result.seed}",
        ("", *_COUNTS, *_SPREAD, "unit"),
        [
            (titled(each), *_cells(result, name, each), OUTCOMES[each].unit)
            for each in (HEADLINE, *BESIDE)
        ],
    )
    table(
        "Staff hours: neither more nor less is better in itself",
        ("", *_SPREAD, "unit"),
        [
            (OUTCOMES[each].title["en"], *_band(result.spread(name, each)), OUTCOMES[each].unit)
            for each in HOURS
        ],
    )
    met, worlds = result.without_harm(name)
    sentence(
        "A gain that matters, and no harm that does to pressure, strong reactions or started "
        f"education: in {met} of {worlds} worlds."
    )


def _print_groups(result: Robustness, name: str) -> None:
    groups = [each for each in SHOWN if len(result.over_worlds(name, HEADLINE, each))]
    table(
        "Who gains, who loses: ownership after a year",
        ("", *_COUNTS, *_SPREAD),
        [(GROUPS[each], *_cells(result, name, HEADLINE, each)) for each in groups],
    )
    for line in _leanings(result, name, groups):
        sentence(line)


def _print_alternatives(result: Robustness, name: str) -> None:
    table(
        "Structural alternatives: ownership after a year",
        ("alternative", "value", ">worlds", *_COUNTS, ">median"),
        [
            (
                each["alternative"], each["value"], str(each["worlds"]),
                *(str(each[field]) for field in Shares._fields), number(each["median"], sign=True),
            )
            for each in result.by_alternative(name).to_dict("records")
        ],
    )  # fmt: skip


def _signs(result: Robustness, name: str) -> list[str]:
    """Say what is open in the worlds that are not settled: the size alone, or the sign too."""
    signs = unsettled_signs(result.over_worlds(name), HEADLINE)
    if not sum(signs.values()):
        return []
    better, worse = words_of(HEADLINE)
    return [
        f"Of the {sum(signs.values())} that are not settled, {signs['better']} are {better} and "
        f"{signs['worse']} {worse} by a size that is open; in {signs['open']} the sign is open."
    ]


def _leanings(result: Robustness, name: str, groups: Sequence[str]) -> list[str]:
    """Say which groups gain and lose in clearly more worlds than the other way, or that none do."""
    lines = []
    for group in groups:
        shares = result.shares(name, HEADLINE, group)
        leans = leaning(shares)
        if leans:
            sides = [f"better in {shares.better}", f"worse in {shares.worse}"]
            first, second = sides if leans == "gains" else sides[::-1]
            lines.append(
                f"{leans.capitalize()}: {GROUPS[group]}: {first} of {shares.worlds} worlds, "
                f"{second}, not settled in {shares.unsettled}."
            )
    return lines or ["No group gains or loses in clearly more worlds than the other way."]


def _cells(result: Robustness, name: str, outcome: str, group: str = EVERYONE) -> tuple[str, ...]:
    counts = result.shares(name, outcome, group)
    return (*map(str, counts), *_band(result.spread(name, outcome, group)))


def _band(found: Spread) -> tuple[str, str]:
    return number(found.median, sign=True), _span(found.low, found.high)


def _span(low: float, high: float) -> str:
    return f"{number(low, sign=True)} to {number(high, sign=True)}"


def _turning(result: Robustness, name: str, outcome: str) -> str:
    return f"{OUTCOMES[outcome].title['en']}: {result.discover(name, outcome).sentence()}."


def _print_information(result: Robustness, name: str) -> None:
    found = result.value_of_information(name)
    rows = [
        (
            each["measurement"],
            each["kind"],
            number(each["reduction"], sign=True),
            _span(each["low"], each["high"]),
            number(each["loss_reduction"], sign=True),
            number(each["chance"]),
            "yes" if each["tied"] else "",
        )
        for each in found.head(_MEASURED).to_dict("records")
    ]
    if rows:
        columns = ("measure", "kind", ">less disagreement", "95 % interval", ">less loss")
        disagreement = number(float(found["disagreement"].iloc[0]))
        table(
            f"What to measure first; two worlds disagree with chance {disagreement}",
            (*columns, ">by chance", "tied with the first"),
            rows,
        )
    sentence(f"{advice(found)}.")


def _print_regret(result: Robustness) -> None:
    rows = [
        (
            each["choice"],
            *(number(each[name]) for name in ("median", "high", "largest")),
            f"{each['best_or_tied']} of {each['worlds']}",
            str(each["alone_best"]),
        )
        for each in result.regret().to_dict("records")
    ]
    columns = ("choice", ">median", ">95 % of worlds below", ">largest", "best or tied", ">alone")
    table("Regret: what a choice loses against the best in each world", columns, rows)


def made_document(made: Made) -> dict[str, Any]:
    """Return how many candidates each stage let through or ruled out, and the reasons."""
    stages = Counter(each.stage for each in made.screened)
    reasons = Counter(
        (each.stage, " ".join(filter(None, (each.check, each.reading))))
        for each in made.screened
        if not each.accepted
    )
    return {
        "candidates": len(made.screened),
        "stages": dict(stages),
        "reasons": [[*key, count] for key, count in reasons.most_common()],
        "seconds": made.seconds,
    }


def print_made(made: Made) -> None:
    """Print how many candidates were accepted, and the commonest reasons against the others."""
    document = made_document(made)
    accepted = document["stages"].get("accepted", 0)
    sentence(f"{document['candidates']} candidates, {accepted} accepted")
    rows = [(stage, why, str(count)) for stage, why, count in document["reasons"][:_REASONS]]
    table("What ruled candidates out", ("stage", "by", ">candidates"), rows)


def print_worlds(found: Worlds) -> None:
    """Print how a set of worlds was made."""
    how = found.provenance
    sentence(f"{len(found)} plausible worlds, accepted by model {found.model_sha256}")
    for key in ("tried", "seed", "shape", "rule", "started", "seconds"):
        if key in how:
            sentence(f"{key}: {how[key]}")
    counts = [(stage, str(count)) for stage, count in how.get("counts", {}).items()]
    table("Candidates by stage", ("stage", ">candidates"), counts)
    rows = [
        (name, number(each["level"]), number(each["tolerance"]))
        for name, each in how.get("levels", {}).get("levels", {}).items()
    ]
    if rows:
        table("Levels", ("outcome", ">default", ">tolerance (sd)"), rows)
    for each in how.get("patterns", ()):
        sentence(f"{each['stage']}, {each['pairs']} pairs: {', '.join(each['readings'])}")


def print_inferred(found: pd.DataFrame, worlds: int) -> None:
    """Print in how many worlds each reading that the design only infers holds."""
    rows = [tuple(map(str, row)) for row in found.itertuples(index=False)]
    heads = (*COLUMNS[:3], *(f">{each}" for each in COLUMNS[3:]))
    table(f"What the design only infers, in {worlds} plausible worlds", heads, rows)


def print_judgements(found: Sequence[Judgement], language: str) -> None:
    """Print each claim's verdict, why, and its checks."""
    for each in found:
        sentence(f"{each.verdict}: {each.claim.sentence[language]}")
        sentence(f"  claimed: {each.claim.as_claimed()}")
        sentence(f"  why: {each.why}")
        table("", ("check", "", ">difference", "95 % interval", ""), _checks(each))
    if found:
        sentence(LIMITS)
        sentence(NOT_FOR_PERSONS)


def _checks(judgement: Judgement) -> list[tuple[str, ...]]:
    """Return one row per check; the properties of the model and the worlds are one row each."""
    rows: list[tuple[str, ...]] = []
    of = {kind: [each for each in judgement.checks if each.kind is kind] for kind in Kind}
    if of[Kind.SOUND]:
        wrong = "; ".join(f"{each.name}: {each.detail}" for each in of[Kind.SOUND] if each.detail)
        word = "broken" if wrong else "hold"
        rows.append((f"{len(of[Kind.SOUND])} properties of the model", word, "", "", wrong))
    for each in judgement.checks:
        if each.kind not in (Kind.WORLD, Kind.SOUND):
            found = each.difference
            change = number(found.difference, sign=True) if found else ""
            interval = _span(found.low, found.high) if found else ""
            rows.append((each.name, each.state.value, change, interval, each.detail))
    if of[Kind.WORLD]:
        states = Counter(each.state.value for each in of[Kind.WORLD])
        counts = ", ".join(f"{word} in {count}" for word, count in states.items())
        rows.append((f"{len(of[Kind.WORLD])} plausible worlds", counts, "", "", ""))
    return rows
