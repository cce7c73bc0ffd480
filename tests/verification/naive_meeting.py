"""A second, independent and deliberately naive reading of the meeting: the talk and its counts.

Written from the specification alone, in plain Python: a turn is a dictionary, a talk a list of
turns. It shares nothing with the package. `v` are values of parameters by dotted name, `inputs`
what is the case when the talk begins, and `uniform(turn, purpose)` draws a number in [0, 1).
"""

import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

codes = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("naive_codes.py"))))
agenda, clip, owns, pick = codes.agenda, codes.clip, codes.owns, codes.pick
code_weights, phase_factor = codes.code_weights, codes.phase_factor
CASEWORKER, MENTOR, CITIZEN = codes.CASEWORKER, codes.MENTOR, codes.CITIZEN
CARE, LAW, ECONOMY, EDUCATION = range(4)
QUESTIONS = ("measuring_question", "wish_question", "empathic_question")
TOLD = ("trouble", "objection", "wish")


# --- acts of the professionals ---
def repair_kind(v, inputs, who, phase, u):
    """Return the kind of a repair: acknowledging by the weight of care, or another."""
    if who == MENTOR:
        return "acknowledging" if u < v["slip.mentor_acknowledges"] else "reframing"
    weights = code_weights(v, inputs, who, phase)
    care = weights[CARE] / sum(weights)
    if u < care:
        return "acknowledging"
    return "future" if (u - care) / (1 - care) < 1 / 2 else "medical"


def measuring_chance(v, inputs):
    monitor = v["measurement.placement_weight"]
    if not v["alternatives.measuring_demands"]:
        monitor = v["measurement.reference_weight"]
    chance = v["meeting.measuring_base"] + v["meeting.measuring_weight"] * monitor
    shared = 1 - v["meeting.measuring_shared"] * codes.shared_goals(v, inputs)
    return clip(v["meeting.measuring_rate"] * chance * shared)


def caseworkers_act(v, inputs, floor, code, phase, draw):
    may_ask = inputs["three_party"] and floor["state"] != "first"
    if may_ask and draw("asks_mentor") < v["talk.ask_mentor"] * phase_factor(v, phase):
        return "asks_mentor"
    u = draw("act")
    if code == CARE:
        acts = ("empathic_question", "recognition", "autonomy")
        return acts[pick(v["meeting.caseworker_care_acts"], u)]
    if code == LAW:
        return "duty" if u < v["law.duty_share"] else "right"
    if code == ECONOMY:
        return "measuring_question" if u < measuring_chance(v, inputs) else "opening"
    return "demand" if u < v["meeting.demand_share"] else "wish_question"


def reports(v, inputs, draw):
    """Return how the mentor reports: supporting the front, or candid."""
    chance = v["team.support"] * (1 + v["stake.front_share"] * inputs["stake"])
    return "supports_front" if draw("support") < min(1.0, chance) else "candid"


def mentors_act(v, inputs, floor, code, draw):
    step = inputs["mastery_image_rose"] and owns(v, MENTOR, CARE)
    if floor["state"] == "due mentor":
        return "small_step" if code == EDUCATION and step else reports(v, inputs, draw)
    u = draw("act")
    if code == CARE:
        acts = ("report", "recognition", "autonomy")
        act = acts[pick(v["meeting.mentor_care_acts"], u)]
        return reports(v, inputs, draw) if act == "report" else act
    if code == EDUCATION:
        apart = inputs["opening_proposal_caseworker"] - inputs["opening_proposal_mentor"]
        muted = 1 - v["reaction.pre_mutes"] * inputs["pre"]
        if u < clip(v["talk.objection"] * apart) * muted:
            return "objects"
        return "small_step" if step else "information"
    return "information"


