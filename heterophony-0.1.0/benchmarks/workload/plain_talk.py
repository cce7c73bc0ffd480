"""The workload as usually written, third part: a meeting, turn by turn."""

from __future__ import annotations

import math
from typing import Any

from heterophony.benchmarks.workload.inputs import CASEWORKER, CITIZEN, MENTOR, TURNS

CARE, LAW, ECONOMY, EDUCATION = range(4)
NO_CODE = -1
OWN = ((LAW, ECONOMY, EDUCATION), (CARE, EDUCATION))  # codes of caseworker and mentor


class PlainTalk:
    """A citizen's conversations."""

    model: Any
    mentor: Any
    caseworker: Any

    def codes_at_hand(self, p: Any) -> Any:
        """Return weights and pulls of codes by speaker, the caseworker's at the close last."""
        mentor, worker = self.mentor, self.caseworker
        ready = worker.preparation
        routine = 1.0 + p.meeting_routine * (1.0 - ready)
        care = p.meeting_care_unprepared + (1.0 - p.meeting_care_unprepared) * ready
        w = p.codes_caseworker
        usual = [w[CARE] * care, w[LAW] * routine, w[ECONOMY] * routine, w[EDUCATION]]
        closing = [*usual[:3], usual[3] * p.phase_closing_education]
        pulls = []
        for speaker, horizon in ((CASEWORKER, worker.horizon), (MENTOR, mentor.horizon)):
            pulls.append(
                [
                    math.exp(
                        (p.codes_persistence if code in OWN[speaker] else horizon)
                        + (p.codes_chair_persistence if code in OWN[CASEWORKER] else 0.0)
                    )
                    for code in range(4)
                ]
            )
        return (usual, p.codes_mentor, closing), pulls

    def converse(
        self, p: Any, chance: Any, distance: float, hears: tuple[float, float]
    ) -> tuple[int, int, int, int, int]:
        """Hold the conversation; count fronts, measuring, and turns taken up or not."""
        draw = chance.random
        weights, pulls = self.codes_at_hand(p)
        fronts = measured = connected = foreign = unheard = 0
        at_hand, before, asked = NO_CODE, CITIZEN, False
        opening, middle = p.phase_opening_end * TURNS, p.phase_middle_end * TURNS
        for turn in range(TURNS):
            phase = 0 if turn < opening else 1 if turn < middle else 2
            speaker = CITIZEN
            if not asked:
                shares, u = p.shares_with_mentor[phase], draw()
                if u < shares[0]:
                    speaker = CASEWORKER
                elif u < shares[0] + shares[1]:
                    speaker = MENTOR
            asked = False
            if speaker == CITIZEN:
                if draw() < distance:
                    fronts += 1
                before = speaker
                continue
            own = weights[2 if speaker == CASEWORKER and phase == 2 else speaker]
            pulled = list(own)
            if at_hand != NO_CODE:
                pulled[at_hand] *= pulls[speaker][at_hand]
            point = draw() * (pulled[0] + pulled[1] + pulled[2] + pulled[3])
            if point < pulled[0]:
                code = CARE
            elif point < pulled[0] + pulled[1]:
                code = LAW
            elif point < pulled[0] + pulled[1] + pulled[2]:
                code = ECONOMY
            else:
                code = EDUCATION
            if before not in (CITIZEN, speaker):
                if at_hand in OWN[speaker]:
                    connected += 1
                elif draw() < hears[speaker]:
                    foreign += 1
                else:
                    unheard += 1
            if speaker == CASEWORKER and code in (LAW, ECONOMY):
                asked = draw() < p.meeting_measuring_rate
                measured += asked
            at_hand, before = code, speaker
        return fronts, measured, connected, foreign, unheard
