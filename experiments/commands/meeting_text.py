"""A simulated meeting in plain words: what was known, the talk, how it was decided, a legend."""

from __future__ import annotations

from collections.abc import Iterator

from heterophony.experiments.inputs.line_bank import load_meeting_words
from heterophony.experiments.methods.meeting_account import MeetingAccount
from heterophony.experiments.results.logged_turns import NOBODY, SHORT, TELLINGS

_MINUS = "−"
_MOVES = ("position_moved", "image_moved_caseworker", "image_moved_mentor")
_QUOTES = {"en": ("“", "”"), "da": ("»", "«")}
_SMALLEST = 0.0005  # what a turn moves is printed with three decimals


def meeting_text(account: MeetingAccount) -> Iterator[str]:
    """Yield the lines of a printed meeting."""
    words = load_meeting_words(account.language)
    heading, facts = words["heading"], account.facts
    yield heading["meeting"].format(
        scenario=account.scenario,
        seed=account.seed,
        **{name: f"{facts[name]:.0f}" for name in ("week", "citizen", "number")},
    )
    yield heading["note"]
    parts = {"before": before_lines, "talk": _talk, "decision": decision_lines, "legend": _legend}
    for name, lines in parts.items():
        yield ""
        yield heading[name]
        yield from lines(account)


def before_lines(account: MeetingAccount) -> Iterator[str]:
    """Say what both professionals bring, beside what can be met."""
    words, facts = load_meeting_words(account.language)["before"], account.facts
    named = {name: _number(account, facts[name]) for name in ("preparation", "pre")}
    yield words["scale"]
    yield words["feasible"].format(feasible=_number(account, facts["feasible_before"]))
    sides = ("caseworker", "mentor") if facts["three_party"] else ("caseworker",)
    for side in sides:
        estimate = facts[f"estimate_{side}"]
        yield words[f"estimate_{side}"].format(
            estimate=_number(account, estimate), error=_beside(account, estimate, "high low right")
        )
    for side in sides:
        proposal = facts[f"opening_proposal_{side}"]
        yield words[f"opening_{side}"].format(
            proposal=_number(account, proposal), over=_beside(account, proposal, "over under even")
        )
    if facts["three_party"]:
        yield words["preparation"].format(**named)
        yield words["understanding"].format(understanding=_number(account, facts["understanding"]))
    else:
        yield words["two_party"]
    yield words["front"].format(front=_number(account, facts["front_share"]))


def _talk(account: MeetingAccount) -> Iterator[str]:
    """Write each turn: who, in which code, what it does, the line, and what it moves."""
    words = load_meeting_words(account.language)
    before, after = _QUOTES[account.language]
    phase = ""
    for number, (turn, spoken) in enumerate(zip(account.turns, account.spoken, strict=True)):
        if turn.phase != phase:
            phase = turn.phase
            yield f"-- {words['phase'][phase]} --"
        code = "" if turn.act == SHORT else f"[{words['code'][turn.code]}] "
        marks = "; ".join(marks_of(account, number))
        aside = f" ({marks})" if marks else ""
        who = words["speaker"][turn.speaker]
        yield f"{number + 1:>3}. {who:<13} {code}{words['act'][turn.act]}{aside}"
        yield f"     {before}{spoken.text}{after}"
        moved = ", ".join(moves_of(account, number))
        if moved:
            yield f"     {words['mark']['moved']}: {moved}"


def marks_of(account: MeetingAccount, number: int) -> Iterator[str]:
    """Say how a turn hangs together with others, as the log has it."""
    mark, turn = load_meeting_words(account.language)["mark"], account.turns[number]
    if turn.answers != NOBODY:
        yield mark["answers"].format(number=turn.answers + 1)
    if turn.translated:
        yield mark["translated"]
    elif turn.taken_up == 1:
        yield mark["taken_up_foreign" if turn.foreign else "taken_up"]
    elif turn.taken_up == 0:
        yield mark["passed"]
    if turn.slip:
        yield mark["slip"]
    if turn.act == "acceptance" and turn.said_from_front:
        yield mark["from_front"]
    if turn.act in TELLINGS:
        told = "told_taken_up" if turn.told_taken_up == 1 else "told_passed"
        told = told if turn.settled_by != NOBODY else "told_left"
        yield mark[told].format(number=turn.settled_by + 1)
    if account.spoken[number].again:
        yield mark["again"]


