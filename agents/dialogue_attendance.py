"""Which caseworkers come to a dialogue meeting, by commitment and free hours (model, 3.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.agents.compiled import compiled
from heterophony.agents.draws import uniform
from heterophony.agents.practice import added_dialogue_share
from heterophony.agents.state import State
from heterophony.agents.vocabulary import BOTH_INVITED, FOR_DIALOGUE

if TYPE_CHECKING:
    from heterophony.agents.fields import CaseworkerRow, Parameters


@compiled
def dialogue_hours_of_caseworker(params: Parameters) -> float:
    """Return the hours that a dialogue meeting asks of a caseworker who comes."""
    return params.dialogue_hours * params.dialogue_caseworker_time_share


@compiled
def called_by_number(w: State, worker: CaseworkerRow, params: Parameters, week: int) -> bool:
    """Tell whether a post is among the exact number of caseworkers who come, by a keyed order."""
    mine = uniform(worker.key, week, FOR_DIALOGUE)
    before = 0
    for row in range(len(w.caseworkers)):
        other = w.caseworkers[row]
        if other.exists and other.vacant_until <= week:
            if uniform(other.key, week, FOR_DIALOGUE) < mine:
                before += 1
    return before < params.dialogue_caseworkers_attending


@compiled
def attend_dialogue(
    w: State, worker: CaseworkerRow, params: Parameters, base: Parameters, week: int, rest: float
) -> None:
    """Decide whether a caseworker comes to this week's dialogue meeting, and book the hours.

    Commitment and free hours raise attendance (study l.1024-1026, 1158-1183). The hours are booked
    before preparation, and never exceed the hours left.
    """
    worker.attends_dialogue = 0
    worker.dialogue_hours = 0.0
    worker.there = 0.0
    if params.dialogue_attendance != BOTH_INVITED:
        return
    asked = dialogue_hours_of_caseworker(params)
    added = added_dialogue_share(params, base) * asked
    if params.dialogue_caseworkers_attending >= 0:
        comes = called_by_number(w, worker, params, week)
    else:
        commitment = w.jobcentre[0].commitment_caseworkers
        willing = (
            params.dialogue_attendance_base + (1.0 - params.dialogue_attendance_base) * commitment
        )
        room = min(1.0, (worker.hours_left + added) / (rest + asked))
        comes = uniform(worker.key, week, FOR_DIALOGUE) < willing * room
    if not comes:
        return
    given = min(asked, worker.hours_left + added)
    worker.attends_dialogue = 1
    worker.dialogue_hours = given
    worker.there = params.dialogue_caseworker_time_share * given / asked
    funded_part = min(added, given)
    worker.hours_left -= given - funded_part
    w.totals[0].caseworker_dialogue += given
    worker.funded_hours += funded_part
