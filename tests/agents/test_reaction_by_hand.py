"""How the citizen reacts to a meeting, part by part (model, 3.7)."""

import pytest

from heterophony.agents import reaction
from heterophony.agents.meeting import answer_slips, leave_traces


def sat(count):
    return 1 - 0.5**count


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, 1 / 2),
        ({"adjacencies": 6, "connected": 4}, 3 / 8),
        ({"adjacencies": 6, "connected": 6}, 1 / 8),
        (
            {"adjacencies": 6, "connected": 4, "mentor_objections": 2}
            | {"mentor_objections_taken_up": 1},
            4 / 10,
        ),
    ],
)
def test_how_far_the_professionals_pass_each_other_by(said, expected, row):
    assert reaction.passing_share(row("meeting", turns=60, **said)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("meeting", "shown"),
    [
        ({}, 0.1 * 2 * 0.5),
        ({"adjacencies": 8, "connected": 8}, 0.1 * 2 * 0.1),  # settled in front of the citizen
        ({"pre": 0.5}, 0.1 * (1 - 0.7 * 0.5)),
        ({"shared_goals": 0.5}, 0.1 * (1 - 0.7 * 0.5)),
        ({"proposal_mentor": 0.6}, 0.0),
    ],
)
def test_consistency_is_felt_from_uptake_and_agreement(meeting, shown, premises, row):
    citizen = row("citizen", foreign_connected=[3, 0, 0], foreign_turns=[4, 0, 0])
    held = row("meeting", **({"proposal_caseworker": 0.6, "proposal_mentor": 0.5} | meeting))
    expected = 0.5 * 0.75 + 0.5 * (1 - 3 * shown)
    assert reaction.felt_consistency(citizen, premises(), held) == pytest.approx(expected)
    assert held.uptake_quality == pytest.approx(0.75)


def test_the_experienced_consistency_moves_half_way_and_only_with_a_mentor(premises, row):
    citizen = row("citizen", foreign_connected=[3, 0, 0], foreign_turns=[4, 0, 0], consistency=0.2)
    assert reaction.feel_consistency(citizen, premises(), row("meeting")) == 1.0
    assert citizen.consistency == 0.2
    felt = reaction.feel_consistency(citizen, premises(), row("meeting", three_party=1.0))
    assert felt == pytest.approx(0.5 * 0.75 + 0.5)
    assert citizen.consistency == pytest.approx(0.2 + 0.5 * (felt - 0.2))


@pytest.mark.parametrize(
    ("meeting", "measured", "duties"),
    [
        ({}, 0.0, 0.0),
        ({"measuring_questions": 7}, 0.28 * 0.5 * 2, 0.0),
        ({"duties": 7}, 0.0, 0.12 * 0.5 * 2),
        ({"measuring_questions": 7, "shared_goals": 0.5}, 0.28 * 0.5 * 2 * (1 - 0.4 * 0.5), 0.0),
        ({"measuring_questions": 7, "duties": 7, "turns": 60}, 0.28 * 0.5, 0.12 * 0.5),
    ],
)
@pytest.mark.parametrize("translated", [0, 2])
def test_what_being_held_to_something_presses(meeting, measured, duties, translated, premises, row):
    citizen = row("citizen", measuring_sensitivity=0.5, trust_caseworker=0.5)
    held = row("meeting", **({"turns": 30} | meeting))
    held.translations_mentor_taken_up = translated
    held.translations_mentor = 9  # what the caseworker passed over translates nothing
    buffered = (measured + duties) * (1 - 0.6 * 0.5)
    expected = buffered * (1 - 0.4 * sat(translated * 30 / held.turns))
    assert reaction.being_held_to(citizen, premises(), held) == pytest.approx(expected)


def test_the_impulse_of_a_meeting(premises, row):
    citizen = row("citizen", measuring_sensitivity=0.5, trust_caseworker=0.5, trust_mentor=0.4)
    meeting = row("meeting", turns=30, measuring_questions=7, demand_over=0.2, shield=0.5)
    shielded = 1 - 0.6 * 0.5 * 0.4
    raw = 0.28 * 0.5 * 2 * 0.7 + 0.55 * 0.2 + 0.24 * 0.5
    assert reaction.impulse_of(citizen, premises(), meeting, 0.5) == pytest.approx(raw * shielded)
    citizen.prior_dropouts, meeting.order_given = 6, 1  # fear is not shielded
    found = reaction.impulse_of(citizen, premises(), meeting, 0.5)
    assert found == pytest.approx(raw * shielded + 0.025 * 4)


