"""Relational coordination: seven dimensions, read off log and calendar, by hand (model, 3.11)."""

import pytest

from heterophony.agents import dyads
from heterophony.agents.book_columns import WEEKLY_COLUMNS
from heterophony.agents.columns import new_rows
from heterophony.agents.living import use_it_support
from heterophony.agents.measuring import measure_cooperation
from heterophony.agents.staff_columns import DIMENSIONS, DYAD_COLUMNS
from heterophony.sim.staff import caseworker_quits, meet_in_dialogue, mentor_quits

NAMES = [name for name, _ in DIMENSIONS]


def set_all(dyad, level):
    dyads.clear_dyad_week(dyad)
    for name in NAMES:
        setattr(dyad, name, level)


def dyad_at(level):
    dyad = new_rows(DYAD_COLUMNS, 1)[0]
    set_all(dyad, level)
    return dyad


@pytest.mark.parametrize(
    ("late", "preparation", "expected"),
    [(0, 1.0, 1.0), (1, 1.0, 1.0), (2, 1.0, 0.0), (0, 0.0, 0.5), (1, 0.6, 0.8)],
)
def test_a_meeting_is_timely_at_most_a_week_late_and_prepared(late, preparation, expected, row):
    found = dyads.timeliness(row("meeting", late=late, preparation=preparation))
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        ((0.5, 0.3, 0.5, 0.3), 1.0),
        ((0.5, 0.3, 0.6, 0.2), 1 - 1.5 * 0.2),
        ((0.5, 0.3, 0.4, 0.4), 1 - 1.5 * 0.2),
        ((0.9, 0.3, 0.1, 0.3), 0.0),
    ],
)
def test_accuracy_is_how_far_the_images_agree(images, expected, premises, row):
    names = ("mastery_caseworker", "readiness_caseworker", "mastery_mentor", "readiness_mentor")
    seen = {f"image_{name}": value for name, value in zip(names, images, strict=True)}
    assert dyads.accuracy(row("citizen", **seen), premises()) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, 0.5),
        ({"told": 4, "told_taken_up": 3}, 3.5 / 5),
        ({"told": 4, "told_taken_up": 3, "slips_answered": 2}, 3.5 / 7),
        (
            {"slips_answered": 2, "acknowledged_by_mentor": 1, "acknowledged_by_caseworker": 1},
            2.5 / 3,
        ),
    ],
)
def test_problems_are_solved_where_they_are_taken_up_rather_than_passed_over(said, expected, row):
    assert dyads.problem_solving(row("meeting", **said)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("caseworkers", "mentors", "shared", "expected"),
    [
        (0.5, 0.5, 1.0, 1.0),
        (0.5, 0.5, 0.0, 0.5),
        (0.6, 0.4, 0.5, (1 - 0.6) * 0.75),
        (0.9, 0.4, 1, 0),
    ],
)
def test_goals_are_shared_where_positions_agree_and_goals_are_at_hand(
    caseworkers, mentors, shared, expected, premises, row
):
    meeting = row(
        "meeting", proposal_caseworker=caseworkers, proposal_mentor=mentors, shared_goals=shared
    )
    assert dyads.shared_aims(premises(), meeting) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("adjacencies", "connected", "expected"), [(0, 0, 0.5), (9, 6, 0.65), (9, 9, 0.95)]
)
def test_respect_is_what_each_takes_up_of_the_other(adjacencies, connected, expected, row):
    meeting = row("meeting", adjacencies=adjacencies, connected=connected)
    assert dyads.respect(meeting) == pytest.approx(expected)


@pytest.fixture
def pair(state):
    """A citizen with a mentor and a caseworker, and their record."""

    def made(overrides=None, **values):
        w = state(overrides)
        citizen = w.citizens[0]
        citizen.mentor, citizen.caseworker = 0, 0
        for name, value in values.items():
            citizen[name] = value
        return w, citizen, dyads.dyad_of(w, citizen)

    return made


def test_contact_is_meetings_and_talks_beside_them_as_far_as_prepared(pair, row):
    w, citizen, dyad = pair(pre_practised=20.0, debrief_practised=10.0)
    meeting = row("meeting", turns=30, three_party=1.0, preparation=0.5)
    for _ in range(2):
        dyads.record_cooperation(w, citizen, w.premises[0], meeting)
    assert dyad.week_hours == pytest.approx(2 * (20 / 60 + 30 / 60 * 0.5))
    assert dyad.week_meetings == 2


