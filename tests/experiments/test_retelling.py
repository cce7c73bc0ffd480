"""A meeting is retold in lines that say only what its log holds."""

import re
import runpy
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest

from heterophony.agents.vocabulary import ACT_NAMES
from heterophony.experiments.inputs.line_bank import LANGUAGES, Line, load_line_bank
from heterophony.experiments.methods.retelling import Spoken, retell
from heterophony.sim import Turn


def _beside(name: str) -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name(name))))


logs, claimed = _beside("invented_logs.py"), _beside("claims_of_lines.py")
false_claims, HOLDS = claimed.false_claims, claimed.HOLDS

REPAIRS = tuple(f"repair_{kind}" for kind in logs.REPAIRS)
# What the log of a meeting can hold: the acts of each speaker, with their codes.
SAID_IN_ANY_CODE = {
    "caseworker": ("asks_mentor", "short_response", *REPAIRS),
    "mentor": ("supports_front", "candid", "short_response", *REPAIRS),
    "citizen": ("front", "trouble", "wish", "progress"),
}
SAID_IN_ONE = [
    *(("caseworker", code, act) for code, acts in logs.CASEWORKERS.items() for act in acts),
    *(("mentor", code, act) for code, acts in logs.MENTORS.items() for act in acts),
    ("citizen", "education", "objection"),
    ("citizen", "education", "acceptance"),
]
SAID_ANYWHERE = [
    (speaker, code, act)
    for speaker, acts in SAID_IN_ANY_CODE.items()
    for act in acts
    for code in logs.CODES
]


def name_of(bank, spoken, turns, number) -> str:
    return bank.topics[spoken[number].topic, turns[number].code].lower()


# --- every act in every code ----------------------------------------------------------------------


def log_with(speaker: str, code: str, act: str) -> list[Turn]:
    """Return a short log that ends with such a turn, with what the turn presupposes before it."""
    demand = logs.logged("caseworker", "education", "demand")
    front = logs.logged("citizen", code, "front", answers=1, said_from_front=True)
    told = logs.logged("citizen", code, "trouble", slip=True, told_taken_up=1, settled_by=3)
    if speaker == "citizen":
        return [demand, logs.logged(speaker, code, act, answers=0)]
    if act == "short_response":
        return [demand, front._replace(answers=0), logs.logged(speaker, code, act, answers=1)]
    other = "caseworker" if speaker == "mentor" else "mentor"
    acts = logs.CASEWORKERS if other == "caseworker" else logs.MENTORS
    opened = logs.logged(other, code, acts[code][-1])
    return [opened, front, told, logs.logged(speaker, code, act, taken_up=1, after_other=True)]


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("speaker", "code", "act"), [*SAID_IN_ONE, *SAID_ANYWHERE])
def test_every_act_in_every_code_has_a_line_that_claims_what_the_log_holds(
    speaker, code, act, language
):
    turns = log_with(speaker, code, act)
    for seed in range(5):
        spoken = retell(turns, language, seed)
        assert spoken[-1].text.strip()
        assert "{" not in spoken[-1].text
        assert not false_claims(turns, len(turns) - 1, spoken[-1])


def test_no_act_of_the_model_is_left_out():
    assert {act for _, _, act in (*SAID_IN_ONE, *SAID_ANYWHERE)} == set(ACT_NAMES)


def test_a_line_that_claims_what_the_log_does_not_hold_is_found():
    turns = log_with("mentor", "care", "candid")
    lie = Line("planted", "", {"refers_to": "wish", "answers_act": "demand"})
    assert len(false_claims(turns, 3, Spoken("", "", (lie,)))) == 2


def test_a_log_with_an_act_that_nobody_has_words_for_is_refused():
    with pytest.raises(LookupError, match="no line"):
        retell([logs.logged("mentor", "law", "demand")], "en")


# --- thousands of logs ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def retold():
    """Random logs, each with its retelling and the bank that it was told from."""
    found = []
    for seed in range(800):
        language = LANGUAGES[seed % 2]
        turns = logs.invented(Random(seed))
        found.append((turns, retell(turns, language, seed), load_line_bank(language)))
    return found


def test_no_line_claims_what_the_log_does_not_hold(retold):
    for turns, spoken, _ in retold:
        for number, each in enumerate(spoken):
            assert not false_claims(turns, number, each)


@pytest.mark.slow
def test_no_line_of_thousands_of_meetings_claims_what_the_log_does_not_hold():
    for seed in range(800, 4800):
        turns = logs.invented(Random(seed), 1, 60)
        for number, each in enumerate(retell(turns, LANGUAGES[seed % 2], seed)):
            assert not false_claims(turns, number, each)


def test_who_takes_up_what_was_told_names_it_and_who_passes_over_does_not(retold):
    named = passed = 0
    for turns, spoken, bank in retold:
        for number, turn in enumerate(turns):
            if turn.settled_by < 0:
                continue
            told = name_of(bank, spoken, turns, number)
            answer = spoken[turn.settled_by]
            if turn.told_taken_up == 1:
                assert told in answer.text.lower()
                assert number in answer.refers_to
                named += 1
            else:
                assert told not in answer.text.lower()
                assert number not in answer.refers_to
                passed += 1
    assert min(named, passed) > 1000


