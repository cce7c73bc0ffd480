"""The workload as usually written, second part: a citizen as a plain object.

Attributes, a stream of chance, arithmetic inline. The order of draws is that of `slice_rules.py`,
so that a check can replay the keyed draws.
"""

from __future__ import annotations

import math
from typing import Any

from heterophony.benchmarks.workload.inputs import (
    FAR_AWAY,
    FLOATS,
    FOREVER,
    INTEGERS,
    INTERVAL,
    TURNS,
)
from heterophony.benchmarks.workload.plain_objects import push, share
from heterophony.benchmarks.workload.plain_talk import PlainTalk


class PlainCitizen(PlainTalk):
    """A citizen: a session, sometimes a meeting, and the other rules of a week."""

    meeting_week: int  # these two stay as the first row has them
    crisis_factor: float

    def start(self, row: Any, mentors: list[Any], caseworkers: list[Any]) -> None:
        """Copy a first row."""
        for name in (*FLOATS, *INTEGERS):
            setattr(self, name, row[name].item())
        self.post = self.caseworker % self.model.numbers.posts
        self.mentor_number = self.mentor
        self.mentor, self.caseworker = mentors[self.mentor], caseworkers[self.caseworker]
        self.mentor.cases.append(self)
        self.caseworker.cases.append(self)

    def arrive(self) -> None:
        """Replace this citizen by another person."""
        p, chance = self.model.numbers, self.model.random
        low, high = p.trait_margin, 1.0 - p.trait_margin
        self.resources = chance.random()
        autonomy = p.trait_autonomy_mean + p.trait_autonomy_sd * chance.gauss(0.0, 1.0)
        self.trait_autonomy = min(max(autonomy, low), high)
        self.trait_meaning = p.trait_meaning_sd * chance.gauss(0.0, 1.0)
        alliance = p.trait_alliance_mean + p.trait_alliance_sd * chance.gauss(0.0, 1.0)
        self.trust_ceiling = min(max(alliance, low), high)
        self.autonomy = self.trait_autonomy
        self.meaning = p.state_meaning_start
        self.trust_mentor = p.state_trust_mentor_start
        self.trust_caseworker = p.state_trust_caseworker_start
        self.consistency = p.state_consistency_start
        self.pressure = p.state_pressure_start
        self.change_fatigue = p.state_fatigue_start
        self.distress = share(p.state_distress_start * (1.0 - self.resources))
        self.fit = 1.0 - self.distress
        self.ownership = 0.5 * self.autonomy
        self.weeks_since_crisis = FOREVER
        self.missed = self.in_crisis = self.crisis_weeks_left = 0
        self.strong_until = FAR_AWAY

    def live_week(self) -> None:
        """Run the citizen's week."""
        model = self.model
        p, chance, sums = model.numbers, model.random, model.sums
        u_mk = model.pairs[self.mentor_number][self.post]
        self.live_session(p, chance, sums)
        if model.week % INTERVAL == self.meeting_week:
            self.meet(p, chance, sums, u_mk)
        self.drift(p, u_mk)
        self.move_ownership(p, chance)
        self.live_crisis(p, chance, model.week)
        sums.ownership += self.ownership
        sums.pressure += self.pressure
        sums.distress += self.distress
        sums.understanding += u_mk
        sums.in_crisis += self.in_crisis
        job, lost = p.education_job, p.education_lost
        if chance.random() < 1.0 - math.exp(-job) or chance.random() < 1.0 - math.exp(-lost):
            sums.left += 1.0
            self.arrive()

    def live_session(self, p: Any, chance: Any, sums: Any) -> None:
        """Come to the week's session or miss it; maybe take a step of one's own."""
        logit = (
            p.attend_const
            + p.attend_ownership * self.ownership
            + p.attend_trust * self.trust_mentor
            + p.attend_distress * self.distress
            + p.attend_fatigue * self.change_fatigue
            + p.attend_crisis * self.in_crisis
        )
        if chance.random() >= 1.0 / (1.0 + math.exp(-logit)):
            self.missed += 1
            fall = p.session_alliance_rest - self.trust_mentor
            self.trust_mentor += p.session_alliance_drift * fall
            return
        sums.attended += 1.0
        hours = p.mentor_session_hours * self.mentor.session_share
        rate = p.session_alliance_rate * hours
        rate = share(rate * (1.0 - p.session_fatigue_slowing * self.change_fatigue))
        trust = share(self.trust_mentor + rate * (self.trust_ceiling - self.trust_mentor))
        self.trust_mentor = trust
        self.pressure = push(self.pressure, -(p.session_pressure_relief * trust * hours))
        self.distress = push(self.distress, -(p.session_distress_relief * trust * hours))
        step = p.own_step_rate * hours * (p.own_step_base + p.own_step_meaning * self.meaning)
        if chance.random() < step * (p.own_step_autonomy_base + self.autonomy):
            sums.own_steps += 1.0
            self.autonomy = push(self.autonomy, p.own_step_autonomy)
            self.fit = push(self.fit, p.own_step_mastery)

    def drift(self, p: Any, u_mk: float) -> None:
        """Let the slow states drift towards their resting levels."""
        target = share(p.state_meaning_start + self.trait_meaning)
        self.meaning += p.ownership_meaning_drift * (target - self.meaning)
        self.autonomy += p.ownership_autonomy_drift * (self.trait_autonomy - self.autonomy)
        target = share(p.state_consistency_rest + p.state_consistency_understanding * u_mk)
        self.consistency += p.state_consistency_drift * (target - self.consistency)
        rest = share(p.state_pressure_rest + p.state_pressure_measuring)
        self.pressure += p.state_pressure_drift * (rest - self.pressure)
        self.change_fatigue += p.state_fatigue_drift * (p.state_fatigue_rest - self.change_fatigue)
        calm = share(p.state_distress_rest * (1.0 - self.resources))
        self.distress += p.state_distress_drift * (calm - self.distress)

    def move_ownership(self, p: Any, chance: Any) -> None:
        """Move ownership towards the value that its components give."""
        mentors = p.ownership_trust_mentor_share
        trust = mentors * self.trust_mentor + (1.0 - mentors) * self.trust_caseworker
        parts = (self.autonomy, self.meaning, trust, self.fit, self.consistency)
        weights = (
            p.ownership_weight_autonomy,
            p.ownership_weight_meaning,
            p.ownership_weight_trust,
            p.ownership_weight_realism,
            p.ownership_weight_consistency,
        )
        power = p.ownership_complementarity
        added = total = 0.0
        for weight, part in zip(weights, parts, strict=True):
            added += weight * max(part, 1e-6) ** power
            total += weight
        basis = (added / total) ** (1.0 / power)
        target = (
            1.0
            / (1.0 + math.exp(-(p.ownership_gain * (basis - p.ownership_midpoint))))
            * (1.0 - p.ownership_pressure_discount * self.pressure)
            * (1.0 - p.ownership_fatigue_discount * self.change_fatigue)
        )
        rising = target > self.ownership
        step = p.ownership_drift_up if rising else p.ownership_drift_down
        level = self.ownership + step * (target - self.ownership)
        noise = p.ownership_noise * chance.gauss(0.0, 1.0)
        self.ownership = share(level + noise * math.sqrt(level * (1.0 - level)))

    def live_crisis(self, p: Any, chance: Any, week: int) -> None:
        """Continue, end or begin a crisis."""
        if self.in_crisis:
            self.crisis_weeks_left -= 1
            if self.crisis_weeks_left <= 0:
                self.in_crisis = 0
                self.weeks_since_crisis = 0.0
            return
        if self.weeks_since_crisis < FOREVER:
            self.weeks_since_crisis += 1.0
        poor = p.progress_crisis_resources_base - p.progress_crisis_resources * self.resources
        hazard = p.progress_crisis_base * max(poor, 0.0) * self.crisis_factor
        hazard *= math.exp(
            p.progress_crisis_distress * (self.distress - p.progress_crisis_zero)
            + p.progress_crisis_pressure * (self.pressure - p.progress_crisis_zero)
            - p.progress_crisis_trust * self.trust_mentor
        )
        if self.weeks_since_crisis < FOREVER:
            halves = -self.weeks_since_crisis / p.progress_relapse_half_life
            hazard *= 1.0 + p.progress_relapse * 2.0**halves
        if week < self.strong_until:
            hazard *= p.progress_strong_hazard
        u = chance.random()
        if u >= hazard or u >= 1.0 - math.exp(-hazard):
            return
        mean = p.progress_crisis_mean_weeks - 1.0
        stay = mean / (1.0 + mean)
        self.in_crisis = 1
        self.crisis_weeks_left = 1 + int(math.log(1.0 - chance.random()) / math.log(stay))
        self.distress = push(self.distress, p.progress_crisis_push)

    def meet(self, p: Any, chance: Any, sums: Any, u_mk: float) -> None:
        """Hold a meeting with mentor and caseworker, with its effects."""
        mentor, worker = self.mentor, self.caseworker
        base = p.front_pressure_base
        distance = share(base * (1.0 - self.trust_caseworker) + (1.0 - base) * self.pressure)
        known = 1.0 - p.meeting_uptake_understanding * u_mk
        hears = (1.0 - (1.0 - worker.horizon) * known, 1.0 - (1.0 - mentor.horizon) * known)
        counts = self.converse(p, chance, distance, hears)
        fronts, measured, connected, foreign, unheard = counts
        taken = connected + foreign
        uptake = taken / (taken + unheard) if taken else 0.0
        if foreign:
            mentor.foreign_heard += 1
            worker.foreign_heard += 1
        effect = measured / p.reaction_measuring_norm
        impulse = p.reaction_measuring * effect
        impulse *= 1.0 - p.reaction_trust_buffer * self.trust_caseworker
        self.pressure = push(self.pressure, impulse)
        dose = p.reaction_inconsistency * (uptake - p.reaction_uptake_weight)
        self.consistency = push(self.consistency, dose)
        dose = p.reaction_tk_prep * worker.preparation - p.reaction_tk_measuring * effect
        self.trust_caseworker = push(self.trust_caseworker, dose)
        self.fit += p.reaction_influence * (1.0 - fronts / TURNS - self.fit)
        if self.missed >= p.decision_sanction_min:
            guard = 1.0 - p.decision_sanction_trust_guard * self.trust_caseworker
            if chance.random() < p.decision_sanction_rate * worker.preparation * guard:
                self.pressure = push(self.pressure, p.decision_sanction_pressure)
                self.trust_caseworker = push(self.trust_caseworker, -p.decision_sanction_trust)
                self.strong_until = self.model.week + p.progress_strong_weeks
        self.missed = 0
        self.model.left[self.mentor_number][self.post] *= 1.0 - p.understanding_meeting * uptake
        sums.meetings += 1.0
        sums.fronts += fronts
        sums.measured += measured
        sums.connected += connected
        sums.foreign += foreign
