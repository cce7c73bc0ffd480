"""A paired comparison in sentences for people who do not program."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from heterophony.experiments import Comparison, Difference, PolicyComparison
from heterophony.experiments.results.over_worlds import Shares
from heterophony.scenarios import OUTCOMES, Scenario
from heterophony.viz.markup import paragraph
from heterophony.viz.measures import Measure, measure
from heterophony.viz.svg import escape
from heterophony.viz.words import Words

QUESTION: Final = ("ownership_52w", "ownership_26w", "ownership_8w", "ownership")


def question_of(outcomes: Mapping[str, Difference]) -> str:
    """Return the outcome that the first sentence is about.

    Ownership of everyone referred, a year later where that is defined, else as late as it is.
    """
    for name in QUESTION:
        if name in outcomes and math.isfinite(outcomes[name].difference):
            return name
    return next((name for name in QUESTION if name in outcomes), next(iter(outcomes)))


def verdict_key(policy: PolicyComparison, outcome: str, group: str | None = None) -> str:
    """Return the name of a `Verdict`, of all people or of a group, in lower case."""
    return policy.verdict(outcome, group).name.lower()


def verdict_words(
    policy: PolicyComparison, outcome: str, words: Words, group: str | None = None
) -> str:
    """Return the verdict, with better or worse where the outcome has a good direction."""
    key = verdict_key(policy, outcome, group)
    text = words(f"verdict.{key}")
    good = OUTCOMES[outcome].good if outcome in OUTCOMES else "neither"
    direction = policy.verdict(outcome, group).sign.value
    if direction in ("more", "less") and good in ("more", "less"):
        value = words("verdict.better" if direction == good else "verdict.worse")
        return words("verdict.judged", verdict=text, value=value)
    return text


def title_of(plans: Sequence[str], words: Words) -> str:
    """Return the title of a report on one plan or several."""
    key = "report.title" if len(plans) == 1 else "report.title_plans"
    return words(key, plan=words("common.quote_between").join(plans))


def main_sentence(policy: PolicyComparison, today: str, plan: str, words: Words) -> str:
    """Return the answer in one sentence: a direction and a size, or that there is none to give."""
    return outcome_sentence(policy, question_of(policy.outcomes), today, plan, words)


def outcome_sentence(
    policy: PolicyComparison, outcome: str, today: str, plan: str, words: Words
) -> str:
    """Return what a policy does to one outcome, in one sentence."""
    shown, found = measure(outcome), policy.outcomes[outcome]
    key = verdict_key(policy, outcome)
    return words(
        f"answer.{key}",
        plan=plan,
        today=today,
        outcome=shown.within(words),
        size=shown.size_written(found.difference, words),
    )


def interval_sentence(found: Difference, shown: Measure, words: Words) -> str:
    """Return where the difference probably lies; empty where no interval is defined."""
    if not (math.isfinite(found.low) and math.isfinite(found.high)):
        return ""
    low, high = (words.signed(v * shown.factor, shown.decimals) for v in (found.low, found.high))
    return words("answer.interval", low=low, high=high, unit=shown.difference_unit(words))


def wins_and_losses(
    runs: pd.DataFrame, today: Scenario, plan: Scenario, outcome: str
) -> tuple[int, int, int] | None:
    """Count pairs, those in which the plan's value is higher, and those in which it is lower.

    None if the runs of the two arms cannot be distinguished.
    """
    if runs.empty or outcome not in runs.columns:
        return None
    if today.name == plan.name:
        return None
    arms = [runs["scenario"].to_numpy() == scenario.name for scenario in (today, plan)]
    numbers, values = runs["replicate"].to_numpy(), runs[outcome].to_numpy(dtype=float)
    if any(len(np.unique(numbers[arm])) != np.count_nonzero(arm) for arm in arms):
        return None
    _, first, second = np.intersect1d(numbers[arms[0]], numbers[arms[1]], return_indices=True)
    change = values[arms[1]][second] - values[arms[0]][first]
    pairs = int(np.count_nonzero(~np.isnan(change)))
    return pairs, int(np.count_nonzero(change > 0)), int(np.count_nonzero(change < 0))


def pairs_sentence(comparison: Comparison, policy: PolicyComparison, words: Words) -> str:
    """Return in how many pairs (or plausible worlds) the plan lay above and below."""
    outcome = question_of(policy.outcomes)
    if comparison.over is not None:
        return shares_words(comparison.over.shares[policy.name][outcome], words)
    counted = wins_and_losses(comparison.runs, comparison.baseline, policy.scenario, outcome)
    if counted is None:
        return words("answer.pairs_only", pairs=policy.outcomes[outcome].pairs)
    pairs, wins, losses = counted
    return words("answer.pairs", pairs=pairs, wins=wins, losses=losses)


def shares_words(shares: Shares, words: Words) -> str:
    """Say it plainly: better in 83 of 100 plausible worlds, worse in 9, ..."""
    key = "robust.sentence_open" if shares.unsettled else "robust.sentence"
    return words(key, worlds=shares.worlds, **shares._asdict())


def worth_sentence(shown: Measure, words: Words) -> str:
    """Return how large a difference must be to matter; empty where that is not declared."""
    if not shown.smallest:
        return ""
    return words(
        "answer.worth",
        worth=words.number(shown.smallest * shown.factor, 0 if shown.factor == 100 else 2),
        unit=shown.difference_unit(words),
    )


def answer_box(comparison: Comparison, policy: PolicyComparison, main: str, words: Words) -> str:
    """Return the answer as markup: sentence, verdict, range, pairs, the limits of the range."""
    outcome = question_of(policy.outcomes)
    found, shown = policy.outcomes[outcome], measure(outcome)
    chip = escape(verdict_words(policy, outcome, words))
    covers = "answer.chance_only" if comparison.over is None else "robust.what_it_is"
    return (
        f'<div class="answer">{paragraph(main, "main")}'
        f'<p><span class="chip {verdict_key(policy, outcome)}">{chip}</span></p>'
        f"{paragraph(interval_sentence(found, shown, words))}"
        f"{paragraph(pairs_sentence(comparison, policy, words))}"
        f"{paragraph(worth_sentence(shown, words), 'note')}"
        f"{paragraph(words(covers), 'note')}</div>"
    )


def hours_sentence(policy: PolicyComparison, words: Words) -> str:
    """Say where the hours come from under the plan's way of paying for them."""
    funding = policy.scenario.values["staffing.funding"]
    if funding != "funded":
        return words(f"report.hours_{funding}")
    extra = {
        side: next(
            (
                found.policy
                for name, found in policy.hours.items()
                if name.startswith(side) and "funded" in name
            ),
            float("nan"),
        )
        for side in ("caseworker", "mentor")
    }
    return words("report.hours_funded", **{k: words.number(v, 1) for k, v in extra.items()})


def posts_sentence(today: Scenario, plan: Scenario, words: Words) -> str:
    """Say what other caseloads mean for how many people are needed; empty where they are equal."""
    name = "staffing.caseworker_caseload"
    before, after = float(today.values[name]), float(plan.values[name])
    if before == after:
        return ""
    return words(
        "report.posts_more" if after < before else "report.posts_fewer",
        today=words.plain(before),
        plan=words.plain(after),
        posts=words.number(10 * before / after, 0),
    )


def limits(words: Words, *, worlds: bool = False) -> list[str]:
    """Return the limits of the model, for results of one world or of plausible ones."""
    assumed = "assumed_worlds" if worlds else "assumed"
    keys = ("forecast", assumed, "study", "one_side", "index", "money", "nobody")
    return [words(f"cannot.{key}") for key in keys]
