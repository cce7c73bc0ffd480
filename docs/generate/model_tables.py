"""The tables of the model's description: states, rules, parameters, and the words behind numbers.

They are kept in `docs/model/`, so that readers of the repository see them;
`make tables` writes them, and a test fails where they differ from the declarations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from heterophony.agents import (
    book_columns,
    citizen_columns,
    meeting_columns,
    staff_columns,
    vocabulary,
)
from heterophony.agents.columns import ColumnOf
from heterophony.docs.generate.markup import (
    between,
    code,
    page,
    table,
    value,
)
from heterophony.docs.generate.pattern_tables import patterns_page
from heterophony.docs.generate.record_fields import FILE as FIELDS
from heterophony.docs.generate.record_fields import written as written_fields
from heterophony.docs.generate.rule_pages import when
from heterophony.docs.generate.rules import Rule, checked_parts, part_of, rules
from heterophony.scenarios import PARAMETERS, load_sections
from heterophony.scenarios.confidence import (
    CONFIDENCE_WORDS,
    confidence_class,
    confidence_words,
)

FOLDER = Path(__file__).resolve().parents[1] / "model"
MARKED_PAGES = (FOLDER.parent / "MODEL.md", FOLDER.parent / "evidence.md")
_RULE = re.compile(r"(<!-- rule: ([\w.]+) -->)\n(?:```python\n.*?\n```\n)?", re.DOTALL)
_TABLE = re.compile(r"(<!-- table: ([\w-]+) -->)\n(?:\n(?:\|.*\n)+)?")
_RULE_HEAD = ("rule", "what it does", "source", "parameters")
MADE = "<!-- Made by `make tables` from the declarations. -->"
KINDS = {"float": "number", "int": "whole number", "key": "64-bit key"}

# Title, what the rows are, the groups of columns.
ENTITIES = (
    (
        "Citizen",
        "Table `citizens`; first values are set by `agents.arrival.set_first_states`.",
        {
            "Who it is": citizen_columns.IDENTITY,
            "Traits, which stay": citizen_columns.TRAITS,
            "States": citizen_columns.STATES,
            "The course": citizen_columns.COURSE_STATES,
            "What the professionals know and think: their fictions": citizen_columns.FICTIONS,
            "Dates": citizen_columns.DATES,
            "This week": citizen_columns.THIS_WEEK,
        },
    ),
    ("Caseworker's post", "Table `caseworkers`.", {"": staff_columns.CASEWORKER_COLUMNS}),
    ("Mentor's post", "Table `mentors`.", {"": staff_columns.MENTOR_COLUMNS}),
    ("Jobcentre", "Table `jobcentres`.", {"": staff_columns.JOBCENTRE_COLUMNS}),
    ("Slot", "Table `slots`: a place for a citizen.", {"": staff_columns.SLOT_COLUMNS}),
    ("Week", "Table `calendar`.", {"": staff_columns.CALENDAR_COLUMNS}),
    (
        "Meeting",
        "Table `meetings`.",
        {
            "Conditions": meeting_columns.CONDITIONS,
            "Counts of the log": meeting_columns.COUNTS,
            "What follows": meeting_columns.OUTCOME,
        },
    ),
    ("Case", "Table `cases`: one row a referral.", {"": book_columns.CASE_COLUMNS}),
)
WORDS = (
    ("Status of a person", vocabulary.STATUS_NAMES),
    ("Speakers", vocabulary.SPEAKER_NAMES),
    ("Codes", vocabulary.CODE_NAMES),
    ("Phases of a meeting", vocabulary.PHASE_NAMES),
    ("Acts of a turn", vocabulary.ACT_NAMES),
)


def tables() -> dict[str, str]:
    """Return every table's page by file name."""
    return {
        "states.md": states_page(),
        "rules.md": rules_page(),
        "parameters.md": parameters_page(),
        "patterns.md": patterns_page(MADE),
    }


def states_page() -> str:
    """Write what everything in the model is made of."""
    sections = []
    for title, words, groups in ENTITIES:
        sections.extend([f"## {title}", words])
        for group, columns in groups.items():
            sections.extend([f"### {group}" if group else "", _columns(columns)])
    named = [(title, ", ".join(f"{code(each)}" for each in words)) for title, words in WORDS]
    return page(
        "# States",
        MADE,
        "All state is held in tables of rows. A column is declared once; a Mesa agent's attribute "
        "is its column. Besides these there is `understanding`, a number from 0 to 1 for each pair "
        "of a mentor and a caseworker, and `turns`, the log of a meeting: who speaks, in which "
        "code, what the turn does, whether it takes up the other side's code, the time it is "
        "about, the phase, and whether it is a slip.",
        *sections,
        "## Words behind numbers",
        table(("what", "in the order of their numbers"), named),
    )


