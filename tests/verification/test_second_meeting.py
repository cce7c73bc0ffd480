"""The second implementation of the meeting holds what the specification says of every meeting."""

import runpy
from pathlib import Path
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st


def beside(name):
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name(f"{name}.py"))))


naive, counting = beside("naive_meeting"), beside("naive_counts")
after_talk, reacting, invented = (
    beside("naive_consequences"),
    beside("naive_reaction"),
    beside("invented_meetings"),
)
EXAMPLES = settings(max_examples=120)
SEEDS = st.integers(0, 10**9)
DUE = ("measuring_question", "wish_question", "empathic_question", "demand")


def held(v, inputs, seed, **changes):
    return naive.talk(v | changes, inputs, invented.draws_of(seed))


def full_turns(turns):
    return [turn for turn in turns if counting.is_full(turn)]


meetings = given(v=invented.values(), inputs=invented.inputs(), seed=SEEDS)


# --- the talk ---
@EXAMPLES
@meetings
def test_a_turn_is_taken_up_if_and_only_if_its_code_is_at_hand_or_it_translates(v, inputs, seed):
    at_hand = None
    for turn in full_turns(held(v, inputs, seed)):
        own = v[f"codes.{turn['speaker']}_own"]
        if at_hand is None:
            assert turn["taken_up"] == -1
        else:
            connects = turn["code"] == at_hand or turn["translated"] == 1
            assert (turn["taken_up"] == 1) == connects
        if turn["translated"]:
            assert own[turn["code"]]
            assert not own[at_hand]
        at_hand = turn["code"]


@EXAMPLES
@meetings
def test_no_turn_of_the_citizen_stays_without_response(v, inputs, seed):
    turns = held(v, inputs, seed)
    for number, turn in enumerate(turns[:-1]):
        if turn["speaker"] == "citizen":
            assert turns[number + 1]["speaker"] != "citizen"
            assert turns[number + 1]["answers"] == number


@EXAMPLES
@meetings
def test_who_is_asked_answers(v, inputs, seed):
    turns = held(v, inputs, seed)
    for number, turn in enumerate(turns[:-1]):
        answer = turns[number + 1]
        if turn["act"] in DUE:
            assert (answer["speaker"], answer["answers"]) == ("citizen", number)
        if turn["act"] == "asks_mentor":
            assert turn["speaker"] == "caseworker"
            assert (answer["speaker"], answer["answers"]) == ("mentor", number)
            assert answer["act"] in ("supports_front", "candid", "small_step")
            assert answer["taken_up"] == 1


@EXAMPLES
@meetings
def test_a_short_response_only_hears_the_citizen_and_never_a_slip(v, inputs, seed):
    turns = held(v, inputs, seed)
    for number, turn in enumerate(turns):
        if turn["act"] == "short_response":
            assert turns[number - 1]["speaker"] == "citizen"
            assert not turns[number - 1]["slip"]
            assert (turn["taken_up"], turn["translated"]) == (-1, 0)
            assert turn["code"] == turns[number - 1]["code"]


@EXAMPLES
@meetings
def test_what_is_told_is_settled_once_and_by_the_next_full_turn(v, inputs, seed):
    turns = held(v, inputs, seed)
    for number, turn in enumerate(turns):
        told = turn["act"] in ("trouble", "objection", "wish")
        assert (turn["told_taken_up"] >= 0) == told
        if turn["settled_by"] >= 0:
            settling = turns[turn["settled_by"]]
            assert settling is counting.next_full(turns, number)
            mended = settling["act"] == "repair_acknowledging"
            assert turn["told_taken_up"] == int(settling["taken_up"] == 1 or mended)
            between = turns[number + 1 : turn["settled_by"]]
            assert not any(each["said_from_front"] for each in between)
        else:
            assert turn["told_taken_up"] <= 0


@EXAMPLES
@meetings
def test_the_chair_opens_unless_points_of_law_return(v, inputs, seed):
    leads = inputs["three_party"] and inputs["deciding"]
    opener = v["meeting.chair"] if leads else "caseworker"
    turns = held(v, inputs, seed)
    assert len(turns) == inputs["turns"]
    assert turns[0]["speaker"] == opener
    assert turns[0]["act"] != "asks_mentor"
    if opener == "citizen":
        assert turns[0]["code"] == 3  # the education code, which nobody owns


@EXAMPLES
@meetings
def test_without_a_mentor_nobody_speaks_for_one_or_asks_one(v, inputs, seed):
    turns = held(v, inputs | {"three_party": 0}, seed)
    found = counting.counts(turns)
    assert found["mentor_turns"] == found["asked_mentor"] == found["adjacencies"] == 0


