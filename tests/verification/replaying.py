"""Replay the meetings of a real run with the second implementation.

A caseworker and a citizen of Mesa's model note down the rows as they are when a talk begins, when
the reaction begins, and when the meeting is over. From these rows alone `inputs_of` rebuilds what
the second implementation needs.
"""

from heterophony.agents import vocabulary as words
from heterophony.agents.caseworker import Caseworker
from heterophony.agents.citizen import Citizen
from heterophony.agents.draws import quantile, uniform
from heterophony.sim import HeterophonicModel, Simulation

PLAIN_COLUMNS = """
in_crisis weeks_on_support image_mastery_caseworker image_readiness_caseworker
image_mastery_mentor image_readiness_mentor knowledge_caseworker knowledge_mentor
everyday_mastery education_readiness prior_dropouts order_stands needs plan demand autonomy
trust_caseworker trust_mentor distress pressure reactance measuring_sensitivity consistency
openings_known missed_since_meeting
""".split()  # noqa: SIM905
OF_THE_MEETING = """
preparation pre debrief stake shared_goals small_steps_weight understanding three_party deciding
mastery_image_rose front_share_without_leak shield late
""".split()  # noqa: SIM905


def row_of(record):
    """Copy a row into a dictionary of plain values."""
    return {
        name: record[name].tolist() if record[name].ndim else record[name].item()
        for name in record.dtype.names
    }


def noting(notes):
    """Return a caseworker and a citizen who note down rows before and after each meeting."""

    def rows(meeting):
        citizen, post = meeting.citizen, int(meeting.citizen.own_caseworker.record["post"])
        return {
            "dyad": row_of(citizen.state.dyads[int(citizen.record["mentor"]), post]),
            "citizen": row_of(citizen.record),
            "caseworker": row_of(citizen.own_caseworker.record),
            "mentor": row_of(citizen.own_mentor.record),
            "meeting": row_of(meeting.record),
            "true_state": citizen.true_state,
            "feasible": citizen.feasible_demand,
            "placement_pressure": row_of(meeting.record)["placement_pressure"],
        }

    class NotingCaseworker(Caseworker):
        def open_meeting(self, citizen):
            meeting = super().open_meeting(citizen)
            notes.append({"key": meeting.key, "week": self.week, "opened": rows(meeting)})
            normal = self.state.quantiles[self.model.premises_number, words.Q_NORMAL]
            notes[-1]["misread"] = {
                who: misreading(citizen, post, normal, purpose)
                for who, post, purpose in (
                    ("caseworker", self, words.FOR_MISREADING_CASEWORKER),
                    ("mentor", citizen.own_mentor, words.FOR_MISREADING_MENTOR),
                )
            }
            return meeting

        def close_meeting(self, meeting):
            super().close_meeting(meeting)
            log = self.state.turns[meeting.place][: int(meeting.turns)]
            notes[-1] |= {"closed": rows(meeting), "turns": [row_of(turn) for turn in log]}

    class NotingCitizen(Citizen):
        def react(self, meeting):
            notes[-1]["heard"] = rows(meeting)
            super().react(meeting)
            notes[-1]["reacted"] = rows(meeting)

    return NotingCaseworker, NotingCitizen


def misreading(citizen, worker, normal, purpose):
    """Return a professional's own reading of a citizen (z), of unit spread."""
    record, post = citizen.record, worker.record
    draw = uniform(record["key"], int(post["generation"]), purpose, int(post["post"]))
    return float(quantile(normal, draw))


def meetings_held(scenario, seed=1):
    """Run a scenario to its end and return the notes about every meeting."""
    notes = []
    caseworker, citizen = noting(notes)
    run = Simulation(scenario, seed, "agents", ("meetings", "turns"))
    HeterophonicModel(simulation=run, caseworker_class=caseworker, citizen_class=citizen).results()
    return notes


def inputs_of(note, stage="opened"):
    """Rebuild what the second implementation is given, from the rows at a stage of the meeting."""
    rows = note[stage]
    citizen, meeting = rows["citizen"], rows["meeting"]
    found = {name: citizen[name] for name in PLAIN_COLUMNS}
    found |= {name: meeting[name] for name in OF_THE_MEETING}
    return found | {
        "talks_practised": citizen["pre_practised"] + citizen["debrief_practised"],
        "turns": len(note["turns"]),
        "horizon_caseworker": rows["caseworker"]["horizon"],
        "horizon_mentor": rows["mentor"]["horizon"],
        "caseworker_weights": rows["caseworker"]["weights"],
        "pacing": rows["caseworker"]["pacing"],
        "true_state": rows["true_state"],
        "feasible": rows["feasible"],
        "feasible_after": rows["feasible"],
        "order_given": meeting["order_given"],
        "placement_pressure": rows["placement_pressure"],
        "remembered_start_caseworker": citizen["remembered_caseworker"],
        "remembered_start_mentor": citizen["remembered_mentor"],
        "course_years": (note["week"] - citizen["course_week"]) / 52,
        "history": list(zip(citizen["foreign_connected"], citizen["foreign_turns"], strict=True)),
        "misreading_caseworker": note["misread"]["caseworker"],
        "misreading_mentor": note["misread"]["mentor"],
    }


def draws_of(note):
    """Return the draws of a meeting, by turn and by the name of their purpose."""

    def draw(turn, purpose):
        return float(uniform(note["key"], turn, getattr(words, f"FOR_{purpose.upper()}")))

    return draw


def in_words(turn):
    """Name speaker and act of a logged turn."""
    names = {"speaker": words.SPEAKER_NAMES, "act": words.ACT_NAMES}
    return {name: names[name][v] if name in names else v for name, v in turn.items()}
