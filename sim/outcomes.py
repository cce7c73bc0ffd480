"""Outcomes of a run from its meetings and from what is practised, as rules of sums."""

from __future__ import annotations

from typing import Any

import numpy as np

from heterophony.agents.book_columns import POLICIES, TOTAL_COLUMNS
from heterophony.agents.compiled import compiled
from heterophony.agents.meeting_columns import MEETING_COLUMNS
from heterophony.sim.accounts import citizen_years
from heterophony.sim.summing import places, ratio

_ESTIMATES = (
    "estimate_error_{}",
    "estimate_error_{}_absolute",
    "estimate_error_{}_high_share",
    "estimate_error_{}_low_share",
)
MEETING_OUTCOMES = (
    "strong_reactions",
    "citizen_talk_share",
    "front_turn_share",
    "slips",
    "repairs",
    "unprompted_claims",
    "slips_repaired_share",
    "demand_over",
    "orders",
    "meetings_continuing_mentor",
    "meetings_raising_education",
    "meeting_impulse",
    "presentation_gap_meeting",
    "presentation_gap_first_meeting",
    "measuring_questions",
    "demands",
    "duties",
    "caseworker_turn_share",
    "caseworker_law_economy_share",
    "mentor_care_share",
    "mentor_turn_share_first_half",
    "mentor_turn_share_second_half",
    "uptake",
    "foreign_uptake",
    "told_taken_up",
    "small_steps_taken_up",
    *(each.format("caseworker") for each in _ESTIMATES),
    *(each.format("mentor") for each in _ESTIMATES),
)
ORGANISATION_OUTCOMES = (
    "presentation_gap_session",
    "own_steps",
    "spare_contacts",
    "sanctions_per_100_no_shows",
    *(f"practised_share_{policy}" for policy in POLICIES),
    "practised_share",
)
_of = places(column.name for column in MEETING_COLUMNS)
_total = places(column.name for column in TOTAL_COLUMNS)
_found = places(MEETING_OUTCOMES)
_practice = places(ORGANISATION_OUTCOMES)
# For each policy: columns of what was decided and practised, and where its share is written.
_TOTALS = [column.name for column in TOTAL_COLUMNS]
_POLICIES = np.array(
    [
        (
            _TOTALS.index(f"decided_{policy}"),
            _TOTALS.index(f"practised_{policy}"),
            ORGANISATION_OUTCOMES.index(f"practised_share_{policy}"),
        )
        for policy in POLICIES
    ]
)


@compiled
def write_meeting_outcomes(sums: Any, three_party: Any, norm_turns: float, found: Any) -> None:
    """Write the outcomes about meetings, from the sums of their rows.

    Parameters
    ----------
    sums, three_party : over all meetings and over those with a mentor, [column of a meeting]
    norm_turns : turns of a meeting that counts of acts are given for
    found : to write, [`MEETING_OUTCOMES`]
    """
    held = sums[_of.meetings]
    found[_found.strong_reactions] = ratio(sums[_of.strong_reaction], held)
    found[_found.citizen_talk_share] = ratio(sums[_of.citizen_turns], sums[_of.turns])
    found[_found.front_turn_share] = ratio(sums[_of.front_turns], sums[_of.citizen_turns])
    found[_found.slips] = ratio(sums[_of.slips], held)
    found[_found.repairs] = ratio(sums[_of.repairs], held)
    found[_found.unprompted_claims] = ratio(sums[_of.unprompted_claims], held)
    found[_found.slips_repaired_share] = ratio(sums[_of.repairs], sums[_of.slips_answered])
    found[_found.demand_over] = ratio(sums[_of.demand_over], held)
    found[_found.orders] = ratio(sums[_of.order_given], held)
    continuing = sums[_of.deciding] - sums[_of.closes]
    found[_found.meetings_continuing_mentor] = ratio(continuing, sums[_of.deciding])
    found[_found.meetings_raising_education] = ratio(sums[_of.raises_education], held)
    found[_found.meeting_impulse] = ratio(sums[_of.impulse], held)
    found[_found.presentation_gap_meeting] = ratio(sums[_of.gap], held)
    first_gap = ratio(sums[_of.first_gap], sums[_of.first_meeting])
    found[_found.presentation_gap_first_meeting] = first_gap
    for_norm = norm_turns * sums[_of.measuring_questions]
    found[_found.measuring_questions] = ratio(for_norm, sums[_of.turns])
    found[_found.demands] = ratio(norm_turns * sums[_of.demands], sums[_of.turns])
    found[_found.duties] = ratio(norm_turns * sums[_of.duties], sums[_of.turns])
    write_speaking(sums, found)
    write_uptake(sums, found)
    write_estimates(sums, three_party, found)


