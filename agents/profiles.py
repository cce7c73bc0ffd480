"""The two citizens of the study as presets of a population."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.agents.compiled import compiled
from heterophony.agents.vocabulary import (
    PROFILE_CRISIS,
    PROFILE_MIXED,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, Parameters

KNOWN_AFTER_RETURN = 0.5  # of what the professionals knew of somebody who comes back


@compiled
def apply_profile(citizen: CitizenRow, params: Parameters) -> None:
    """Make the person one of the study's two citizens, if the scenario asks for it.

    The two are presets in the same distribution, not types: everything else is drawn as for anyone
    (study l.1362-1439, 1540-1579; the numbers are assumptions).
    """
    if params.population_profile == PROFILE_MIXED:
        return
    if params.population_profile == PROFILE_CRISIS:
        citizen.resources = params.preset_crisis_resources
        citizen.crisis_factor = params.preset_crisis_hazard
        citizen.internalised_discourse = params.preset_crisis_discourse
        citizen.prior_dropouts = params.preset_crisis_dropouts
    else:
        citizen.resources = params.preset_stable_resources
        citizen.crisis_factor = params.preset_stable_hazard
        citizen.internalised_discourse = params.preset_stable_discourse
        citizen.prior_dropouts = params.preset_stable_dropouts
