"""Run the survey of all policies; write its page, its table and the README's first picture.

python -m heterophony.docs.generate.survey [PAIRS] [WORLDS]
"""

from __future__ import annotations

import sys
from pathlib import Path

from heterophony.experiments import Survey, survey
from heterophony.experiments.results.atomic import write_file
from heterophony.viz.survey_part import (
    first_words,
    intro_words,
    survey_heads,
    survey_picture,
    survey_rows,
)
from heterophony.viz.words import words

DOCS = Path(__file__).resolve().parents[1]
PAGE, PICTURE = DOCS / "survey.md", DOCS / "pictures" / "survey.svg"
_PAGE = """# All policies at once

What should we look at first? `survey` sets every policy of the library beside a baseline.

```
heterophony survey baseline --out results/survey
heterophony report results/survey
```

{first}

![Every policy: effect on ownership against staff hours](pictures/survey.svg)

*{intro} A circle helps or is open, a square harms, a diamond turns with the assumptions; small
grey dots do nothing that matters. Made by `python -m heterophony.docs.generate.survey`.*

## Every policy

By answer, and within an answer by name: neither luck nor worlds carry a ranking. Ownership is an
index from 0 to 100; hours are those of both sides together, per citizen and year, on citizens of
the scheme; money is benefit and refund, not wages. {brackets}

{table}

## How the answer is reached

- **helps**, **harms**: beyond luck, ownership after a year differs by an amount that matters; two
  thirds of the worlds agree, and a tenth at most say the opposite.
- **no difference that matters**: beyond luck, the difference is too small to matter; half of the
  worlds or more agree, and at most a third say better, at most a third worse.
- **turns**: better in more than a tenth of the worlds and worse in more than a tenth.
- **open**: anything else, often because few pairs settle few worlds.

*Look first* names the policies that help and that no other policy beats: none gives surely more
ownership for surely no more hours, by paired differences. A policy is a scenario that sets at least
one lever otherwise than the baseline; the command leaves out scenarios that change the surroundings
or the calendar, and names them. `heterophony survey BASELINE POLICY...` surveys
policies of your own.
"""


def page(found: Survey) -> str:
    """Return the page about a survey as Markdown."""
    speak = words("en")
    heads, rows = survey_heads(speak), survey_rows(found, speak)
    lines = [heads, ("---",) * len(heads), *rows]
    return _PAGE.format(
        first=f"**{first_words(found, speak)}**",
        intro=intro_words(found, speak),
        brackets=speak("survey.brackets"),
        table="\n".join(f"| {' | '.join(line)} |" for line in lines),
    )


def picture(found: Survey) -> str:
    """Return the picture on a white ground, for readers whose page is dark."""
    drawn = survey_picture(found, words("en"))
    return drawn.replace("</desc>", '</desc><rect width="100%" height="100%" fill="#FFF"/>') + "\n"


def main() -> None:
    """Run the survey and write both files."""
    pairs, worlds = (int(each) for each in (*sys.argv[1:3], *("20", "20")[len(sys.argv) - 1 :]))
    found = survey(replicates=pairs, worlds=worlds)
    write_file(PAGE, page(found).encode())
    write_file(PICTURE, picture(found).encode())
    sys.stdout.write(f"wrote {PAGE} and {PICTURE} in {found.seconds:.0f} seconds\n")


if __name__ == "__main__":
    main()