# --- turns ---
def blank(who, phase, floor):
    """Return a turn in which nothing has been said: the code at hand, else education."""
    code = EDUCATION if floor["code"] is None else floor["code"]
    return {
        "speaker": who, "code": code, "act": "", "phase": phase, "slip": 0, "taken_up": -1,
        "translated": 0, "after_other": 0, "foreign": 0, "answers": -1, "told_taken_up": -1,
        "settled_by": -1, "said_from_front": 0, "front_factor": floor["front"],
    }  # fmt: skip


def answers_shortly(v, turns, floor, draw):
    """Tell whether a professional just says 'mm, yes' to the citizen."""
    if floor["state"] != "answered" or floor["slip"]:
        return False
    hard = turns[-1]["act"] in ("trouble", "objection")
    return draw("short") < v["talk.short"] * (1 / 2 if hard else 1.0)


def full_turn(v, inputs, floor, turn, draw):
    """Say a full turn of a professional: its code, its uptake, its act."""
    who, phase = turn["speaker"], turn["phase"]
    turn["after_other"] = int(floor["set_by"] not in (None, who))
    turn["foreign"] = int(codes.foreign_to(v, floor, who))
    if floor["slip"] and draw("repair") < v["slip.repair"]:
        repair(v, inputs, floor, turn, draw)
    else:
        found = codes.connect(v, inputs, floor, who, phase, draw)
        turn["code"], turn["taken_up"], turn["translated"] = found
        if who == CASEWORKER:
            turn["act"] = caseworkers_act(v, inputs, floor, turn["code"], phase, draw)
        else:
            turn["act"] = mentors_act(v, inputs, floor, turn["code"], draw)


def repair(v, inputs, floor, turn, draw):
    """Repair a slip: acknowledging keeps the code at hand, other kinds change the code."""
    who, phase, at_hand = turn["speaker"], turn["phase"], floor["code"]
    kind = repair_kind(v, inputs, who, phase, draw("repair_kind"))
    turn["act"] = f"repair_{kind}"
    weights = code_weights(v, inputs, who, phase)
    if at_hand is None:
        turn["code"] = pick(weights, draw("code"))
    elif kind == "acknowledging":
        turn["code"], turn["taken_up"] = at_hand, 1
    else:
        others = [0.0 if code == at_hand else each for code, each in enumerate(weights)]
        turn["code"] = pick(others, draw("code")) if sum(others) > 0 else at_hand
        turn["taken_up"] = int(turn["code"] == at_hand)


def settle(v, turns, floor, turn):
    """Settle all that was told, move the front, and put this turn at hand."""
    up, down = 1 + v["team.front"], 1 - v["team.front"]
    factors = []
    taken = turn["taken_up"] == 1 or turn["act"] == "repair_acknowledging"
    for told in floor["told"]:
        turns[told] |= {"told_taken_up": int(taken), "settled_by": len(turns)}
        if turns[told]["act"] == "trouble":
            factors.append(down if taken else up)
    factors += {"supports_front": [up], "candid": [down]}.get(turn["act"], [])
    if v["alternatives.elicitation"] == "question":
        for factor in factors:
            floor["front"] = min(max(floor["front"] * factor, 0.5), 1.5)
    turn["front_factor"] = floor["front"]
    floor |= {"told": [], "slip": False, "code": turn["code"], "set_by": turn["speaker"]}
    floor["act"] = turn["act"]
    if turn["act"] in (*QUESTIONS, "demand"):
        floor["state"] = "due citizen"
    else:
        floor["state"] = "due mentor" if turn["act"] == "asks_mentor" else "open"


def professionals_turn(v, inputs, turns, floor, turn, draw):
    """Let a professional answer shortly, or say a full turn."""
    if floor["state"] in ("answered", "due mentor"):
        turn["answers"] = len(turns) - 1
    if answers_shortly(v, turns, floor, draw):
        turn["act"] = "short_response"
        goes_on = draw("goes_on") < min(1.0, v["talk.citizen"] * agenda(v, inputs)[2])
        floor["state"] = "due citizen" if goes_on else "passed"
    else:
        full_turn(v, inputs, floor, turn, draw)
        settle(v, turns, floor, turn)