def test_contact_is_it_hours_and_a_part_of_a_dialogue_meeting_too(pair):
    w, citizen, dyad = pair(
        {"dialogue.hours": 3.0, "dialogue.caseworker_time_share": 0.5}, it_practised=1.0
    )
    post = w.caseworkers[0]
    post.preparation, w.mentors[0].give = 0.8, 0.5
    use_it_support(w, citizen, w.premises[0])
    it = 0.03 * 0.8 * 0.5
    assert dyad.week_hours == pytest.approx(it)
    post.attends_dialogue = w.mentors[0].attends_dialogue = 1
    meet_in_dialogue(w, w.premises[0], 4)
    assert dyad.week_hours == pytest.approx(it + 3.0 * 0.5 / 4)


def test_a_record_moves_once_a_week_by_the_weeks_mean(pair, row):
    w, citizen, dyad = pair()
    p, citizens_images = w.premises[0], ("image_mastery_caseworker", "image_mastery_mentor")
    for name in citizens_images:
        citizen[name] = 0.5
    citizen.image_readiness_caseworker = citizen.image_readiness_mentor = 0.3
    set_all(dyad, 0.35)
    held = [
        {"preparation": 1.0, "adjacencies": 9, "connected": 9, "understanding": 0.4},
        {"preparation": 0.0, "adjacencies": 9, "connected": 0, "understanding": 0.2},
    ]
    for each in held:
        dyads.record_cooperation(w, citizen, p, row("meeting", three_party=1.0, **each))
    dyads.update_dyad(dyad, p)
    step = 1 - 0.85**2  # two meetings
    expected = {
        "timeliness": 0.75,
        "accuracy": 1.0,
        "problem_solving": 0.5,
        "shared_goals": 0.5,
        "shared_knowledge": 0.3,
        "respect": 0.5,
    }
    for name, seen in expected.items():
        assert dyad[name] == pytest.approx(0.35 + step * (seen - 0.35)), name
    contact = 2 * (20 / 60) / 0.35  # a long talk in one week counts in full
    assert dyad.frequency == pytest.approx(0.35 + 0.15 / 4 * (contact - 0.35))
    assert (dyad.week_meetings, dyad.week_hours, dyad.week_respect) == (0, 0, 0)


def test_the_order_of_meetings_within_a_week_does_not_matter(pair, row):
    found = []
    for order in ((1.0, 0.2), (0.2, 1.0)):
        w, citizen, dyad = pair()
        for preparation in order:
            held = row("meeting", three_party=1.0, preparation=preparation)
            dyads.record_cooperation(w, citizen, w.premises[0], held)
        dyads.update_dyad(dyad, w.premises[0])
        found.append([dyad[name] for name in NAMES])
    assert found[0] == pytest.approx(found[1])


def test_in_a_quiet_week_only_contact_fades(premises):
    dyad = dyad_at(0.6)
    dyads.update_dyad(dyad, premises())
    assert dyad.frequency == pytest.approx(0.6 * (1 - 0.15 / 4))
    assert [dyad[name] for name in NAMES[1:]] == [0.6] * 6


def test_frequent_contact_counts_at_most_as_the_norm(pair):
    w, citizen, dyad = pair()
    for frequency, counted in ((0.6, 0.6), (1.4, 1.0)):
        dyad.frequency = frequency
        sums = new_rows(WEEKLY_COLUMNS, 1)[0]
        measure_cooperation(w, citizen, sums)
        assert sums.rc_frequency == pytest.approx(counted)


def test_a_record_begins_where_understanding_begins(state):
    w = state()
    for name in NAMES:
        assert (w.dyads[name] == 0.35).all()


@pytest.mark.parametrize("who", ["caseworker", "mentor"])
def test_a_newcomer_begins_each_dimension_at_most_as_a_newcomer(who, state):
    w = state({"staffing.mentors": 2, "staffing.caseworker_caseload": 40.0})
    assert w.dyads.shape[1] > 1
    for dyad in w.dyads.ravel().view(type(w.citizens)):
        set_all(dyad, 0.6)
    w.dyads["respect"] = 0.1
    if who == "caseworker":
        caseworker_quits(w, 1, w.premises[0], 0, 4)
        touched = w.dyads[:, w.caseworkers[1].post]
        untouched = w.dyads[:, w.caseworkers[0].post]
    else:
        mentor_quits(w, 1, w.premises[0], 4)
        touched, untouched = w.dyads[1], w.dyads[0]
    for name in NAMES:
        assert touched[name] == pytest.approx(0.1 if name == "respect" else 0.35 - 0.2)
        assert untouched[name] == pytest.approx(0.1 if name == "respect" else 0.6)
