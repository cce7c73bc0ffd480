"""What a spoken line claims about a conversation, read from its log and from nothing else."""


def is_full(turn) -> bool:
    return turn.speaker != "citizen" and turn.act != "short_response"


def earlier_full(turns, number):
    full = [each for each in range(number) if is_full(turns[each])]
    return full[-1] if full else None


def _citizens_before(turns, number):
    return [each for each in range(number) if turns[each].speaker == "citizen"]


def _kinds_told(turns, number):
    return {t.act for t in turns[:number] if t.settled_by == number and t.told_taken_up == 1}


def _refers(turns, number, kind):
    kinds = _kinds_told(turns, number)
    return len(kinds) > 1 if kind == "telling" else kinds == {kind}


def _slip_waits(turns, number):
    since = earlier_full(turns, number)
    return any(turn.slip for turn in turns[0 if since is None else since : number])


def _answers_act(turns, number, act):
    answered = turns[number].answers
    return 0 <= answered < number and turns[answered].act == act


def _goes_on(turns, number, kind):
    own = _citizens_before(turns, number)
    short = turns[number - 1].act == "short_response"
    return kind == "same" and short and turns[own[-1]].act == turns[number].act


def _fell_out(turns, number, _):
    before = turns[_citizens_before(turns, number)[-1]]
    return before.said_from_front and before.code == turns[number].code


HOLDS = {
    "speaker": lambda turns, n, value: turns[n].speaker == value,
    "act": lambda turns, n, value: turns[n].act == value,
    "code": lambda turns, n, value: turns[n].code == value,
    "phase": lambda turns, n, value: turns[n].phase == value,
    "orientation": lambda turns, n, value: turns[n].orientation == value,
    "first": lambda turns, n, value: (n == 0) == bool(value),
    "slip": lambda turns, n, value: turns[n].slip == bool(value),
    "taken_up": lambda turns, n, value: turns[n].taken_up == value,
    "translated": lambda turns, n, value: turns[n].translated == bool(value),
    "after_other": lambda turns, n, value: turns[n].after_other == bool(value),
    "said_from_front": lambda turns, n, value: turns[n].said_from_front == bool(value),
    "answers_act": _answers_act,
    "after_act": lambda turns, n, value: turns[earlier_full(turns, n)].act == value,
    "refers_to": _refers,
    "repairs": lambda turns, n, _: _slip_waits(turns, n),
    "hears": lambda turns, n, _: turns[n - 1].speaker == "citizen",
    "comments": lambda turns, n, _: n > 0 and turns[n].answers == -1,
    "after_kind": _goes_on,
    "after_front": _fell_out,
}


def false_claims(turns, number, spoken) -> list[str]:
    """Name what the spoken line says about the conversation and the log does not hold."""
    return [
        f"turn {number}: {part.place} claims {name} = {value}"
        for part in spoken.parts
        for name, value in part.claims.items()
        if not HOLDS[name](turns, number, value)
    ]