@compiled
def write_speaking(sums: Any, found: Any) -> None:
    """Write how professionals share turns and codes; short responses have no own code."""
    professional = sums[_of.caseworker_turns] + sums[_of.mentor_turns]
    # Where turns are counts without a conversation, a first half may hold more than its whole.
    first_half = sums[_of.professional_turns_first_half]
    mentor_first = sums[_of.mentor_turns_first_half]
    mentor_second = max(0.0, sums[_of.mentor_turns] - mentor_first)
    caseworker_second = max(0.0, sums[_of.caseworker_turns] - (first_half - mentor_first))
    official = sums[_of.caseworker_law] + sums[_of.caseworker_economy]
    of_caseworker = official + sums[_of.caseworker_care] + sums[_of.caseworker_education]
    of_mentor = sums[_of.mentor_care] + sums[_of.mentor_law]
    of_mentor = of_mentor + sums[_of.mentor_economy] + sums[_of.mentor_education]
    found[_found.caseworker_turn_share] = ratio(sums[_of.caseworker_turns], professional)
    found[_found.caseworker_law_economy_share] = ratio(official, of_caseworker)
    found[_found.mentor_care_share] = ratio(sums[_of.mentor_care], of_mentor)
    found[_found.mentor_turn_share_first_half] = ratio(mentor_first, first_half)
    second_half = mentor_second + caseworker_second
    found[_found.mentor_turn_share_second_half] = ratio(mentor_second, second_half)


@compiled
def write_uptake(sums: Any, found: Any) -> None:
    """Write how far professionals take up each other and the citizen."""
    found[_found.uptake] = ratio(sums[_of.connected], sums[_of.adjacencies])
    found[_found.foreign_uptake] = ratio(sums[_of.foreign_connected], sums[_of.foreign_turns])
    found[_found.told_taken_up] = ratio(sums[_of.told_taken_up], sums[_of.told])
    small_steps = ratio(sums[_of.small_steps_taken_up], sums[_of.small_steps])
    found[_found.small_steps_taken_up] = small_steps


@compiled
def write_estimates(sums: Any, three_party: Any, found: Any) -> None:
    """Write how far each professional's estimate was from what could be met, before the talk."""
    held = sums[_of.meetings]
    found[_found.estimate_error_caseworker] = ratio(sums[_of.error_caseworker], held)
    absolute = ratio(sums[_of.error_caseworker_absolute], held)
    found[_found.estimate_error_caseworker_absolute] = absolute
    too_high, too_low = sums[_of.caseworker_too_high], sums[_of.caseworker_too_low]
    found[_found.estimate_error_caseworker_high_share] = ratio(too_high, held)
    found[_found.estimate_error_caseworker_low_share] = ratio(too_low, held)
    held = three_party[_of.meetings]
    found[_found.estimate_error_mentor] = ratio(three_party[_of.error_mentor], held)
    absolute = ratio(three_party[_of.error_mentor_absolute], held)
    found[_found.estimate_error_mentor_absolute] = absolute
    too_high, too_low = three_party[_of.mentor_too_high], three_party[_of.mentor_too_low]
    found[_found.estimate_error_mentor_high_share] = ratio(too_high, held)
    found[_found.estimate_error_mentor_low_share] = ratio(too_low, held)


@compiled
def write_organisation_outcomes(totals: Any, found: Any) -> None:
    """Write outcomes about sessions, spare contacts, sanctions and what is practised.

    Parameters
    ----------
    totals : sums of the run, [column of the totals]
    found : to write, [`ORGANISATION_OUTCOMES`]
    """
    years = citizen_years(totals)
    gap = ratio(totals[_total.session_gap], totals[_total.sessions_attended])
    found[_practice.presentation_gap_session] = gap
    found[_practice.own_steps] = ratio(totals[_total.own_steps], years)
    found[_practice.spare_contacts] = ratio(totals[_total.spare_contacts], years)
    sanctions = ratio(100.0 * totals[_total.sanctions], totals[_total.no_shows])
    found[_practice.sanctions_per_100_no_shows] = sanctions
    decided, practised = 0.0, 0.0
    for policy in range(len(_POLICIES)):
        asked, done = totals[_POLICIES[policy, 0]], totals[_POLICIES[policy, 1]]
        found[_POLICIES[policy, 2]] = ratio(done, asked)
        decided += asked
        practised += done
    found[_practice.practised_share] = ratio(practised, decided)
