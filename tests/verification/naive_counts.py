"""A naive count of what was said in a talk, written from the specification alone.

It reads the turns of `naive_meeting.py` and nothing else.
"""

CODES = ("care", "law", "economy", "education")
QUESTIONS = ("measuring_question", "wish_question", "empathic_question")
BY_ACT = {
    "short_responses": "short_response",
    "measuring_questions": "measuring_question",
    "wish_questions": "wish_question",
    "empathic_questions": "empathic_question",
    "demands": "demand",
    "duties": "duty",
    "rights": "right",
    "openings": "opening",
    "recognitions": "recognition",
    "autonomy_acts": "autonomy",
    "asked_mentor": "asks_mentor",
    "supports": "supports_front",
    "candid": "candid",
    "small_steps": "small_step",
    "mentor_objections": "objects",
    "troubles": "trouble",
    "wishes": "wish",
    "progress": "progress",
    "objections": "objection",
    "demands_accepted": "acceptance",
}


def is_full(turn):
    """Tell whether a turn is a professional's, and more than a short response."""
    return turn["speaker"] != "citizen" and turn["act"] != "short_response"


def next_full(turns, number, who=None):
    """Return the next full professional turn after a turn (of one professional), or None."""
    following = (
        turn for turn in turns[number + 1 :] if is_full(turn) and who in (None, turn["speaker"])
    )
    return next(following, None)


def taken_by(turns, number, who):
    """Tell whether the next full professional turn is this one's and takes up what was said."""
    turn = next_full(turns, number)
    return turn is not None and turn["speaker"] == who and turn["taken_up"] == 1


def answered_act(turns, turn):
    """Return the act that a turn answers, or None."""
    return turns[turn["answers"]]["act"] if turn["answers"] >= 0 else None


def counts(turns):
    """Return all counts of a talk by the names of the meeting's columns."""
    found = {name: _number(turns, act=act) for name, act in BY_ACT.items()}
    found |= _who_spoke(turns) | _in_which_code(turns) | _what_connected(turns)
    found |= _what_was_taken_up(turns) | _what_was_told(turns) | _slips(turns)
    return found | _citizens_turns(turns)


def _number(turns, **wanted):
    return sum(all(turn[name] == value for name, value in wanted.items()) for turn in turns)


