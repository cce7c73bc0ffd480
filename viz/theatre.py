"""A simulated meeting to look at: a strip of coloured turns.

The model simulates who speaks, in which code, with which act, and what is taken up.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from heterophony.experiments.methods.turn_facts import at_hand_before
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
    names, joins, blocks = [], [], []
    for speaker in SPEAKERS:
        y = places.y(speaker)
        name = words(f"speaker.{speaker}")
        names.append(svg.text(places.left - 10, y + 5, name, text_anchor="end"))
        end = places.left + places.step * len(numbers)
        names.append(svg.line(places.left, y, end, y, stroke=svg.FAINT))
    for index, number in enumerate(numbers):
        turn = turns[number]
        x, y = places.x(index), places.y(turn.speaker)
        uptake = uptake_of(turn)
        hand = at_hand_before(turns, number)
        if uptake and hand in numbers:
            before = places.y(turns[hand].speaker)
            taken = uptake == "taken"
            joins.append(
                svg.line(
                    places.x(index - (number - hand)),
                    before,
                    x,
                    y,
                    stroke=svg.INK,
                    stroke_width=1.8 if taken else 1.2,
                    stroke_dasharray=None if taken else "2 3",
                )
            )
        blocks.append(_block(turn, x, y, places.step))
        if (number + 1) % 5 == 0:
            blocks.append(
                svg.text(
                    x,
                    places.top + 122,
                    str(number + 1),
                    size=11,
                    text_anchor="middle",
                    fill=svg.TODAY,
                )
            )
    return "".join(names + joins + blocks)


def _block(turn: Turn, x: float, y: float, step: float) -> str:
    """Draw one turn."""
    colour = COLOURS.get(turn.code, svg.TODAY)
    half = min(10.0, step * 0.44)
    repair = turn.act.startswith("repair")
    box = svg.element(
        "rect",
        x=x - half,
        y=y - 11,
        width=2 * half,
        height=22,
        rx=4,
        fill="#FFFFFF" if repair else colour,
        stroke=colour,
        stroke_width=2,
    )
    sign = INITIALS.get(turn.code, "")
    if turn.act in QUESTIONS:
        sign = "?"
    elif turn.slip:
        sign = "×"
    elif repair:
        sign = "↺"
    return box + svg.text(
        x,
        y + 5,
        sign,
        size=13,
        text_anchor="middle",
        font_weight="700",
        fill=colour if repair else "#FFFFFF",
    )


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
        repairs=sum(turn.act.startswith("repair") for turn in turns),
        connected=uptakes["taken"],
        missed=uptakes["missed"],
    )
