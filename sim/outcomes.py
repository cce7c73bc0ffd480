"""Outcomes of a run from its meetings and from what is practised, as pure functions of sums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heterophony.agents.book_columns import POLICIES
from heterophony.sim.accounts import citizen_years
from heterophony.sim.aggregates import Aggregates
from heterophony.sim.weekly import ratio


def meeting_outcomes(aggregates: Aggregates, values: Mapping[str, Any]) -> dict[str, float]:
    """Return the outcomes that are about meetings, from their rows added up."""
    total = aggregates.meetings
    held = total["meetings"]
    per_norm = float(values["meeting.norm_turns"])
    professional = total["caseworker_turns"] + total["mentor_turns"]
    # Where turns are counts without a conversation, a first half may hold more than its whole.
    first_half = total["professional_turns_first_half"]
    mentor_second = max(0.0, total["mentor_turns"] - total["mentor_turns_first_half"])
    caseworker_second = max(
        0.0, total["caseworker_turns"] - (first_half - total["mentor_turns_first_half"])
    )
    continuing = total["deciding"] - total["closes"]
    return {
        "strong_reactions": ratio(total["strong_reaction"], held),
        "caseworker_turn_share": ratio(total["caseworker_turns"], professional),
        "caseworker_law_economy_share": ratio(
            total["caseworker_law_economy"], total["caseworker_turns"]
        ),
        "mentor_care_share": ratio(total["mentor_care"], total["mentor_turns"]),
        "measuring_questions": ratio(per_norm * total["measuring_questions"], total["turns"]),
        "citizen_talk_share": ratio(total["citizen_turns"], total["turns"]),
        "uptake": ratio(total["connected"], total["adjacencies"]),
        "slips": ratio(total["slips"], held),
        "repairs": ratio(total["repairs"], held),
        "unprompted_claims": ratio(total["unprompted_claims"], held),
        "slips_repaired_share": ratio(total["repairs"], total["slips_answered"]),
        "mentor_turn_share_first_half": ratio(total["mentor_turns_first_half"], first_half),
        "mentor_turn_share_second_half": ratio(mentor_second, mentor_second + caseworker_second),
        "demand_over": ratio(total["demand_over"], held),
        "placement_push": ratio(total["placement_push"], held),
        "meetings_continuing_mentor": ratio(continuing, total["deciding"]),
        "meetings_raising_education": ratio(total["raises_education"], held),
        "meeting_impulse": ratio(total["impulse"], held),
        "presentation_gap_meeting": ratio(total["gap"], held),
        "presentation_gap_first_meeting": ratio(total["first_gap"], total["first_meeting"]),
    }


def organisation_outcomes(aggregates: Aggregates) -> dict[str, float]:
    """Return outcomes about sessions, spare contacts, sanctions and what is practised."""
    totals = aggregates.totals
    years = citizen_years(totals)
    found = {
        "presentation_gap_session": ratio(totals["session_gap"], totals["sessions_attended"]),
        "own_steps": ratio(totals["own_steps"], years),
        "spare_contacts": ratio(totals["spare_contacts"], years),
        "sanctions_per_100_no_shows": ratio(100.0 * totals["sanctions"], totals["no_shows"]),
    }
    decided, practised = 0.0, 0.0
    for policy in POLICIES:
        asked, done = totals[f"decided_{policy}"], totals[f"practised_{policy}"]
        found[f"practised_share_{policy}"] = ratio(done, asked)
        decided += asked
        practised += done
    found["practised_share"] = ratio(practised, decided)
    return found