# --- the citizen ---
def trouble_chance(v, inputs):
    """Return p_tr: plain speech costs a dependent citizen."""
    factors = {
        CASEWORKER: 1.0,
        MENTOR: v["speech.mentor_chair"],
        CITIZEN: v["speech.citizen_chair"],
    }
    dependent = min(1.0, inputs["weeks_on_support"] / v["speech.dependence_weeks"])
    plain = (1 - inputs["true_state"]) * (1 - v["speech.dependence"] * dependent)
    return clip(plain * factors[v["meeting.chair"]])


def front_chance(v, inputs, floor, before):
    """Return RD of this turn: by the front share, the question before, and the talk so far."""
    elicited = {
        "measuring_question": v["elicit.measuring"],
        "demand": v["elicit.measuring"],
        "empathic_question": v["elicit.empathic"],
    }.get(before, 1.0)
    if v["alternatives.elicitation"] == "none":
        elicited = 1.0
    return clip(inputs["front_share_without_leak"] * elicited * floor["front"])


def plain_act(v, inputs, before, draw):
    """Return what a citizen says who is neither in the role nor slips out of it."""
    if before == "demand":
        over = inputs["opening_proposal_caseworker"] - inputs["feasible"]
        return "objection" if draw("trouble") < clip(v["talk.objection"] * over) else "acceptance"
    troubled = draw("trouble") < trouble_chance(v, inputs)
    if before == "wish_question" and v["alternatives.elicitation"] == "question":
        if draw("wish") < 1 / 2:
            return "wish"
        return "trouble" if troubled else "progress"
    wish = v["speech.wish_base"] + v["speech.wish_involvement"] * v["meeting.citizen_involvement"]
    if troubled:
        return "trouble"
    return "wish" if draw("wish") < clip(wish) else "progress"


def citizens_turn(v, inputs, turns, floor, turn, draw):
    """Let the citizen perform the role, slip, or speak plainly."""
    before = turns[-1]["act"] if turns else None
    if floor["state"] == "due citizen":
        turn["answers"] = len(turns) - 1
    chance, z = front_chance(v, inputs, floor, before), draw("act")
    if z < chance * (1 - v["meeting.leak"] * inputs["in_crisis"]):
        turn["act"], turn["said_from_front"] = "acceptance" if before == "demand" else "front", 1
        for told in floor["told"]:  # covered: told, and not taken up by anybody
            turns[told]["told_taken_up"] = 0
        floor["told"] = []
    else:
        leaks = z < chance
        turn["act"] = "trouble" if leaks else plain_act(v, inputs, before, draw)
        hard = turn["act"] in ("trouble", "objection")
        turn["slip"] = int(leaks or (hard and floor["front_before"]))
    if turn["act"] in TOLD:
        floor["told"].append(len(turns))
    floor["front_before"] = bool(turn["said_from_front"])
    floor["slip"] = floor["slip"] or bool(turn["slip"])
    floor["state"] = "answered"


def talk(v, inputs, uniform):
    """Return the turns of one meeting, each a dictionary."""
    floor: dict[str, Any] = {
        "state": "first", "code": None, "set_by": None, "act": None, "front": 1.0, "slip": False,
        "front_before": False, "told": [],
    }  # fmt: skip
    turns = []
    for number in range(inputs["turns"]):

        def draw(purpose, number=number):
            return uniform(number, purpose)

        phase = codes.phase_of(v, inputs, number)
        turn = blank(codes.whose_turn(v, inputs, floor, phase, draw("speaker")), phase, floor)
        says = citizens_turn if turn["speaker"] == CITIZEN else professionals_turn
        says(v, inputs, turns, floor, turn, draw)
        turns.append(turn)
    for told in floor["told"]:  # left at the end
        turns[told]["told_taken_up"] = 0
    return turns
