"""A survey of all policies as a report: what to look at first, one picture, one table."""

import math

import pandas as pd

from heterophony.experiments.results.notice import HEADLINE
from heterophony.experiments.results.survey import Answer, Survey
from heterophony.viz import markup, svg
from heterophony.viz.measures import measure
from heterophony.viz.survey_map import SurveyDot, survey_map
from heterophony.viz.words import Words

OUTCOMES = (HEADLINE, "education_start_52w", "pressure", "municipal_net_cost")
GROUPS = ("lowest-third", "crisis-like")


def survey_dots(survey: Survey, words: Words) -> list[SurveyDot]:
    """Return a dot for each policy, ready to be drawn."""
    effects = survey.of(HEADLINE)
    titles = survey_titles(survey, words)
    dots = []
    for row in survey.table.to_dict("records"):
        found = effects.loc[row["policy"]]
        same = row["better"] if found["difference"] > 0 else row["worse"]
        agree = same / survey.worlds if survey.worlds else math.nan
        dots.append(
            SurveyDot(
                title=titles[row["policy"]],
                effect=found["difference"],
                low=found["low"],
                high=found["high"],
                hours=row["hours"],
                answer=Answer(row["answer"]),
                agree=agree,
                first=row["first"],
            )
        )
    return dots


def survey_titles(survey: Survey, words: Words) -> dict[str, str]:
    """Return the policies' titles in the reader's language, by name."""
    return {each.name: words.choose(each.title) for each in survey.policies}


def survey_picture(survey: Survey, words: Words, width: float = 760.0) -> str:
    """Return the picture of a survey as SVG."""
    return survey_map(survey_dots(survey, words), measure(HEADLINE), words, width)


def first_words(survey: Survey, words: Words) -> str:
    """Say which policies to look at first."""
    titles = survey_titles(survey, words)
    named = ", ".join(words("common.quoted", text=titles[name]) for name in sorted(survey.first))
    return words("survey.first", plans=named) if named else words("survey.first_none")


def intro_words(survey: Survey, words: Words) -> str:
    """Say how many policies were run, how often, and in how many worlds."""
    said = words("survey.intro", count=len(survey.policies), pairs=survey.pairs)
    if survey.worlds:
        said += " " + words("survey.intro_worlds", worlds=survey.worlds)
    return said


def survey_heads(words: Words) -> tuple[str, ...]:
    """Return the heads of the table of policies."""
    outcomes = [f"{measure(each).title(words)} ({_unit(each, words)})" for each in OUTCOMES]
    return (
        words("survey.plan"),
        words("survey.answer"),
        *(each.replace(" ()", "") for each in outcomes),
        words("survey.hours"),
        words("survey.worlds"),
        *(words(f"group.{group}") for group in GROUPS),
        words("survey.gets_worse"),
    )


def survey_rows(survey: Survey, words: Words) -> list[tuple[str, ...]]:
    """Return a row of cells for each policy, by answer and name."""
    titles = survey_titles(survey, words)
    table = survey.table.set_index("policy")
    rows: list[tuple[str, ...]] = []
    for answer in Answer:
        for name in survey.answered(answer):
            row = table.loc[name]
            harms = [measure(each).within(words) for each in row["harms"].split(", ") if each]
            counts = f"{row['better']} / {row['none']} / {row['worse']}" if survey.worlds else "–"
            rows.append(
                (
                    titles[name],
                    words(f"survey.word_{answer.name.lower()}"),
                    *(_cell(survey, name, each, words) for each in OUTCOMES),
                    words.signed(row["hours"], 1),
                    counts,
                    *(_cell(survey, name, HEADLINE, words, group) for group in GROUPS),
                    ", ".join(harms) or "–",
                )
            )
    return rows


def _unit(outcome: str, words: Words) -> str:
    return measure(outcome).difference_unit(words)


def _cell(survey: Survey, name: str, outcome: str, words: Words, *group: str) -> str:
    rows = survey.of(outcome, *group)
    if name not in rows.index:
        return "–"
    row: pd.Series = rows.loc[name]
    text = measure(outcome).difference_written(row["difference"], words, unit=False)
    return text if row["sign"] in ("more", "less") else f"({text})"


def survey_page(survey: Survey, words: Words) -> tuple[str, str]:
    """Return title and body of the report on a survey."""
    picture = svg.at_two_widths(lambda width: survey_picture(survey, words, width))
    body = "".join(
        (
            f'<div class="answer">{markup.paragraph(first_words(survey, words), "main")}'
            f"{markup.paragraph(intro_words(survey, words))}</div>",
            f'<figure class="large">{picture}</figure>',
            markup.paragraph(words("survey.brackets"), "note"),
            markup.table(words("survey.table"), survey_heads(words), survey_rows(survey, words)),
        )
    )
    return words("survey.title", today=words.choose(survey.baseline.title)), body
