"""A simulated meeting retold in spoken lines, chosen by what its log holds and by a seed.

The lines are invented illustrations. Which act, which code, what is answered, taken up, translated
or passed over: that is the log's. A line is used only where the log says what the line claims.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from heterophony.experiments.inputs.line_bank import JOINED, Line, LineBank, load_line_bank
from heterophony.experiments.methods.lead_slots import OPTIONAL, slots_of, turning_slot
from heterophony.experiments.methods.turn_facts import (
    at_hand_before,
    facts_of,
    taken_up_by,
    waiting_before,
)
from heterophony.experiments.results.logged_turns import (
    REPAIRS,
    SHORT,
    TELLINGS,
    by_citizen,
    is_full,
)
from heterophony.sim import Turn

# What a citizen has told on a topic, and does not say the opposite of, except by a slip.
CONTRADICTED_BY: Final = {
    "front": ("trouble", "objection"),
    "progress": ("trouble",),
    "trouble": ("front", "progress"),
}


@dataclass(frozen=True)
class Spoken:
    """What is said in one turn.

    Attributes
    ----------
    text
        The words.
    topic
        The topic that the turn is about, by its name in the bank; "" for a short response.
    parts
        The lines of the bank that it is made of, leads first, with what they claim.
    refers_to
        The turns whose telling it names.
    again
        Whether its main line was said before in this meeting, since none was left.
    """

    text: str
    topic: str
    parts: tuple[Line, ...]
    refers_to: tuple[int, ...] = ()
    again: bool = False


def retell(turns: Sequence[Turn], language: str, seed: int | str = 0) -> list[Spoken]:
    """Return a spoken line for each turn of a meeting.

    The same log and seed give the same lines, and the same topics in both languages.

    Raises
    ------
    ValueError
        If there is no such language.
    """
    teller = _Teller(turns, load_line_bank(language), str(seed))
    for number in range(len(turns)):
        teller.speak(number)
    return teller.spoken


@dataclass
class _Teller:
    """One meeting as it is retold: what was said so far, and how often each line."""

    turns: Sequence[Turn]
    bank: LineBank
    seed: str
    spoken: list[Spoken] = field(default_factory=list)
    said: Counter[str] = field(default_factory=Counter)

    def speak(self, number: int) -> None:
        """Choose what is said in a turn: its topic and line, then what leads up to it."""
        turn = self.turns[number]
        told = taken_up_by(self.turns, number)
        if turn.act == SHORT:
            line, topic = self._anywhere(number, plain=True), ""
        else:
            line, topic = self._line(number, self._wanted(number, told))
        again = any(line.text == each.parts[-1].text for each in self.spoken)
        leads = self._leads(number) if turn.act not in REPAIRS else []
        if not self._names(line, number, topic):
            leads += self._turning(number, leads, topic)
        if any("{own}" in lead.text or "{told}" in lead.text for lead in leads):
            line = self._shorter(number, line)
        self.said.update(part.text for part in (*leads, line))
        parts = (*leads, line)
        text = " ".join(self._filled(part.text, number, told, topic) for part in parts)
        named = any("{told}" in part.text for part in parts)
        self.spoken.append(Spoken(text, topic, parts, tuple(told) if named else (), again))

    # --- topics ---------------------------------------------------------------------------------

    def _wanted(self, number: int, told: Sequence[int]) -> list[str]:
        """Return the topics that suit a turn, best first."""
        turn, hand = self.turns[number], at_hand_before(self.turns, number)
        possible = [topic for topic in self._topics() if topic]
        Random(f"{self.seed} topic {number}").shuffle(possible)
        possible.sort(key=lambda topic: self._worn(number, topic))
        near = [self.spoken[each].topic for each in reversed(told)]
        recent = [self.spoken[each].topic for each in reversed(waiting_before(self.turns, number))]
        at_hand = [self.spoken[hand].topic] if hand >= 0 else []
        if by_citizen(turn):
            near = at_hand if not recent else recent + at_hand
        elif turn.taken_up == 1:
            near += recent + at_hand
        else:  # what is passed over is left behind
            left = {*recent, *at_hand}
            return [topic for topic in possible if topic not in left] or possible
        near = [topic for topic in dict.fromkeys(near) if not self._worn(number, topic)[0]]
        near = [topic for topic in near if topic in possible]
        return near + [topic for topic in possible if topic not in near]

    def _topics(self) -> Iterable[str]:
        """Return all topics that this meeting can hold."""
        mentored = any(turn.speaker == "mentor" for turn in self.turns)
        topics = dict.fromkeys(topic for topic, _ in self.bank.topics)
        return [topic for topic in topics if mentored or topic not in self.bank.with_mentor]

    def _worn(self, number: int, topic: str) -> tuple[bool, int]:
        """Tell whether a topic no longer suits, and how often the code of the turn had it."""
        code = self.turns[number].code
        used = sum(
            spoken.topic == topic and turn.code == code
            for spoken, turn in zip(self.spoken, self.turns, strict=False)
        )
        turn = self.turns[number]
        if by_citizen(turn):
            return self._contradicts(turn, topic), used
        return not self._leaves_an_answer(number, topic), used

    def _leaves_an_answer(self, number: int, topic: str) -> bool:
        """Tell whether the citizen's next turn still has an unsaid line on this topic."""
        for turn in self.turns[number + 1 :]:
            if by_citizen(turn):
                line = self.bank.on_topic.get(("citizen", turn.act, turn.code, topic))
                return not line or not (self.said[line.text] or self._contradicts(turn, topic))
            if is_full(turn):
                break
        return True

    def _contradicts(self, turn: Turn, topic: str) -> bool:
        """Tell whether a citizen's turn would say otherwise than before; a slip may."""
        against = CONTRADICTED_BY.get(turn.act, ())
        return any(
            spoken.topic == topic
            and by_citizen(earlier)
            and earlier.code == turn.code
            and earlier.act in against
            and not (turn.slip and earlier.act == "front")
            for spoken, earlier in zip(self.spoken, self.turns, strict=False)
        )

    # --- lines ----------------------------------------------------------------------------------

    def _line(self, number: int, topics: Sequence[str]) -> tuple[Line, str]:
        """Return the line of a turn with its topic: a new one where there is one left."""
        turn = self.turns[number]
        written = [
            (line, topic)
            for topic in (self._demanded(topics) if turn.act == "objects" else topics)
            if (line := self.bank.on_topic.get((turn.speaker, turn.act, turn.code, topic)))
        ]
        fresh = [pair for pair in written if not self.said[pair[0].text]]
        if fresh:
            return fresh[0]
        pool = self._pool(number)
        if written and all(self.said[line.text] for line in pool):
            return min(written, key=lambda pair: self.said[pair[0].text])
        return self._anywhere(number, plain=False), topics[0]

    def _demanded(self, topics: Sequence[str]) -> list[str]:
        """Return those of the topics on which something was demanded."""
        before = zip(self.spoken, self.turns, strict=False)
        demanded = {spoken.topic for spoken, turn in before if turn.act == "demand"}
        return [topic for topic in topics if topic in demanded]

    def _pool(self, number: int) -> list[Line]:
        """Return the lines for any topic whose claims the log holds."""
        turn = self.turns[number]
        return self._holding(number, self.bank.anywhere.get((turn.speaker, turn.act), ()))

    def _anywhere(self, number: int, *, plain: bool) -> Line:
        """Return a line for any topic, one that names its topic unless `plain`."""
        pool = self._pool(number)
        if not pool:
            raise LookupError(f"no line for {self.turns[number]}")
        fitting = [line for line in pool if ("{" not in line.text) == plain] or pool
        return self._least_said(fitting, f"line {number}")

    def _shorter(self, number: int, line: Line) -> Line:
        """Return a line that does not name the topic once more, if there is one unsaid."""
        if "{topic}" not in line.text:
            return line
        plain = [each for each in self._pool(number) if "{" not in each.text]
        fresh = [each for each in plain if not self.said[each.text]]
        return self._least_said(fresh, f"line {number}") if fresh else line

    def _turning(self, number: int, leads: Sequence[Line], topic: str) -> list[Line]:
        """Return what leads over to a topic that is not at hand, if nothing names it yet."""
        hand = at_hand_before(self.turns, number)
        before = [*waiting_before(self.turns, number), *([hand] if hand >= 0 else [])]
        slot = turning_slot(self.turns[number])
        if not slot or not before or topic in {self.spoken[each].topic for each in before}:
            return []
        if any("{own}" in lead.text for lead in leads) or (slot == "elsewhere" and leads):
            return []
        pool = self._holding(number, self.bank.leads.get((self.turns[number].speaker, slot), ()))
        return [self._least_said(pool, f"turn to {number}")]

    def _leads(self, number: int) -> list[Line]:
        """Return what leads up to the line."""
        turn, chance = self.turns[number], Random(f"{self.seed} whether {number}")
        for slots in slots_of(self.turns, number):
            if chance.random() >= OPTIONAL.get(slots[0], 1):
                continue
            pools = [
                self._holding(number, self.bank.leads.get((turn.speaker, each), ()))
                for each in slots
            ]
            if slots[0] in OPTIONAL:
                pools = [[line for line in pool if not self.said[line.text]] for pool in pools]
            if all(pools):
                return [self._least_said(pool, f"lead {number}") for pool in pools]
        return []

    def _holding(self, number: int, lines: Iterable[Line]) -> list[Line]:
        """Return the lines whose claims the log holds; the closest, where some are."""
        facts = facts_of(self.turns, number)
        held = [
            line
            for line in lines
            if all(facts.get(name) == value for name, value in line.claims.items())
        ]
        closest = [line for line in held if "after_front" in line.claims]
        return closest or held

    def _least_said(self, lines: Sequence[Line], purpose: str) -> Line:
        """Draw one of the lines that were said least."""
        least = min(self.said[line.text] for line in lines)
        left = [line for line in lines if self.said[line.text] == least]
        return Random(f"{self.seed} {purpose}").choice(left)

    # --- words ----------------------------------------------------------------------------------

    def _filled(self, text: str, number: int, told: Sequence[int], topic: str) -> str:
        """Put the names of topics into a line."""
        if "{" not in text:
            return text
        hand = at_hand_before(self.turns, number)
        waiting = waiting_before(self.turns, number)[-1:] or [hand]
        names = {
            "topic": self._named(topic, self.turns[number].code),
            "own": self._named(topic, self.turns[number].code),
            "told": self._listed(told or self._slips(number)),
            "other": self._listed(waiting),
        }
        filled = text.format(**names)
        return filled[:1].upper() + filled[1:]

    def _slips(self, number: int) -> list[int]:
        waiting = waiting_before(self.turns, number)
        return [each for each in waiting if self.turns[each].act in TELLINGS]

    def _names(self, line: Line, number: int, topic: str) -> bool:
        name = self._named(topic, self.turns[number].code)
        return "{topic}" in line.text or name.lower() in line.text.lower()

    def _named(self, topic: str, code: str) -> str:
        return self.bank.topics.get((topic, code), "")

    def _listed(self, numbers: Sequence[int]) -> str:
        """Name the topics of some turns, each once."""
        named = [
            self._named(self.spoken[each].topic, self.turns[each].code)
            for each in numbers
            if each >= 0
        ]
        names = [name for name in dict.fromkeys(named) if name]
        joined = JOINED[self.bank.language]
        return ", ".join(names[:-1]) + joined * (len(names) > 1) + "".join(names[-1:])