def test_a_translation_says_both_the_foreign_and_the_own(retold):
    translations = 0
    for turns, spoken, bank in retold:
        for number, turn in enumerate(turns):
            if not turn.translated:
                continue
            foreign = turns[claimed.earlier_full(turns, number)].code
            names = {name.lower() for (_, code), name in bank.topics.items() if code == foreign}
            text = spoken[number].text.lower()
            assert any(name in text for name in names)
            assert name_of(bank, spoken, turns, number) in text
            translations += 1
    assert translations > 1000


def test_a_small_step_that_the_caseworker_takes_up_is_named(retold):
    named = 0
    for turns, spoken, _ in retold:
        for number, turn in enumerate(turns):
            hand = claimed.earlier_full(turns, number)
            if turn.speaker != "caseworker" or turn.taken_up != 1 or not turn.after_other:
                continue
            told = turn.translated or any(each.settled_by == number for each in turns)
            if turns[hand].act == "small_step" and not told and not turn.act.startswith("repair"):
                claims = [part.claims.get("after_act") for part in spoken[number].parts]
                assert "small_step" in claims
                named += 1
    assert named > 50


def test_nothing_is_said_twice_in_a_meeting_of_up_to_45_turns(retold):
    for turns, spoken, _ in retold:
        texts = [each.text for each in spoken]
        twice = {text for text in texts if texts.count(text) > 1}
        assert not twice, len(turns)
        assert not any(each.again for each in spoken)


def test_a_meeting_that_outlasts_the_lines_says_where_one_comes_again():
    turns = logs.Talk(Random(3), 400).held()
    spoken = retell(turns, "en", 3)
    before: set[str] = set()
    for each in spoken:
        assert each.again == (each.parts[-1].text in before)
        before.add(each.parts[-1].text)
    assert any(each.again for each in spoken)


def test_an_answer_is_about_what_was_asked(retold):
    asked = kept = 0
    for turns, spoken, _ in retold:
        for number, turn in enumerate(turns):
            if logs.by_citizen(turn) and turn.answers >= 0 and logs.is_full(turns[turn.answers]):
                asked += 1
                kept += spoken[number].topic == spoken[turn.answers].topic
    assert kept >= 0.99 * asked
    assert asked > 3000


def test_the_citizen_contradicts_a_front_by_a_slip_alone(retold):
    against = {"front": ("trouble",), "progress": ("trouble",), "trouble": ("front", "progress")}
    said = contradicted = 0
    for turns, spoken, _ in retold:
        earlier: dict[tuple[str, str], set[str]] = {}
        for turn, each in zip(turns, spoken, strict=True):
            if not logs.by_citizen(turn):
                continue
            known = earlier.setdefault((turn.code, each.topic), set())
            if not turn.slip and turn.act in against:
                said += 1
                contradicted += bool(known & set(against[turn.act]))
            known.add(turn.act)
    assert contradicted <= 0.01 * said
    assert said > 5000


def test_the_mentor_objects_to_a_demand_that_was_made_or_to_none_in_particular(retold):
    objections = 0
    for turns, spoken, _ in retold:
        for number, turn in enumerate(turns):
            if turn.act != "objects" or not spoken[number].parts[-1].place.startswith("mentor"):
                continue
            before = zip(turns[:number], spoken[:number], strict=True)
            demanded = {said.topic for earlier, said in before if earlier.act == "demand"}
            assert spoken[number].topic in demanded
            objections += 1
    assert objections > 100


def test_who_takes_up_and_comes_to_another_topic_names_it(retold):
    came = 0
    for turns, spoken, bank in retold:
        for number, turn in enumerate(turns):
            hand = claimed.earlier_full(turns, number)
            if turn.taken_up != 1 or turn.act in REPAIRS or hand is None:
                continue
            if spoken[number].topic not in {each.topic for each in spoken[hand:number]}:
                assert name_of(bank, spoken, turns, number) in spoken[number].text.lower()
                came += 1
    assert came > 500


def test_without_a_mentor_nobody_speaks_of_one(retold):
    alone = [one for one in retold if not any(turn.speaker == "mentor" for turn in one[0])]
    assert alone
    for _, spoken, _ in alone:
        assert not [each.text for each in spoken if "mentor" in each.text.lower()]


def test_the_same_log_and_seed_give_the_same_lines():
    turns = logs.invented(Random(5))
    assert retell(turns, "da", 7) == retell(turns, "da", 7)
    assert retell(turns, "da", 7) != retell(turns, "da", 8)


# --- the bank -------------------------------------------------------------------------------------


def test_both_languages_have_the_same_lines_in_the_same_places():
    en, da = (load_line_bank(language) for language in LANGUAGES)
    assert en.topics.keys() == da.topics.keys()
    assert en.with_mentor == da.with_mentor
    for mine, yours in zip(en.all_lines(), da.all_lines(), strict=True):
        assert mine.place == yours.place
        assert mine.claims == yours.claims
        assert set(re.findall(r"{\w+}", mine.text)) == set(re.findall(r"{\w+}", yours.text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_claims_only_facts_that_can_be_held_against_a_log(language):
    for line in load_line_bank(language).all_lines():
        assert line.claims.keys() <= HOLDS.keys(), line.place
        assert "refers_to" in line.claims or "repairs" in line.claims or "{told}" not in line.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_written_twice_for_a_speaker(language):
    said = [(line.claims["speaker"], line.text) for line in load_line_bank(language).all_lines()]
    twice = {each for each in said if said.count(each) > 1}
    assert not twice
