"""A structural alternative: the meeting's log replaced by random draws of equal mean (3.15).

Does the micro-level matter? The same conversation is rehearsed several times under other keys;
each count is then binomial over the turns with the mean share, and uptake has no chain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.agents.compiled import compiled
from heterophony.agents.conversation import converse
from heterophony.agents.draws import binomial_quantile, child_key, uniform
from heterophony.agents.meeting_columns import CONDITIONS, COUNTS
from heterophony.agents.tally import tally
from heterophony.agents.vocabulary import FOR_COUNTS, STREAM_REHEARSAL

if TYPE_CHECKING:
    from heterophony.agents.fields import (
        CaseworkerRow,
        CitizenRow,
        MeetingRow,
        MentorRow,
        Parameters,
    )

FIRST_COUNT = len(CONDITIONS)
NUMBER_OF_COUNTS = len(COUNTS)
ADJACENCIES = [column.name for column in COUNTS].index("adjacencies")
CONNECTED = [column.name for column in COUNTS].index("connected")


@compiled
def rehearse(
    citizen: CitizenRow,
    mentor: MentorRow,
    caseworker: CaseworkerRow,
    params: Parameters,
    meeting: MeetingRow,
    numbers: Any,
    key: Any,
    log: Any,
) -> None:
    """Fill a meeting's counts with binomial draws around the means of rehearsed conversations.

    `numbers` is the meeting's row as an array [columns].
    """
    means = np.zeros(NUMBER_OF_COUNTS)
    turns = 1
    for number in range(params.alternatives_rehearsals):
        for count in range(NUMBER_OF_COUNTS):
            numbers[FIRST_COUNT + count] = 0.0
        rehearsal = child_key(key, STREAM_REHEARSAL, number)
        turns = converse(citizen, mentor, caseworker, params, meeting, rehearsal, log)
        tally(log, turns, meeting)
        for count in range(NUMBER_OF_COUNTS):
            means[count] += numbers[FIRST_COUNT + count]
    for count in range(NUMBER_OF_COUNTS):
        share = means[count] / (params.alternatives_rehearsals * turns)
        u = uniform(key, count, FOR_COUNTS)
        numbers[FIRST_COUNT + count] = float(binomial_quantile(turns, share, u))
    # Uptake is drawn over the adjacencies that there are, so that it is a share of them.
    adjacent, connected = means[ADJACENCIES], means[CONNECTED]
    meeting.connected = 0.0
    if adjacent > 0.0 and meeting.adjacencies > 0.0:
        meeting.connected = float(
            binomial_quantile(
                int(meeting.adjacencies),
                connected / adjacent,
                uniform(key, NUMBER_OF_COUNTS, FOR_COUNTS),
            )
        )