@EXAMPLES
@meetings
def test_the_front_stays_between_a_half_and_one_and_a_half(v, inputs, seed):
    factors = [turn["front_factor"] for turn in held(v, inputs, seed)]
    assert all(0.5 <= factor <= 1.5 for factor in factors)
    if v["alternatives.elicitation"] == "none":
        assert set(factors) == {1.0}


# --- the counts ---
@EXAMPLES
@meetings
def test_counts_add_up(v, inputs, seed):
    found = counting.counts(held(v, inputs, seed))
    assert all(value >= 0 for value in found.values())
    professional = found["caseworker_turns"] + found["mentor_turns"]
    assert professional + found["citizen_turns"] == inputs["turns"]
    codes = ("care", "law", "economy", "education")
    coded = sum(found[f"{who}_{code}"] for who in ("caseworker", "mentor") for code in codes)
    assert coded + found["short_responses"] == professional
    kinds = [found[f"{code}_{kind}"] for code in codes for kind in ("front", "trouble", "plain")]
    assert sum(kinds) == found["citizen_turns"] == found["front_turns"] + found["authentic_turns"]
    assert found["told"] == found["troubles"] + found["objections"] + found["wishes"]
    taken_up = found["troubles_taken_up"] + found["wishes_taken_up"]
    assert taken_up + found["objections_taken_up_caseworker"] <= found["told_taken_up"]
    assert found["told_taken_up_caseworker"] <= found["told_taken_up"] <= found["told"]
    mended = found["acknowledged_by_caseworker"] + found["acknowledged_by_mentor"]
    assert mended <= found["repairs"] <= found["slips_answered"] <= found["slips"]


@EXAMPLES
@meetings
def test_what_is_taken_up_is_no_more_than_what_was_said(v, inputs, seed):
    found = counting.counts(held(v, inputs, seed))
    for part, whole in (
        ("connected", "adjacencies"),
        ("foreign_turns", "adjacencies"),
        ("foreign_connected", "foreign_turns"),
        ("connected_by_caseworker", "answered_by_caseworker"),
        ("small_steps_taken_up", "small_steps"),
        ("mentor_objections_taken_up", "mentor_objections"),
        ("translations_mentor_taken_up", "translations_mentor"),
        ("openings_taken_up", "openings"),
        ("progress_taken_up", "progress"),
        ("front_after_demand", "after_demand"),
    ):
        assert found[part] <= found[whole], (part, whole)
    by_caseworker, by_mentor = (
        found["connected_by_caseworker"],
        found["connected"] - found["connected_by_caseworker"],
    )
    assert by_caseworker >= found["small_steps_taken_up"]
    assert by_mentor >= found["connected_by_mentor"]


# --- extreme values ---
@EXAMPLES
@meetings
def test_extreme_chances_leave_no_choice(v, inputs, seed):
    never = counting.counts(held(v, inputs | {"front_share_without_leak": 0.0}, seed))
    assert never["front_turns"] == never["slips"] == 0
    whole = v | {"elicit.empathic": 3.0, "team.front": 0.0, "elicit.measuring": 1.0}
    role = inputs | {"front_share_without_leak": 1.0, "in_crisis": 0}
    always = counting.counts(held(whole, role, seed))
    assert always["front_turns"] == always["citizen_turns"]
    silent = counting.counts(held(v, inputs, seed, **{"talk.short": 0.0, "team.support": 0.0}))
    assert silent["short_responses"] == silent["supports"] == 0


@EXAMPLES
@meetings
def test_where_all_codes_are_own_and_always_taken_up_one_code_is_spoken(v, inputs, seed):
    own = {"codes.caseworker_own": [1] * 4, "codes.mentor_own": [1] * 4, "slip.repair": 0.0}
    turns = full_turns(held(v, inputs, seed, **own, **{"talk.own_uptake": 1.0}))
    assert len({turn["code"] for turn in turns}) <= 1
    assert not any(turn["foreign"] or turn["translated"] for turn in turns)


@EXAMPLES
@meetings
def test_nothing_is_heard_of_what_is_foreign_without_horizon_and_bridge(v, inputs, seed):
    deaf = {"horizon_caseworker": 0.0, "horizon_mentor": 0.0, "understanding": 0.0}
    deaf |= {"pre": 0.0, "shared_goals": 0, "small_steps_weight": 0.0}
    never = {"talk.ask_mentor": 0.0, "slip.repair": 0.0}
    found = counting.counts(held(v, inputs | deaf, seed, **never))
    assert found["foreign_connected"] == 0
    assert found["translations_caseworker"] == found["translations_mentor"] == 0
