"""Who comes to a dialogue meeting: commitment and free hours bring caseworkers (model, 3.11)."""

from __future__ import annotations

from heterophony.agents.columns import Premises, Row
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import uniform
from heterophony.agents.practice import added_dialogue_share
from heterophony.agents.vocabulary import BOTH_INVITED, FOR_DIALOGUE, SMALL_MIXED
from heterophony.agents.world import World


@compiled
def dialogue_hours_of_caseworker(p: Premises) -> float:
    """Return the hours that a dialogue meeting asks of a caseworker who comes."""
    hours = p.dialogue_hours * p.dialogue_caseworker_time_share
    if p.dialogue_format == SMALL_MIXED:
        hours += p.hours_small_mixed
    return hours


@compiled
def called_by_number(w: World, worker: Row, p: Premises, week: int) -> bool:
    """Tell whether a post is among the exact number of caseworkers who come, by a keyed order."""
    mine = uniform(worker.key, week, FOR_DIALOGUE)
    before = 0
    for row in range(len(w.caseworkers)):
        other = w.caseworkers[row]
        if other.exists and other.vacant_until <= week:
            if uniform(other.key, week, FOR_DIALOGUE) < mine:
                before += 1
    return before < p.dialogue_caseworkers_attending


@compiled
def attend_dialogue(
    w: World, worker: Row, p: Premises, base: Premises, week: int, rest: float
) -> None:
    """Decide whether a caseworker comes to this week's dialogue meeting, and give the hours.

    Commitment and free hours bring people (study l.1024-1026, 1158-1183); the hours are taken
    before preparation, at most what is left.
    """
    worker.attends_dialogue = 0
    worker.dialogue_hours = 0.0
    worker.there = 0.0
    if p.dialogue_attendance != BOTH_INVITED:
        return
    asked = dialogue_hours_of_caseworker(p)
    added = added_dialogue_share(p, base) * asked
    if p.dialogue_caseworkers_attending >= 0:
        comes = called_by_number(w, worker, p, week)
    else:
        commitment = w.jobcentre[0].commitment_caseworkers
        willing = p.dialogue_attendance_base + (1.0 - p.dialogue_attendance_base) * commitment
        room = min(1.0, (worker.hours_left + added) / (rest + asked))
        comes = uniform(worker.key, week, FOR_DIALOGUE) < willing * room
    if not comes:
        return
    given = min(asked, worker.hours_left + added)
    worker.attends_dialogue = 1
    worker.dialogue_hours = given
    worker.there = p.dialogue_caseworker_time_share * given / asked
    funded_part = min(added, given)
    worker.hours_left -= given - funded_part
    w.totals[0].caseworker_dialogue += given
    worker.funded_hours += funded_part
