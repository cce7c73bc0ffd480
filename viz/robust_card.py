"""A card for one policy: in how many worlds it is better, for whom, and when the sign changes."""

from heterophony.experiments.methods.assessing import FUNDED
from heterophony.experiments.methods.discovery import Discovery
from heterophony.experiments.methods.groups import SHOWN
from heterophony.experiments.methods.robustness import Robustness
from heterophony.experiments.results.notice import HEADLINE
from heterophony.experiments.results.over_worlds import Shares, Standing
from heterophony.scenarios import PARAMETERS
from heterophony.viz import markup, svg
from heterophony.viz.information_part import alternatives_part, information_part
from heterophony.viz.measures import measure
from heterophony.viz.named import value_in_words
from heterophony.viz.sentences import shares_words, title_of
from heterophony.viz.words import Words
from heterophony.viz.world_strip import WorldDots, WorldShares, share_bars, world_strip

_KINDS = {
    Standing.BETTER: "better",
    Standing.WORSE: "worse",
    Standing.NONE: "none",
    Standing.UNSETTLED: "unsettled",
}


def world_dots(result: Robustness, policy: str, words: Words, outcome: str = HEADLINE) -> WorldDots:
    """Return one outcome of a policy in every world, ready to be drawn."""
    found = result.over_worlds(policy, outcome)
    spread = result.spread(policy, outcome)
    return WorldDots(
        measure=measure(outcome),
        plan_name=_title(result, policy, words),
        differences=found["difference"].tolist(),
        kinds=[_KINDS[Standing(each)] for each in found["standing"]],
        low=spread.low,
        median=spread.median,
        high=spread.high,
    )


def robustness_card(result: Robustness, policy: str, words: Words, outcome: str = HEADLINE) -> str:
    """Return the card as markup: a sentence, a dot for each world, bars, the rule of the sign."""
    shares = result.shares(policy, outcome)
    dots = world_dots(result, policy, words, outcome)
    rows = share_rows(result, policy, words, outcome)
    turning = turning_words(result.discover(policy, outcome), words)
    if shares.unsettled == shares.worlds:
        turning = words("robust.none_tells")
    title = _title(result, policy, words)
    return markup.section(
        title,
        f'<div class="answer">{markup.paragraph(shares_words(shares, words), "main")}</div>',
        markup.paragraph(turning, "turning" if shares.turns else "note"),
        f"<figure>{svg.at_two_widths(lambda width: world_strip(dots, words, width))}</figure>",
        f"<figure>{svg.at_two_widths(lambda width: share_bars(rows, words, width))}</figure>",
        markup.paragraph(words("robust.what_it_is"), "note"),
        alternatives_part(result, policy, title, words),
        information_part(result, policy, title, words),
    )


def turning_words(found: Discovery, words: Words) -> str:
    """Say under which assumptions the sign changes, or that no simple rule was found."""
    if not found.target:
        return words("robust.no_turn")
    kind = words(f"robust.when_{_KINDS[Standing(found.target)]}")
    if not found.found:
        return words("robust.no_rule", kind=kind)
    conditions = words("robust.and").join(
        _condition(each.assumption, each.above, each.bound, words) for each in found.conditions
    )
    return words(
        "robust.rule",
        kind=kind,
        conditions=conditions,
        density=words.number(100 * found.density, 0),
        share=words.number(100 * found.share, 0),
        coverage=words.number(100 * found.coverage, 0),
    )


def _condition(assumption: str, above: bool, bound: float, words: Words) -> str:
    name, _, value = assumption.partition(" = ")
    owner = name if name in PARAMETERS else name.rpartition(".")[0]
    title = name
    if owner in PARAMETERS:
        quoted = words("common.quoted", text=words.choose(PARAMETERS[owner].title))
        title = f"{quoted} ({name})"
    if value:
        return words(
            "robust.is" if above else "robust.is_not",
            name=title,
            value=value_in_words(value, words),
        )
    number = words.number(bound, 3)
    return words("robust.above" if above else "robust.at_most", name=title, bound=number)


def share_rows(
    result: Robustness, policy: str, words: Words, outcome: str = HEADLINE
) -> list[WorldShares]:
    """Return the rows of a card: all worlds, hours, groups of people, structural alternatives."""
    rows = [_row(words("robust.all_worlds"), result.shares(policy, outcome))]
    other = policy.removesuffix(FUNDED) if policy.endswith(FUNDED) else f"{policy}{FUNDED}"
    if other in result.names:
        key = "robust.funded" if other.endswith(FUNDED) else "robust.fixed"
        rows.append(_row(words(key), result.shares(other, outcome)))
    for group in SHOWN:
        found = result.shares(policy, outcome, group)
        if found.worlds:
            rows.append(_row(words(f"group.{group}"), found))
    for each in result.by_alternative(policy, outcome).to_dict("records"):
        counts = Shares(*(each[field] for field in Shares._fields))
        title = words.choose(PARAMETERS[each["alternative"]].title)
        rows.append(_row(f"{title}: {value_in_words(each['value'], words)}", counts))
    return rows


def _row(name: str, shares: Shares) -> WorldShares:
    return WorldShares(name, shares.better, shares.none, shares.unsettled, shares.worse)


def _title(result: Robustness, policy: str, words: Words) -> str:
    place = result.names.index(policy)
    title = words.choose(result.policies[place].title)
    return f"{title} ({words('robust.funded')})" if policy.endswith(FUNDED) else title


def robustness_page(result: Robustness, words: Words) -> tuple[str, str]:
    """Return title and body of a report on a policy over plausible worlds: a card for each."""
    titles = [_title(result, each, words) for each in result.names]
    cards = [robustness_card(result, each, words) for each in result.names]
    heads = (
        words("robust.choice"),
        words("robust.regret_median"),
        words("robust.regret_high"),
        words("robust.best_or_tied"),
    )
    shown = measure(HEADLINE)
    choices = {result.baseline.name: words.choose(result.baseline.title)}
    choices |= dict(zip(result.names, titles, strict=True))
    rows = [
        (
            choices[each["choice"]],
            *(words.number(each[key] * shown.factor, 1) for key in ("median", "high")),
            f"{each['best_or_tied']} / {each['worlds']}",
        )
        for each in result.regret().to_dict("records")
    ]
    regret = markup.section(
        words("robust.regret"),
        markup.paragraph(words("robust.regret_intro")),
        markup.table(words("robust.regret"), heads, rows, named=True),
    )
    return title_of(titles, words), "".join(cards) + regret