def moves_of(account: MeetingAccount, number: int) -> Iterator[str]:
    """Say what a turn moved of the position, the images and the front."""
    mark, turn = load_meeting_words(account.language)["mark"], account.turns[number]
    for name in _MOVES:
        moved = getattr(turn, name)
        if abs(moved) >= _SMALLEST:
            yield mark[name].format(change=_number(account, moved, 3, sign=True))
    before = account.turns[number - 1].front_factor if number else 1.0
    if abs(turn.front_factor - before) >= _SMALLEST:
        names = {"before": before, "after": turn.front_factor}
        shown = {name: _number(account, value) for name, value in names.items()}
        yield mark["front_factor"].format(**shown)


def decision_lines(account: MeetingAccount) -> Iterator[str]:
    """Say how both positions and the citizen's say became a decision."""
    words, facts = load_meeting_words(account.language)["decision"], account.facts
    yield from _positions(account)
    yield words["told" if facts["told"] else "nothing_told"].format(
        told=f"{facts['told']:.0f}",
        taken=f"{facts['told_taken_up']:.0f}",
        by_caseworker=f"{facts['told_taken_up_caseworker']:.0f}",
    )
    if facts["slips"]:
        shown = {name: f"{facts[name]:.0f}" for name in ("slips", "repairs")}
        yield words["slips"].format(**shown)
    if not facts["deciding"]:
        yield words["returned"]
        return
    mentors, citizens = facts["mentor_weight"], facts["citizen_weight"]
    weights = {"caseworker": 1 - mentors - citizens, "mentor": mentors, "citizen": citizens}
    yield words["weights" if facts["three_party"] else "weights_two"].format(
        **{name: f"{100 * w:.0f}" for name, w in weights.items()}
    )
    decided = facts["decided_demand"]
    yield words["decided"].format(
        decided=_number(account, decided), over=_beside(account, decided, "over under even")
    )
    yield words["order" if facts["order_given"] else "no_order"]
    yield words["sanction" if facts["sanction"] else "no_sanction"]
    yield words["closes" if facts["closes"] else "goes_on"]
    for name in ("ground", "strong_reaction"):
        if facts[name]:
            yield words[name]


def _positions(account: MeetingAccount) -> Iterator[str]:
    """Say what became of the two opening positions in the talk."""
    words, facts = load_meeting_words(account.language)["decision"], account.facts
    opening, after = facts["opening_proposal_caseworker"], facts["proposal_caseworker"]
    shown = {"opening": _number(account, opening), "after": _number(account, after)}
    way = "kept" if shown["opening"] == shown["after"] else "up" if after > opening else "down"
    yield words[f"caseworker_{way}"].format(**shown)
    if facts["three_party"]:
        yield words["mentor_kept"].format(after=_number(account, facts["proposal_mentor"]))


def _legend(account: MeetingAccount) -> Iterator[str]:
    """Explain every column of the log."""
    for name, meaning in load_meeting_words(account.language)["legend"].items():
        yield f"  {name:<23} {meaning}"


def _beside(account: MeetingAccount, value: float, ways: str) -> str:
    """Set a demand beside what the citizen can meet: above, below or just that."""
    above, below, same = ways.split()
    words = load_meeting_words(account.language)["error"]
    size = round(value - account.facts["feasible_before"], 2)
    way = above if size > 0 else below if size < 0 else same
    return words[way].format(size=_number(account, abs(size)))


def _number(account: MeetingAccount, value: float, decimals: int = 2, *, sign: bool = False) -> str:
    """Write a number with the language's decimal mark and a real minus."""
    text = f"{value:{'+' if sign else ''}.{decimals}f}".replace("-", _MINUS)
    return text.replace(".", ",") if account.language == "da" else text
