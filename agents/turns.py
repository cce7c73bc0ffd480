"""One turn of a meeting: the citizen answers, a professional responds briefly or in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.agents.acts import (
    asks_mentor,
    caseworker_act,
    citizen_answers,
    is_told,
    mentor_act,
    repair_kind,
)
from heterophony.agents.bounded import clip
from heterophony.agents.chances import Chances
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import uniform
from heterophony.agents.floor import (
    floor_after,
    floor_after_short_response,
)
from heterophony.agents.uptake import (
    Uptake,
    any_code,
    connect,
    is_foreign,
    pass_over,
)
from heterophony.agents.vocabulary import (
    ASKS_MENTOR,
    CANDID,
    CARE,
    CITIZEN,
    EDUCATION_CODE,
    ELICITED_BY_QUESTION,
    FLOOR_ANSWERED,
    FLOOR_CITIZEN,
    FLOOR_MENTOR,
    FOR_ACT,
    FOR_CODE,
    FOR_REPAIR,
    MENTOR,
    NO_CODE,
    NO_ORIENTATION,
    NO_TURN,
    NOT_APPLICABLE,
    OBJECTION,
    REPAIR_ACKNOWLEDGING,
    SHORT_RESPONSE,
    SUPPORTS_FRONT,
    TROUBLE,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import (
        Parameters,
        TalkRow,
        TurnRow,
    )

LEAST_FRONT, MOST_FRONT = 0.5, 1.5  # how far a meeting moves the front, as a factor


@compiled
def begin_turn(said: TurnRow, phase: int) -> None:
    """Begin an empty turn of the log."""
    said.phase = phase
    said.orientation = NO_ORIENTATION
    said.slip = 0
    said.taken_up = NOT_APPLICABLE
    said.translated = 0
    said.after_other = 0
    said.foreign = 0
    said.answers = NO_TURN
    said.told_taken_up = NOT_APPLICABLE
    said.settled_by = NO_TURN
    said.said_from_front = 0
    said.position_moved = 0.0
    said.image_moved_caseworker = 0.0
    said.image_moved_mentor = 0.0


@compiled
def end_turn(said: TurnRow, talk: TalkRow, speaker: int, code: int, act: int, floor: int) -> None:
    """Write who said what into the log, and store it for the next turn."""
    said.speaker = speaker
    said.code = EDUCATION_CODE if code == NO_CODE else code
    said.act = act
    said.front_factor = talk.front_factor
    talk.speaker_before = speaker
    talk.act_before = act
    talk.floor = floor


@compiled
def move_front(talk: TalkRow, params: Parameters, sign: float) -> None:
    """Raise or lower the front for the rest of the meeting, if answers depend on turns before."""
    if params.alternatives_elicitation != ELICITED_BY_QUESTION:
        return
    factor = talk.front_factor * (1.0 + sign * params.team_front)
    talk.front_factor = clip(factor, LEAST_FRONT, MOST_FRONT)


@compiled
def slips(act: int, from_front_before: int, leaks: int) -> bool:
    """Tell whether a citizen's turn slips out of the role.

    A slip is trouble or an objection right after a turn of the role, or a leak (l.1684-1696).
    """
    return leaks == 1 or (from_front_before == 1 and (act == TROUBLE or act == OBJECTION))


@compiled
def citizen_speaks(
    said: TurnRow, talk: TalkRow, params: Parameters, chances: Chances, key: Any, turn: int
) -> None:
    """Let the citizen answer the turn before, in the code at hand."""
    answer = citizen_answers(params, chances, talk, key, turn)
    if talk.floor == FLOOR_CITIZEN:
        said.answers = turn - 1
    said.said_from_front = answer.from_front
    if slips(answer.act, talk.from_front_before, answer.leaks):
        said.slip = 1
        talk.slip_waits = 1
    if is_told(answer.act):
        said.told_taken_up = 0
    if answer.from_front:
        talk.told_from = turn + 1  # a turn from the front hides what the citizen said before
    talk.from_front_before = answer.from_front
    end_turn(said, talk, CITIZEN, talk.code_at_hand, answer.act, floor_after(answer.act, CITIZEN))


@compiled
def respond_briefly(
    said: TurnRow, talk: TalkRow, chances: Chances, speaker: int, key: Any, turn: int
) -> None:
    """Let a professional say "mm, yes": it hears, keeps the code and takes nothing up."""
    said.answers = turn - 1
    floor = floor_after_short_response(chances, key, turn)
    end_turn(said, talk, speaker, talk.code_at_hand, SHORT_RESPONSE, floor)


@compiled
def settle_what_was_told(
    log: Any, talk: TalkRow, params: Parameters, turn: int, taken_up: bool
) -> None:
    """Mark each unanswered trouble, objection or wish of the citizen as taken up or passed over.

    A trouble that is taken up lowers the front for the rest of the meeting, one that is passed over
    raises it (study l.1654-1670).
    """
    for before in range(talk.told_from, turn):
        told = log[before]
        if told.told_taken_up == NOT_APPLICABLE:
            continue
        told.settled_by = turn
        told.told_taken_up = 1 if taken_up else 0
        if told.act == TROUBLE:
            move_front(talk, params, -1.0 if taken_up else 1.0)
    talk.told_from = turn + 1


@compiled
def repair(
    talk: TalkRow, params: Parameters, speaker: int, weights: Any, key: Any, turn: int
) -> Any:
    """Choose kind and code of a repair; only an acknowledging one takes up the code at hand."""
    total = weights[0] + weights[1] + weights[2] + weights[3]
    act = repair_kind(params, speaker, weights[CARE] / total, key, turn)
    if talk.code_at_hand == NO_CODE:
        code = any_code(weights, uniform(key, turn, FOR_CODE))
        return act, Uptake(code, NOT_APPLICABLE, 0)
    if act == REPAIR_ACKNOWLEDGING:
        return act, Uptake(talk.code_at_hand, 1, 0)
    return act, pass_over(talk, weights, key, turn)


@compiled
def choose_act(
    talk: TalkRow,
    params: Parameters,
    chances: Chances,
    speaker: int,
    code: int,
    asking: bool,
    phase: int,
    key: Any,
    turn: int,
) -> int:
    """Choose the act of a full turn without repair; `asking` allows a question to the mentor."""
    if speaker == MENTOR:
        return mentor_act(params, chances, talk.floor == FLOOR_MENTOR, code, key, turn)
    if asking and asks_mentor(params, phase, key, turn):
        return ASKS_MENTOR
    return caseworker_act(params, chances, code, uniform(key, turn, FOR_ACT))


@compiled
def professional_speaks(
    log: Any,
    talk: TalkRow,
    params: Parameters,
    chances: Chances,
    speaker: int,
    weights: Any,
    three_party: bool,
    key: Any,
    turn: int,
) -> None:
    """Write a full turn of a professional: its code, its act, and what it takes up."""
    said = log[turn]
    at_hand, phase = talk.code_at_hand, said.phase
    said.after_other = int(at_hand != NO_CODE and talk.set_by != speaker)
    said.foreign = int(is_foreign(params, talk, speaker))
    if talk.floor == FLOOR_ANSWERED or talk.floor == FLOOR_MENTOR:
        said.answers = turn - 1
    repairs = talk.slip_waits == 1 and uniform(key, turn, FOR_REPAIR) < params.slip_repair
    if repairs:
        act, uptake = repair(talk, params, speaker, weights, key, turn)
    else:
        uptake = connect(params, talk, chances, speaker, weights, key, turn)
        act = choose_act(
            talk, params, chances, speaker, uptake.code, three_party and turn > 0, phase, key, turn
        )
    said.taken_up = uptake.taken_up
    said.translated = uptake.translated
    settle_what_was_told(
        log, talk, params, turn, uptake.taken_up == 1 or act == REPAIR_ACKNOWLEDGING
    )
    if act == SUPPORTS_FRONT:
        move_front(talk, params, 1.0)
    elif act == CANDID:
        move_front(talk, params, -1.0)
    talk.slip_waits = 0
    talk.code_at_hand = uptake.code
    talk.set_by = speaker
    talk.act_at_hand = act
    end_turn(said, talk, speaker, uptake.code, act, floor_after(act, speaker))
