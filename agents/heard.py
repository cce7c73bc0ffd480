"""What a professional hears of the citizen's turns: how far in each code, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from heterophony.agents.agenda import is_own_code
from heterophony.agents.bounded import clip01
from heterophony.agents.chances import connectable
from heterophony.agents.compiled import compiled
from heterophony.agents.doses import (
    per_norm,
)
from heterophony.agents.vocabulary import (
    CARE,
    CASEWORKER,
    ECONOMY,
    EDUCATION_CODE,
    LAW,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, MeetingRow, Parameters


class Weights(NamedTuple):
    """How far a professional hears turns in each code, 0-1."""

    care: float
    law: float
    economy: float
    education: float


class Heard(NamedTuple):
    """What was heard about mastery or readiness: weighted turns, and their mean value."""

    turns: float
    value: float


@compiled
def weight_of_code(
    params: Parameters, party: int, code: int, connects: float, attention: float
) -> float:
    """Return how far a professional hears a code: fully if own, else as it connects."""
    return attention if is_own_code(params, party, code) else connects * attention


@compiled
def weights_of(params: Parameters, party: int, horizon: float, meeting: MeetingRow) -> Weights:
    """Return how far a professional hears each code; the caseworker by attention."""
    connects = connectable(params, horizon, meeting)
    attention = meeting.attention if party == CASEWORKER else 1.0
    return Weights(
        weight_of_code(params, party, CARE, connects, attention),
        weight_of_code(params, party, LAW, connects, attention),
        weight_of_code(params, party, ECONOMY, connects, attention),
        weight_of_code(params, party, EDUCATION_CODE, connects, attention),
    )


@compiled
def value_from_front(params: Parameters, state: float) -> float:
    """Return what a turn from the front says of a state: better than it is."""
    return state + params.image_claim * (1.0 - state)


@compiled
def value_plain(citizen: CitizenRow, params: Parameters, state: float) -> float:
    """Return what plain speech says of a state: as it is, a crisis included."""
    return state - params.state_crisis_loss * citizen.in_crisis


@compiled
def value_in_trouble(citizen: CitizenRow, params: Parameters, state: float) -> float:
    """Return what trouble or an objection says of a state: worse than it is."""
    return value_plain(citizen, params, state) * (1.0 - params.image_trouble)


@compiled
def mean_heard(
    citizen: CitizenRow,
    params: Parameters,
    state: float,
    misreading: float,
    front: float,
    trouble: float,
    plain: float,
) -> Heard:
    """Return what weighted turns from the front, of trouble and plain ones say of a state."""
    turns = front + trouble + plain
    if turns <= 0.0:
        return Heard(0.0, 0.0)
    said = (
        front * value_from_front(params, state)
        + trouble * value_in_trouble(citizen, params, state)
        + plain * value_plain(citizen, params, state)
    )
    return Heard(turns, clip01(misreading + said / turns))


@compiled
def heard_of_mastery(
    citizen: CitizenRow, params: Parameters, meeting: MeetingRow, weights: Weights, misreads: float
) -> Heard:
    """Return what turns in care said of everyday mastery."""
    care = per_norm(meeting, params, weights.care)
    return mean_heard(
        citizen,
        params,
        citizen.everyday_mastery,
        misreads,
        care * meeting.care_front,
        care * meeting.care_trouble,
        care * meeting.care_plain,
    )


@compiled
def heard_of_readiness(
    citizen: CitizenRow, params: Parameters, meeting: MeetingRow, weights: Weights, misreads: float
) -> Heard:
    """Return what turns in law, economy and education said of readiness for education."""
    law = per_norm(meeting, params, weights.law)
    economy = per_norm(meeting, params, weights.economy)
    education = per_norm(meeting, params, weights.education)
    return mean_heard(
        citizen,
        params,
        citizen.education_readiness,
        misreads,
        law * meeting.law_front
        + economy * meeting.economy_front
        + education * meeting.education_front,
        law * meeting.law_trouble
        + economy * meeting.economy_trouble
        + education * meeting.education_trouble,
        law * meeting.law_plain
        + economy * meeting.economy_plain
        + education * meeting.education_plain,
    )
