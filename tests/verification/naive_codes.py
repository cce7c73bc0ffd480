"""A naive reading of who may speak in a meeting, in which code, and of what connects.

Written from the specification alone; see `naive_meeting.py`. `floor` is the state of a talk: what
is at hand (`code`, `act`, `set_by`), and who is due to speak (`state`).
"""

CASEWORKER, MENTOR, CITIZEN = "caseworker", "mentor", "citizen"
CARE, LAW, ECONOMY, EDUCATION = range(4)


def clip(value):
    """Keep a number between 0 and 1."""
    return min(max(value, 0.0), 1.0)


# --- who may speak ---
def agenda(v, inputs):
    """Return the shares a_K, a_M, a_C of the whole meeting."""
    table, change = v[f"agenda.{v['meeting.chair']}_chair"], v["agenda.involvement"]
    shares = [
        max(t + c * v["meeting.citizen_involvement"], 0.0)
        for t, c in zip(table, change, strict=True)
    ]
    if not inputs["three_party"]:
        shares[1] = 0.0
    return [share / sum(shares) if sum(shares) > 0 else 1 / 3 for share in shares]


def phase_of(v, inputs, number):
    """Return 0 (opening), 1 (middle) or 2 (closing)."""
    opening = v["phase.opening_end"] * inputs["turns"]
    middle = max(v["phase.middle_end"] * inputs["turns"], opening)
    return 0 if number < opening else 1 if number < middle else 2


def phase_factor(v, phase):
    return v[("phase.opening_mentor", "phase.middle_mentor", "phase.closing_mentor")[phase]]


def mentors_part(v, inputs, phase):
    """Return m: the mentor's part of what professionals say on their own initiative."""
    if not inputs["three_party"]:
        return 0.0
    caseworker, mentor, _ = agenda(v, inputs)
    together = caseworker + mentor
    return min(1.0, phase_factor(v, phase) * mentor / together) if together > 0 else 0.0


def whose_turn(v, inputs, floor, phase, u):
    """Return who speaks next, by the state of the floor."""
    state, m = floor["state"], mentors_part(v, inputs, phase)
    if state == "first":
        led = inputs["three_party"] and inputs["deciding"]
        if v["meeting.chair"] == CITIZEN and led:
            return CITIZEN
        return MENTOR if v["meeting.chair"] == MENTOR and led else CASEWORKER
    if state == "due citizen":
        return CITIZEN
    if state == "due mentor":
        return MENTOR
    if state == "open":
        citizens = min(1.0, v["talk.citizen"] * agenda(v, inputs)[2])
        if u < citizens:
            return CITIZEN
        u = (u - citizens) / (1 - citizens)
    return MENTOR if u < m else CASEWORKER


# --- what connects ---
def attention(v, inputs):
    """Return att, the attention of a caseworker who has prepared so much."""
    least = v["negotiation.knowledge_unprepared"]
    return least + (1 - least) * inputs["preparation"]


def shared_goals(v, inputs):
    """Return sg: goals that nobody has prepared are not at hand."""
    return inputs["shared_goals"] * attention(v, inputs)


def hearing(v, inputs, who):
    """Return he_j: how far a foreign code can be connected to."""
    bridge = 1 - v["meeting.uptake_understanding"] * inputs["understanding"]
    bridge *= 1 - v["talk.shared"] * shared_goals(v, inputs)
    bridge *= 1 - v["talk.before"] * inputs["pre"]
    return clip(1 - (1 - inputs[f"horizon_{who}"]) * bridge)


def owns(v, who, code):
    return v[f"codes.{who}_own"][code] > 0


def foreign_to(v, floor, who):
    """Tell whether what is at hand is foreign: its code, or a small step told to no care."""
    if floor["code"] is None:
        return False
    if floor["act"] == "small_step" and who == CASEWORKER and not owns(v, who, CARE):
        return True
    return not owns(v, who, floor["code"])


def uptake_chance(v, inputs, floor, who):
    """Return the chance that a full turn of a professional takes up what is at hand."""
    if floor["state"] == "due mentor":
        return 1.0
    if floor["act"] == "small_step" and who == CASEWORKER and not owns(v, who, CARE):
        return 1 - (1 - hearing(v, inputs, who)) * (1 - inputs["small_steps_weight"])
    if owns(v, who, floor["code"]):
        return v["talk.own_uptake"]
    return inputs[f"horizon_{who}"] if floor["set_by"] == who else hearing(v, inputs, who)


def code_weights(v, inputs, who, phase):
    """Return how a professional weighs care, law, economy and education now."""
    if who == MENTOR:
        return list(v["codes.mentor"])
    prepared = inputs["preparation"]
    care, law, economy, education = inputs["caseworker_weights"]
    routine = 1 + v["meeting.routine"] * (1 - prepared)
    least = v["meeting.care_unprepared"]
    closing = v["phase.closing_education"] if phase == 2 else 1.0
    care *= least + (1 - least) * prepared
    return [care, law * routine, economy * routine, education * closing]


def pick(weights, u):
    """Choose a place by weights."""
    reached, place = 0.0, 0
    for weight in weights[:-1]:
        reached += weight
        place += reached <= u * sum(weights)
    return place


def connect(v, inputs, floor, who, phase, draw):
    """Return code, taken up (1, 0, or -1 with nothing at hand), translated."""
    weights, at_hand = code_weights(v, inputs, who, phase), floor["code"]
    if at_hand is None:
        return pick(weights, draw("code")), -1, 0
    others = [0.0 if code == at_hand else each for code, each in enumerate(weights)]
    taken = draw("uptake") < uptake_chance(v, inputs, floor, who) or sum(others) <= 0
    if v["alternatives.uptake"] == "coin":
        return pick(weights, draw("code")), int(taken), 0
    if not taken:
        return pick(others, draw("code")), 0, 0
    mine = [each if owns(v, who, code) else 0.0 for code, each in enumerate(weights)]
    asked = floor["state"] == "due mentor"
    if owns(v, who, at_hand) or sum(mine) <= 0:
        return at_hand, 1, 0
    if not asked and draw("continue") < 1 / 2:
        return at_hand, 1, 0
    return pick(mine, draw("code")), 1, 1
