"""Write the page of one printed meeting: python -m heterophony.docs.generate.meeting_page."""

from __future__ import annotations

from pathlib import Path

from heterophony.docs.generate.markup import page
from heterophony.experiments.commands.meeting import retold
from heterophony.experiments.commands.meeting_text import meeting_text
from heterophony.experiments.results.atomic import write_file

PAGE = Path(__file__).parents[1] / "meeting.md"
SCENARIO, NUMBER = "baseline", 1

INTRODUCTION = """A three-party meeting of the model, printed turn by turn: what both professionals
believed beforehand and came with, what was said, what each turn moved, and how the decision came
about.

```console
$ heterophony meeting baseline
$ heterophony meeting mentor-chairs --week 30 --lang da
$ heterophony meeting baseline --seed 4 --number 7 --format csv
```

`--number` takes the K-th meeting that fits, `--citizen` one of a citizen. `--format csv` is a row a
turn, `--format json` all of it with the legend. The same words give the same meeting and lines.

**What is the model's, and what is invented.** The model's log says who speaks, from which code,
with which act, what is answered, taken up, translated or passed over, what moves and what is
decided. The words are invented. They come from a bank of lines
(`experiments/inputs/spoken_lines/`), in which each line says what it claims, for instance that a
wish was told before, and is spoken only where the log holds that. So a speaker who takes up a
trouble names it, one who passes it over does not, and a translation says both the foreign topic and
the own one. Topics such as nights or letters are part of the words: no rule knows them. In trials
with thousands of meetings of 30 to 45 turns no line came twice; where one must, as in much longer
meetings, the print says so.

Behind a turn the print says which turn it answers; *takes up*, *translates*, *passes over*; *slip*;
whether what the citizen told was taken up, and where; below it, what the turn moved."""
HEADINGS = {"en": "## A meeting", "da": "## The same meeting in Danish"}


def meeting_page() -> str:
    """Return the page, with one meeting in both languages."""
    parts = ["# A meeting, turn by turn", INTRODUCTION]
    for language, heading in HEADINGS.items():
        account = retold(SCENARIO, (None, None, NUMBER), None, 1, language)
        parts += [heading, "```text\n" + "\n".join(meeting_text(account)) + "\n```"]
    return page(*parts)


if __name__ == "__main__":
    write_file(PAGE, meeting_page().encode())