def _who_spoke(turns):
    first = turns[: -(-len(turns) // 2)]  # the turns whose number is less than half of all
    found = {f"{who}_turns": _number(turns, speaker=who) for who in ("mentor", "citizen")}
    return found | {
        "caseworker_turns": _number(turns, speaker="caseworker"),
        "mentor_turns_first_half": _number(first, speaker="mentor"),
        "professional_turns_first_half": sum(turn["speaker"] != "citizen" for turn in first),
    }


def _in_which_code(turns):
    full = [turn for turn in turns if is_full(turn)]
    return {
        f"{who}_{name}": _number(full, speaker=who, code=code)
        for who in ("caseworker", "mentor")
        for code, name in enumerate(CODES)
    }


def _what_connected(turns):
    adjacent = [turn for turn in turns if is_full(turn) and turn["after_other"]]
    before = {id(turn): _code_at_hand(turns, turn) for turn in adjacent}
    others = [t for t in adjacent if t["speaker"] == "mentor" and before[id(t)] != 0]
    return {
        "adjacencies": len(adjacent),
        "connected": _number(adjacent, taken_up=1),
        "foreign_turns": _number(adjacent, foreign=1),
        "foreign_connected": _number(adjacent, foreign=1, taken_up=1),
        "answered_by_caseworker": _number(adjacent, speaker="caseworker"),
        "connected_by_caseworker": _number(adjacent, speaker="caseworker", taken_up=1),
        "connected_by_mentor": _number(others, taken_up=1),
        "repairs": sum(turn["act"].startswith("repair_") for turn in turns),
        "acknowledged_by_caseworker": _number(
            turns, speaker="caseworker", act="repair_acknowledging"
        ),
        "acknowledged_by_mentor": _number(turns, speaker="mentor", act="repair_acknowledging"),
    }


def _code_at_hand(turns, turn):
    """Return the code of the last full professional turn before a turn."""
    before = turns[: next(n for n, each in enumerate(turns) if each is turn)]
    return [each["code"] for each in before if is_full(each)][-1]


def _what_was_taken_up(turns):
    found = {
        "small_steps_taken_up": _taken(turns, "caseworker", act="small_step"),
        "mentor_objections_taken_up": _taken(turns, "caseworker", act="objects"),
        "translations_caseworker": _number(turns, speaker="caseworker", translated=1),
        "translations_mentor": _number(turns, speaker="mentor", translated=1),
        "translations_caseworker_taken_up": _taken(
            turns, "mentor", speaker="caseworker", translated=1
        ),
        "translations_mentor_taken_up": _taken(turns, "caseworker", speaker="mentor", translated=1),
        "openings_taken_up": sum(
            _becomes_known(turns, n) for n, t in enumerate(turns) if t["act"] == "opening"
        ),
        "progress_taken_up": sum(
            (next_full(turns, n, "caseworker") or {"taken_up": 0})["taken_up"] == 1
            for n, t in enumerate(turns)
            if t["act"] == "progress"
        ),
    }
    for act, name in (("supports_front", "support"), ("candid", "candid")):
        of_all = _taken(turns, "caseworker", act=act)
        mastery = _taken(turns, "caseworker", act=act, code=0)
        found[f"{name}_mastery_taken_up"] = mastery
        found[f"{name}_readiness_taken_up"] = of_all - mastery
    return found


def _taken(turns, by, **wanted):
    """Count the turns of a kind that the next full turn, of this professional, takes up."""
    said = [n for n, t in enumerate(turns) if _number([t], **wanted)]
    return sum(taken_by(turns, n, by) for n in said)


def _becomes_known(turns, number):
    """Tell whether an opening becomes known: answered plainly, or taken up by the mentor."""
    answer = turns[number + 1] if number + 1 < len(turns) else None
    plain = answer and answer["speaker"] == "citizen" and not answer["said_from_front"]
    return bool(plain) or taken_by(turns, number, "mentor")


def _what_was_told(turns):
    told = [turn for turn in turns if turn["told_taken_up"] >= 0]
    taken = [turn for turn in told if turn["told_taken_up"] == 1]
    by_caseworker = [t for t in taken if turns[t["settled_by"]]["speaker"] == "caseworker"]
    return {
        "told": len(told),
        "told_taken_up": len(taken),
        "told_taken_up_caseworker": len(by_caseworker),
        "objections_taken_up_caseworker": _number(by_caseworker, act="objection"),
        "troubles_taken_up": _number(taken, act="trouble"),
        "troubles_taken_up_caseworker": _number(by_caseworker, act="trouble"),
        "wishes_taken_up": _number(taken, act="wish"),
    }


def _slips(turns):
    answered = waiting = 0
    for turn in turns:
        if turn["slip"]:
            waiting = 1
        elif is_full(turn):
            answered, waiting = answered + waiting, 0
    unasked = [t for t in turns if answered_act(turns, t) not in QUESTIONS]
    return {
        "slips": _number(turns, slip=1),
        "slips_answered": answered,
        "unprompted_claims": _number(unasked, act="progress"),
    }


def _citizens_turns(turns):
    said = [turn for turn in turns if turn["speaker"] == "citizen"]
    front = [turn for turn in said if turn["said_from_front"]]
    plain = [turn for turn in said if not turn["said_from_front"]]
    hard = [turn for turn in plain if turn["act"] in ("trouble", "objection")]
    found = {"front_turns": len(front), "authentic_turns": len(plain)}
    for code, name in enumerate(CODES):
        found[f"{name}_front"] = _number(front, code=code)
        found[f"{name}_trouble"] = _number(hard, code=code)
        found[f"{name}_plain"] = _number(plain, code=code) - found[f"{name}_trouble"]
    for act in ("measuring_question", "empathic_question", "demand"):
        name = act.removesuffix("_question")
        answers = [turn for turn in said if answered_act(turns, turn) == act]
        found[f"after_{name}"] = len(answers)
        found[f"front_after_{name}"] = _number(answers, said_from_front=1)
    return found