def _columns(columns: Iterable[ColumnOf]) -> str:
    rows = []
    for each in columns:
        kind = KINDS.get(each.kind) or f"{each.kind} numbers"
        rows.append((code(each.name), each.meaning, kind, _start(each.start)))
    return table(("name", "meaning", "type", "starts at"), rows)


def _start(start: float) -> str:
    words = {
        citizen_columns.FAR_AWAY: "never yet",
        citizen_columns.NEVER: "never",
        citizen_columns.FOREVER: "for ever ago",
    }
    return words.get(start) or f"{start:g}"


def rules_page() -> str:
    """Write every compiled rule in the order of the week."""
    by_part = {key: list(found) for key, found in groupby(rules(), key=part_of)}
    sections = []
    for key, part in checked_parts().items():
        sections.extend([f"## {part.title}", f"{when(part)} Source: {part.source}."])
        sections.append(
            table(("rule", "what it does", "source", "parameters"), _rows(by_part[key]))
        )
    return page(
        "# Rules",
        MADE,
        f"{len(rules())} compiled rules, in the order of the week. Where the docstring of a rule "
        "names a source, the third column has it; elsewhere the source of the part holds, "
        "and for numbers that of the parameters. `study l.` are lines of the study's "
        "text; S and a number is a [source](../literature.md), T and a number a pattern.",
        *sections,
    )


def _rows(found: Iterable[Rule]) -> Iterable[tuple[str, ...]]:
    for each in found:
        shown = ", ".join(code(name) for name in each.parameters)
        yield code(each.full_name), each.summary, each.said_sources, shown


def parameters_page() -> str:
    """Write every parameter with its value, range, source and confidence."""
    sections = []
    for section, title in load_sections().items():
        rows = [
            (
                code(each.name),
                each.symbol,
                each.title["en"],
                value(each.default),
                between(each.low, each.high),
                each.unit,
                each.source,
                confidence_words(each)["en"],
            )
            for each in PARAMETERS.values()
            if each.section == section
        ]
        head = ("name", "symbol", "what", "default", "range", "unit", "source", "confidence")
        sections.extend([f"## {title['en']}", table(head, rows)])
    return page(
        "# Parameters of the model",
        MADE,
        f"All {len(PARAMETERS)} parameters with default, plausible range, source and confidence. "
        "`thesis l.` are lines of the study's text. [Evidence](../evidence.md) says what the "
        "words of confidence mean, and what follows from them.",
        *sections,
    )


def filled(description: str) -> str:
    """Replace what is below a page's marks by what they ask for.

    `<!-- rule: NAME -->` asks for the text of a rule, `<!-- table: NAME -->` for a table.
    """
    by_name = {each.full_name: each for each in rules()}
    description = _RULE.sub(
        lambda mark: f"{mark[1]}\n```python\n# {mark[2]}\n{by_name[mark[2]].text}\n```\n",
        description,
    )
    return _TABLE.sub(lambda mark: f"{mark[1]}\n\n{MARKED[mark[2]]()}\n", description)


def confidence_table() -> str:
    """Count the parameters by confidence and kind."""
    rows = []
    for letter, words in CONFIDENCE_WORDS.items():
        found = [each for each in PARAMETERS.values() if confidence_class(each) == letter]
        behaviour = sum(each.kind == "behaviour" for each in found)
        share = f"{100 * len(found) / len(PARAMETERS):.0f} %"
        rows.append((words["en"], str(len(found)), share, str(behaviour)))
    head = ("confidence", "parameters", "share of all", "of these varied over plausible worlds")
    return table(head, rows)


MARKED = {"confidence": confidence_table}


def main() -> None:
    """Write all tables, what the marks of other pages ask for, and the fields of records."""
    FIELDS.write_text(written_fields(), "utf-8")
    for name, text in tables().items():
        (FOLDER / name).write_text(text, "utf-8")
    for file in MARKED_PAGES:
        file.write_text(filled(file.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
