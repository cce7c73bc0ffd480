"""A search over levers as a report: which plans no other surely beats, and what each costs whom."""

from heterophony.experiments import Search
from heterophony.experiments.methods.aims import Aim
from heterophony.scenarios import PARAMETERS
from heterophony.viz import markup, svg
from heterophony.viz.front_map import FrontAxes, FrontDot, front_map
from heterophony.viz.measures import Measure, measure
from heterophony.viz.words import Words


def aim_title(aim: Aim, words: Words) -> str:
    """Return what an aim is, with its unit."""
    if aim.is_cost:
        return words(f"search.aim_{aim.name}")
    shown = measure(aim.name)
    unit = shown.difference_unit(words)
    return f"{shown.title(words)} ({unit})" if unit else shown.title(words)


def search_picture(search: Search, words: Words, width: float = 680.0) -> str:
    """Return the picture of a search: its first aim against its first cost, else its second aim."""
    up = search.aims[0]
    across = next((each for each in search.aims[1:] if each.is_cost), search.aims[1])
    front = set(search.front)
    dots = [
        FrontDot(
            title=words.choose(plan.title),
            across=_numbers(search, plan.name, across),
            up=_numbers(search, plan.name, up),
            front=plan.name in front,
        )
        for plan in search.plans
    ]
    axes = FrontAxes(aim_title(across, words), aim_title(up, words))
    return front_map(dots, axes, words, width)


def search_page(search: Search, words: Words) -> tuple[str, str]:
    """Return title and body of the report on a search."""
    titles = {each.name: words.choose(each.title) for each in search.plans}
    titles[search.baseline.name] = words.choose(search.baseline.title)
    front = ", ".join(titles[name] for name in search.front)
    answer = words("search.first", plans=front) if front else words("search.none")
    picture = svg.at_two_widths(lambda width: search_picture(search, words, width))
    body = "".join(
        (
            f'<div class="answer">{markup.paragraph(answer, "main")}'
            f"{markup.paragraph(_how(search, words))}</div>",
            f'<figure class="large">{picture}</figure>',
            markup.table(words("search.plans"), *_plans(search, titles, words)),
            markup.paragraph(words("search.rule"), "note"),
            markup.table(words("search.effects"), *_effects(search, titles, words)),
            markup.paragraph(words("search.effects_note"), "note"),
        )
    )
    return words("search.title", today=titles[search.baseline.name]), body


def _how(search: Search, words: Words) -> str:
    told = words(
        "search.how",
        tried=len(search.tried),
        settings=words.number(search.settings, 0),
        worlds=len(search.worlds),
        by=words(f"search.by_{search.by.value}"),
        plans=len(search.plans),
        pairs=search.effort.confirm,
    )
    refused = words("search.refused", count=search.refused) if search.refused else ""
    return f"{told} {refused}".strip()


def _shown(aim: Aim) -> Measure:
    """Return how an aim is shown; hours and posts as they are."""
    return measure(aim.name)


def _numbers(search: Search, plan: str, aim: Aim) -> tuple[float, float, float]:
    row = search.of(aim.name).loc[plan]
    factor = _shown(aim).factor
    return factor * row["difference"], factor * row["low"], factor * row["high"]


def _plans(
    search: Search, titles: dict[str, str], words: Words
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return heads and rows: what each plan sets, who beats it, who gains and who loses."""
    levers = [each.name for each in search.levers]
    named = [
        words.choose(PARAMETERS[each].title) if each in PARAMETERS else each for each in levers
    ]
    heads = (
        words("survey.plan"), *named, words("search.beaten"), words("search.tied"),
        words("search.gains"), words("search.loses"),
    )  # fmt: skip

    def listed(text: str, known: dict[str, str]) -> str:
        return ", ".join(known[each] for each in text.split(", ") if each) or "–"

    groups = {
        each: words(f"group.{each}")
        for side in ("gains", "loses")
        for text in search.table[side]
        for each in text.split(", ")
        if each
    }
    rows = [
        (
            titles[row["plan"]],
            *(words.plain(row[each]) for each in levers),
            *(listed(row[each], titles) for each in ("beaten_by", "tied_with")),
            *(listed(row[each], groups) for each in ("gains", "loses")),
        )
        for row in search.table.to_dict("records")
    ]
    return heads, rows


def _effects(
    search: Search, titles: dict[str, str], words: Words
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return heads and rows: every plan in every aim, with its interval and its worst world."""
    heads = (
        words("survey.plan"),
        words("search.aim"),
        words("search.difference"),
        words("search.interval"),
        words("search.worst"),
        words("search.worlds"),
    )
    rows: list[tuple[str, ...]] = []
    for plan in search.plans:
        for aim in search.aims:
            row = search.of(aim.name).loc[plan.name]
            shown = _shown(aim)
            numbers = {
                each: shown.difference_written(row[each], words, unit=False)
                for each in ("difference", "low", "high", "worst")
            }
            rows.append(
                (
                    titles[plan.name],
                    aim_title(aim, words),
                    numbers["difference"],
                    words("search.to", low=numbers["low"], high=numbers["high"]),
                    numbers["worst"],
                    f"{row['better']} / {row['worse']}",
                )
            )
    return heads, rows