@pytest.mark.parametrize(
    ("plan", "counts"),
    [
        ([0.5, 0.5, 0, 0, 0], 1.0 + 0.75 * (1 / 0.47 - 1)),  # a match of 1
        ([0.25, 0.25, 0.5, 0, 0], 0.25),  # of .5
        ([0, 0, 1, 0, 0], 0.25),  # of 0
        ([0.35, 0.35, 0.3, 0, 0], 0.25 + 0.75 * 0.4 / 0.47),  # of .7
    ],
)
def test_choice_counts_as_far_as_the_plan_is_ones_own(plan, counts, premises, row):
    citizen = row("citizen", needs=[0.5, 0.5, 0, 0, 0], plan=plan)
    assert reaction.choice_counts(citizen, premises()) == pytest.approx(counts)
    everywhere = premises({"reaction.choice_base": 1.0})
    assert reaction.choice_counts(citizen, everywhere) == pytest.approx(1.0)


@pytest.mark.parametrize(("plan", "own"), [([1, 0, 0, 0, 0], 0.25), ([0, 0.7, 0.3, 0, 0], 1.0)])
@pytest.mark.parametrize("heard", [0.5, 0.1])
def test_influence_and_reactance_change_autonomy(plan, own, heard, premises, row):
    p = premises({"meeting.citizen_involvement": 0.4, "reaction.choice_ref": 0.4})
    needs = [0, 1, 0, 0, 0]  # a match of 0, or of .7: 2 x .7 - 1 is all of .4
    citizen = row("citizen", autonomy=0.5, reactance=0.8, needs=needs, plan=plan)
    meeting = row(
        "meeting", turns=60, citizen_turns=20, heard=heard, pre=0.5, autonomy_acts=4, demands=6,
        duties=4, demand_over=0.1,
    )  # fmt: skip
    # settled before, but only as far as the citizen has less than half of the say
    influence = (0.58 / 3 + 0.65 * 0.4 * 2 * heard) * (1 - 0.6 * 0.5 * (1 - 0.8))
    gained = influence - 0.25
    gained *= own if gained > 0 else 1.0  # what is lost counts in full
    threat = 1.5 * 0.1 + 0.06 * (3 + 0.5 * 2)  # counts per thirty turns
    dose = 0.3 * gained + 0.02 * 2 - 0.08 * 0.8 * threat
    reaction.change_autonomy(citizen, p, meeting)
    distance = 0.5
    assert citizen.autonomy == pytest.approx(0.5 + dose * distance)
    assert meeting.autonomy_change == pytest.approx(dose * distance)


def test_nothing_is_settled_without_a_citizen_who_has_half_of_the_say(premises, row):
    meeting = row("meeting", turns=30, citizen_turns=12, heard=0.5)
    p = premises({"meeting.citizen_involvement": 0.5})
    before = reaction.influence_of(p, meeting)
    meeting.pre = 1.0
    assert reaction.influence_of(p, meeting) == before


def test_a_threat_is_at_most_all_of_it(premises, row):
    meeting = row("meeting", turns=30, demands=30, demand_over=1.0)
    assert reaction.threat_of(premises(), meeting) == 1.0


@pytest.mark.parametrize(
    ("meeting", "caseworker", "mentor"),
    [
        ({"preparation": 1.0}, 0.07, 0.0),
        ({"preparation": 1.0, "recognitions": 2}, 0.10, 0.0),
        ({"rights": 4}, 0.03 * sat(2), 0.0),  # four in sixty turns are two per thirty
        ({"demand_over": 0.3}, -0.1 * 0.6, -0.08 * 0.6 * 0.5),
        ({"demand_over": 0.3, "three_party": 0.0}, -0.1 * 0.6, 0.0),
        ({"measuring_questions": 30}, 0.0, 0.0),
    ],
)
def test_how_a_meeting_is_held_changes_trust(meeting, caseworker, mentor, premises, row):
    citizen = row("citizen", trust_caseworker=0.4, trust_mentor=0.5)
    held = row("meeting", **({"turns": 60, "three_party": 1.0, "shield": 0.5} | meeting))
    reaction.change_trust(citizen, premises(), held)
    left = 0.6 if caseworker >= 0 else 0.4
    assert citizen.trust_caseworker == pytest.approx(0.4 + caseworker * left)
    assert citizen.trust_mentor == pytest.approx(0.5 + mentor * 0.5)


