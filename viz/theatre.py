"""A simulated meeting to look at: a strip of coloured turns.

The model simulates who speaks, in which code, with which act, and what is taken up.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from heterophony.experiments.methods.turn_facts import at_hand_before, facts_of
from heterophony.sim import Turn
from heterophony.viz import svg
from heterophony.viz.words import Words

SPEAKERS: Final = ("caseworker", "mentor", "citizen")
COLOURS: Final = {"care": "#1B7F4D", "law": "#0059B3", "economy": "#B35900", "education": "#7B3FA0"}
INITIALS: Final = {"care": "○", "law": "§", "economy": "¤", "education": "△"}
QUESTIONS: Final = ("measuring_question", "wish_question", "empathic_question")


def uptake_of(turn: Turn) -> str:
    """Return "taken" or "missed" where a turn finds the other's code at hand, "" elsewhere."""
    if turn.taken_up < 0 or not turn.after_other:
        return ""
    return "taken" if turn.taken_up else "missed"


def repairs_a_slip(turns: Sequence[Turn], number: int) -> bool:
    """Tell whether the log says that a professional's turn repairs a slip of the citizen."""
    return bool(facts_of(turns, number).get("repairs"))


def meeting_strip(turns: Sequence[Turn], words: Words, width: float = 680) -> str:
    """Draw a meeting as a strip: a line for each speaker, a coloured block for each turn.

    Colour and sign give the topic; a question mark a question, a cross a slip, an arrow a repair;
    a solid line to the turn at hand says that it was taken up, a broken one that it was not.
    """
    per_row = 32 if width >= 500 else 16
    left = 112.0
    step = (width - left - 8) / max(10, min(per_row, len(turns)))
    parts: list[str] = []
    top = 8.0
    for start in range(0, max(1, len(turns)), per_row):
        parts.append(
            _row_of_turns(
                turns,
                range(start, min(start + per_row, len(turns))),
                words,
                _Places(left, min(step, 30.0), top),
            )
        )
        top += 132
    legend, bottom = _legend(words, width, top)
    return svg.figure(
        width, bottom, words("meeting.heading"), _description(turns, words), "".join(parts) + legend
    )


@dataclass(frozen=True)
class _Places:
    """The positions of the turns of one row."""

    left: float
    step: float
    top: float

    def x(self, index: int) -> float:
        """Return the place of the row's turn number `index`."""
        return self.left + self.step * (index + 0.5)

    def y(self, speaker: str) -> float:
        """Return the height of a speaker's line."""
        return self.top + 20 + 36 * (SPEAKERS.index(speaker) if speaker in SPEAKERS else 0)


def _row_of_turns(turns: Sequence[Turn], numbers: range, words: Words, places: _Places) -> str:
    """Draw the turns of one row, first the lines that join them."""
    joins, blocks = [], []
    for index, number in enumerate(numbers):
        turn, x = turns[number], places.x(index)
        joins.append(_join(turns, number, numbers, places))
        repairs = repairs_a_slip(turns, number)
        blocks.append(_block(turn, repairs, x, places.y(turn.speaker), places.step))
        if (number + 1) % 5 == 0:
            at = places.top + 122
            label = str(number + 1)
            blocks.append(svg.text(x, at, label, size=11, text_anchor="middle", fill=svg.TODAY))
    return "".join((*_names(len(numbers), words, places), *joins, *blocks))


def _names(count: int, words: Words, places: _Places) -> list[str]:
    """Name the speakers, and draw the line of each through `count` turns."""
    found = []
    for speaker in SPEAKERS:
        y = places.y(speaker)
        name = words(f"speaker.{speaker}")
        found.append(svg.text(places.left - 10, y + 5, name, text_anchor="end"))
        end = places.left + places.step * count
        found.append(svg.line(places.left, y, end, y, stroke=svg.FAINT))
    return found


def _join(turns: Sequence[Turn], number: int, numbers: range, places: _Places) -> str:
    """Draw the line from a turn to the one at hand; none where that is not in the same row."""
    turn, hand = turns[number], at_hand_before(turns, number)
    uptake = uptake_of(turn)
    if not uptake or hand not in numbers:
        return ""
    taken = uptake == "taken"
    return svg.line(
        places.x(hand - numbers.start),
        places.y(turns[hand].speaker),
        places.x(number - numbers.start),
        places.y(turn.speaker),
        stroke=svg.INK,
        stroke_width=1.8 if taken else 1.2,
        stroke_dasharray=None if taken else "2 3",
    )


def _block(turn: Turn, repairs: bool, x: float, y: float, step: float) -> str:
    """Draw one turn; one that repairs a slip is hollow."""
    colour = COLOURS.get(turn.code, svg.TODAY)
    half = min(10.0, step * 0.44)
    box = svg.element(
        "rect",
        x=x - half,
        y=y - 11,
        width=2 * half,
        height=22,
        rx=4,
        fill="#FFFFFF" if repairs else colour,
        stroke=colour,
        stroke_width=2,
    )
    ink = colour if repairs else "#FFFFFF"
    sign = _sign(turn, repairs)
    return box + svg.text(
        x, y + 5, sign, size=13, text_anchor="middle", font_weight="700", fill=ink
    )


def _sign(turn: Turn, repairs: bool) -> str:
    if turn.act in QUESTIONS:
        return "?"
    if turn.slip:
        return "×"
    return "↺" if repairs else INITIALS.get(turn.code, "")


def _legend(words: Words, width: float, top: float) -> tuple[str, float]:
    """Name the colours and signs; also return where the legend ends."""
    parts, x, y = [], 8.0, top + 14
    for code, colour in COLOURS.items():
        parts.append(svg.element("rect", x=x, y=y - 11, width=18, height=15, rx=3, fill=colour))
        parts.append(
            svg.text(x + 9, y, INITIALS[code], size=11, text_anchor="middle", fill="#FFFFFF")
        )
        name = words(f"code.{code}")
        parts.append(svg.text(x + 23, y, name, fill=colour))
        x += 36 + 7.4 * len(name)
    signs = (("?", "question"), ("×", "slip"), ("↺", "repair"), ("━", "taken"), ("┅", "missed"))
    x, y = 8.0, y + 22
    for sign, key in signs:
        label = f"{sign} {words(f'meeting.{key}')}"
        if x > 8 and x + 6.6 * len(label) > width:
            x, y = 8.0, y + 20
        parts.append(svg.text(x, y, label, size=12))
        x += 6.6 * len(label) + 14
    return "".join(parts), y + 12


def _description(turns: Sequence[Turn], words: Words) -> str:
    """Say in a sentence what the strip shows."""
    speakers = Counter(turn.speaker for turn in turns)
    uptakes = Counter(uptake_of(turn) for turn in turns)
    return words(
        "meeting.strip_desc",
        turns=len(turns),
        **{speaker: speakers[speaker] for speaker in SPEAKERS},
        questions=sum(turn.act in QUESTIONS for turn in turns),
        repairs=sum(repairs_a_slip(turns, number) for number in range(len(turns))),
        connected=uptakes["taken"],
        missed=uptakes["missed"],
    )
