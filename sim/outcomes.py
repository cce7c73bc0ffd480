"""Outcomes of a run from its cases and its meetings, as pure functions.

What is counted, and from when: "52w" outcomes are about people referred in weeks 0 to
`run.weeks - 52`, likewise 26 and 8; drop-out and persistence are about starters who have 52 or 26
weeks left. What is undefined is NaN, never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from heterophony.agents.book_columns import POLICIES
from heterophony.sim.accounts import citizen_years
from heterophony.sim.books import Books
from heterophony.sim.weekly import mean, ratio, share_of

YEAR = 52
HALF_YEAR = 26
IMPROVED = 39
_TRACKED = {
    "ownership_8w": 8,
    "ownership_26w": HALF_YEAR,
    "ownership_52w": YEAR,
    "in_education_52w": YEAR,
    "in_job_52w": YEAR,
    "improved_true_39w": IMPROVED,
    "improved_in_mentor_view_39w": IMPROVED,
    "improved_in_caseworker_view_39w": IMPROVED,
}


def case_outcomes(cases: Mapping[str, Any], weeks: int) -> dict[str, float]:
    """Return the outcomes that are about people referred, from one entry per referral."""
    referred = cases["referred_week"]
    ever = referred >= 0
    seen = {
        window: ever & (referred <= weeks - window) for window in dict.fromkeys(_TRACKED.values())
    }
    found = {name: mean(cases[name][seen[window]]) for name, window in _TRACKED.items()}
    whole = seen[YEAR]
    started = cases["education_week"] - referred
    within = started <= YEAR  # a missing date compares as false
    ordered = cases["ordered_start"] == 1
    found["education_start_52w"] = share_of(within[whole])
    found["own_education_start_52w"] = share_of((within & ~ordered)[whole])
    found["ordered_education_start_52w"] = share_of((within & ordered)[whole])
    worked = cases["job_week"] - referred <= YEAR
    found["job_start_52w"] = share_of(worked[whole])
    lost = (cases["fate"] == "lost") & (cases["ended_week"] - referred <= YEAR)
    found["lost_52w"] = share_of(lost[whole])
    changed = cases["caseworker_change_week"] - referred <= YEAR
    found["caseworker_change_52w"] = share_of(changed[whole])
    found.update(_staying(cases, weeks))
    found["plan_match_at_referral"] = mean(cases["plan_match_at_referral"][ever])
    found["trust_caseworker_at_referral"] = mean(cases["trust_caseworker_at_referral"][ever])
    found["residual_referral_share"] = share_of(cases["residual"][ever])
    return found


def _staying(cases: Mapping[str, Any], weeks: int) -> dict[str, float]:
    """Return drop-out within a year and persistence for half a year, among starters."""
    start, stop = cases["education_week"], cases["dropout_week"]
    stayed = np.where(np.isnan(stop), np.inf, stop - start)
    a_year = (start >= 0) & (start <= weeks - YEAR)
    half = (start >= 0) & (start <= weeks - HALF_YEAR)
    return {
        "education_dropout_52w": share_of(stayed[a_year] <= YEAR),
        "education_persistence_26w": share_of(stayed[half] > HALF_YEAR),
    }


def meeting_outcomes(books: Books, values: Mapping[str, Any]) -> dict[str, float]:
    """Return the outcomes that are about meetings, from their rows added up."""
    total = books.meetings
    held = total["meetings"]
    per_norm = float(values["meeting.norm_turns"])
    professional = total["caseworker_turns"] + total["mentor_turns"]
    second = professional - total["professional_turns_first_half"]
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
        "mentor_turn_share_first_half": ratio(
            total["mentor_turns_first_half"], total["professional_turns_first_half"]
        ),
        "mentor_turn_share_second_half": ratio(
            total["mentor_turns"] - total["mentor_turns_first_half"], second
        ),
        "demand_over": ratio(total["demand_over"], held),
        "placement_push": ratio(total["placement_push"], held),
        "meetings_continuing_mentor": ratio(continuing, total["deciding"]),
        "meetings_raising_education": ratio(total["raises_education"], held),
        "meeting_impulse": ratio(total["impulse"], held),
        "presentation_gap_meeting": ratio(total["gap"], held),
        "presentation_gap_first_meeting": ratio(total["first_gap"], total["first_meeting"]),
    }


def organisation_outcomes(books: Books) -> dict[str, float]:
    """Return outcomes about sessions, spare contacts, sanctions and what is practised."""
    totals = books.totals
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