def test_what_is_passed_over_presses_and_playing_a_role_distresses(premises, row):
    person = {"everyday_mastery": 0.6, "education_readiness": 0.4, "trust_caseworker": 0.5}
    citizen = row("citizen", pressure=0.2, distress=0.3, **person)
    meeting = row(
        "meeting", turns=60, citizen_turns=20, front_turns=5, told=6, told_taken_up=2, impulse=0.1
    )
    reaction.change_strain(citizen, premises(), meeting)
    pressure = 0.2 + 0.1 * 0.8
    pressure += 0.03 * 0.5 * 2 * (1 - pressure)  # four in sixty turns
    assert citizen.pressure == pytest.approx(pressure)
    dose = 0.6 * 0.1 + 0.15 * (5 / 20) * (1 - 0.5)
    assert citizen.distress == pytest.approx(0.3 + dose * 0.7)
    pressure, distress = citizen.pressure, citizen.distress
    calm = row("meeting", turns=30, debrief=0.5)
    reaction.change_strain(citizen, premises(), calm)
    assert citizen.pressure == pytest.approx(pressure * (1 - 0.15 * 0.5))
    assert citizen.distress == pytest.approx(distress * (1 - 0.15 * 0.5))


def test_openings_that_were_taken_up_are_known(premises, row):
    citizen = row("citizen", openings_known=0.2)
    meeting = row("meeting", turns=60, openings=9, openings_taken_up=1)
    reaction.react(citizen, premises(), meeting, citizen.key, 10)
    assert citizen.openings_known == pytest.approx(0.2 + 0.4 * 0.5 * 0.8)


def test_what_is_asked_above_what_can_be_met_is_counted(premises, row):
    # feasible: .1 + .65 x .4 + .25 x .6 = .51
    citizen = row("citizen", everyday_mastery=0.6, education_readiness=0.4)
    for demand, over in ((0.61, 0.1), (0.4, 0.0)):
        meeting = row("meeting", turns=30, decided_demand=demand)
        reaction.react(citizen, premises(), meeting, citizen.key, 10)
        assert meeting.demand_over == pytest.approx(over)


def test_who_fears_measuring_feels_the_next_meeting_a_week_before(premises, row):
    citizen = row(
        "citizen", meeting_due=41, measuring_sensitivity=0.5, trust_caseworker=0.4, pressure=0.2
    )
    reaction.anticipate(citizen, premises(), 39)
    assert citizen.pressure == 0.2
    reaction.anticipate(citizen, premises(), 40)
    assert citizen.pressure == pytest.approx(0.2 + 0.1 * 0.5 * 0.6 * 0.8)


@pytest.mark.parametrize(
    ("slips", "by_caseworker", "by_mentor", "caseworker", "mentor"),
    [
        (0, 0, 0, 0.5, 0.5),
        (2, 1, 0, 0.5 + 0.02 * 0.5, 0.5),
        (2, 0, 1, 0.5, 0.5 + 0.02 * 0.5),
        (1, 0, 0, 0.5 - 0.04 * 0.5, 0.5),  # nobody acknowledged it
    ],
)
def test_slips_tell_on_trust(slips, by_caseworker, by_mentor, caseworker, mentor, premises, row):
    citizen = row("citizen", trust_caseworker=0.5, trust_mentor=0.5)
    meeting = row(
        "meeting", slips=slips, acknowledged_by_caseworker=by_caseworker,
        acknowledged_by_mentor=by_mentor,
    )  # fmt: skip
    answer_slips(citizen, premises(), meeting)
    assert citizen.trust_caseworker == pytest.approx(caseworker)
    assert citizen.trust_mentor == pytest.approx(mentor)


@pytest.mark.parametrize(
    ("counts", "heard"),
    [
        ({"caseworker_law": 9, "mentor_care": 9, "small_steps": 2}, (0, 0)),
        ({"translations_caseworker": 2}, (1, 0)),
        ({"small_steps_taken_up": 1}, (1, 0)),
        ({"translations_mentor": 1}, (0, 1)),
        ({"translations_caseworker": 1, "translations_mentor": 3}, (1, 1)),
    ],
)
def test_learning_takes_what_was_taken_up_not_what_was_uttered(counts, heard, state, row):
    w = state()
    citizen = w.citizens[0]
    citizen.mentor, citizen.caseworker = 0, 0
    meeting = row("meeting", three_party=1.0, pre=0.5, debrief=0.25, **counts)
    leave_traces(w, citizen, w.premises[0], meeting, 4)
    assert (w.caseworkers[0].foreign_heard, w.mentors[0].foreign_heard) == heard
    left = (1 - 0.012) * (1 - 0.018 * 0.5) * (1 - 0.018 * 0.25)
    assert w.not_understood[0, w.caseworkers[0].post] == pytest.approx(left)
