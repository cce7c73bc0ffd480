"""Outcomes of a run from its meetings and from what is practised, as pure functions of sums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heterophony.agents.book_columns import POLICIES
from heterophony.agents.vocabulary import CODE_NAMES
from heterophony.sim.accounts import citizen_years
from heterophony.sim.aggregates import Aggregates
from heterophony.sim.weekly import added_up, ratio


def meeting_outcomes(aggregates: Aggregates, values: Mapping[str, Any]) -> dict[str, float]:
    """Return the outcomes that are about meetings, from their rows added up."""
    total = aggregates.meetings
    held = total["meetings"]
    per_norm = float(values["meeting.norm_turns"])
    continuing = total["deciding"] - total["closes"]
    found = {
        "strong_reactions": ratio(total["strong_reaction"], held),
        "citizen_talk_share": ratio(total["citizen_turns"], total["turns"]),
        "front_turn_share": ratio(total["front_turns"], total["citizen_turns"]),
        "slips": ratio(total["slips"], held),
        "repairs": ratio(total["repairs"], held),
        "unprompted_claims": ratio(total["unprompted_claims"], held),
        "slips_repaired_share": ratio(total["repairs"], total["slips_answered"]),
        "demand_over": ratio(total["demand_over"], held),
        "orders": ratio(total["order_given"], held),
        "meetings_continuing_mentor": ratio(continuing, total["deciding"]),
        "meetings_raising_education": ratio(total["raises_education"], held),
        "meeting_impulse": ratio(total["impulse"], held),
        "presentation_gap_meeting": ratio(total["gap"], held),
        "presentation_gap_first_meeting": ratio(total["first_gap"], total["first_meeting"]),
    }
    for name in ("measuring_questions", "demands", "duties"):
        found[name] = ratio(per_norm * total[name], total["turns"])
    return found | _speaking(total) | _uptake(total) | _estimates(aggregates)


def _speaking(total: Mapping[str, float]) -> dict[str, float]:
    """Return how professionals share turns and codes; short responses have no code of their own."""
    professional = total["caseworker_turns"] + total["mentor_turns"]
    # Where turns are counts without a conversation, a first half may hold more than its whole.
    first_half = total["professional_turns_first_half"]
    mentor_second = max(0.0, total["mentor_turns"] - total["mentor_turns_first_half"])
    caseworker_second = max(
        0.0, total["caseworker_turns"] - (first_half - total["mentor_turns_first_half"])
    )
    official = total["caseworker_law"] + total["caseworker_economy"]
    of_caseworker = official + total["caseworker_care"] + total["caseworker_education"]
    of_mentor = added_up(total[f"mentor_{code}"] for code in CODE_NAMES)
    return {
        "caseworker_turn_share": ratio(total["caseworker_turns"], professional),
        "caseworker_law_economy_share": ratio(official, of_caseworker),
        "mentor_care_share": ratio(total["mentor_care"], of_mentor),
        "mentor_turn_share_first_half": ratio(total["mentor_turns_first_half"], first_half),
        "mentor_turn_share_second_half": ratio(mentor_second, mentor_second + caseworker_second),
    }


def _uptake(total: Mapping[str, float]) -> dict[str, float]:
    """Return how far professionals take up each other and the citizen."""
    return {
        "uptake": ratio(total["connected"], total["adjacencies"]),
        "foreign_uptake": ratio(total["foreign_connected"], total["foreign_turns"]),
        "told_taken_up": ratio(total["told_taken_up"], total["told"]),
        "small_steps_taken_up": ratio(total["small_steps_taken_up"], total["small_steps"]),
    }


def _estimates(aggregates: Aggregates) -> dict[str, float]:
    """Return how far each professional's estimate was from what could be met, before the talk."""
    found = {}
    for side, total in (("caseworker", aggregates.meetings), ("mentor", aggregates.three_party)):
        held, name = total["meetings"], f"estimate_error_{side}"
        found[name] = ratio(total[f"error_{side}"], held)
        found[f"{name}_absolute"] = ratio(total[f"error_{side}_absolute"], held)
        found[f"{name}_high_share"] = ratio(total[f"{side}_too_high"], held)
        found[f"{name}_low_share"] = ratio(total[f"{side}_too_low"], held)
    return found


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
