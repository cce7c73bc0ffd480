"""A naive reading of what a meeting leaves: images, positions, reaction, coordination.

Written from the specification alone; see `naive_meeting.py`. `inputs` hold what is the case when
the talk begins, after `passed_on` has acted; names are those of columns where there is one.
"""

import math
import runpy
from pathlib import Path
from types import SimpleNamespace

codes = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("naive_codes.py"))))
clip, attention, shared_goals = codes.clip, codes.attention, codes.shared_goals
CODES = ("care", "law", "economy", "education")


def sat(count):
    """Count the first most."""
    return 1 - 2.0**-count


def push(state, dose):
    """Move a state by a share of the distance that is left."""
    dose = min(max(dose, -1.0), 1.0)
    return state + dose * (1 - state) if dose >= 0 else state + dose * state


def per_norm(v, inputs, count):
    """Return a count as if the meeting had the normal number of turns (c30)."""
    return count * v["meeting.norm_turns"] / inputs["turns"]


def logistic(value):
    return 1 / (1 + math.exp(-value))


# --- before the talk ---
def capacity(v, inputs, mastery, readiness, order):
    """Return the demand that somebody with this mastery and readiness can meet, unbounded."""
    value = v["education.cap_const"] + v["education.cap_u"] * readiness
    value += v["education.cap_e"] * mastery
    dropouts = min(inputs["prior_dropouts"], v["education.e_cap"])
    return value - v["education.e_penalty"] * dropouts * (1 + v["education.fear_order"] * order)


def _between(v, value):
    return min(max(value, v["education.cap_floor"]), v["education.cap_ceiling"])


def estimate(v, inputs, mastery, readiness):
    """Return what a professional with these images believes to be feasible."""
    return _between(v, capacity(v, inputs, mastery, readiness, inputs["order_stands"]))


def feasible(v, inputs, order):
    """Return what is feasible (x*)."""
    value = capacity(v, inputs, inputs["everyday_mastery"], inputs["education_readiness"], order)
    return _between(v, value - v["education.cap_crisis"] * inputs["in_crisis"])


def passed_on(v, inputs):
    """Return knowledge, images and trust in the mentor after a talk before (pre > 0)."""
    found = dict(inputs)
    pre, gain = inputs["pre"], v["image.gain_report"] * inputs["pre"]
    more = max(inputs["knowledge_mentor"] - inputs["knowledge_caseworker"], 0.0)
    more *= v["third_party.pre_meeting_knowledge"] * pre
    found["knowledge_caseworker"] += more
    cost = v["third_party.trust_loss"] * (1 - v["coordination.consent"]) * more
    found["trust_mentor"] = push(inputs["trust_mentor"], -cost)
    for name, of, to in (
        ("mastery", "mentor", "caseworker"),
        ("readiness", "caseworker", "mentor"),
    ):
        told, mine = inputs[f"image_{name}_{of}"], inputs[f"image_{name}_{to}"]
        found[f"image_{name}_{to}"] = mine + gain * (told - mine)
    return found


def reported(v, inputs, image):
    """Return an image as the mentor reports it: the standing of the own work is at stake."""
    return clip(image + v["stake.report"] * inputs["stake"])


def opening(v, inputs):
    """Return both opening positions, before the talk."""
    known = inputs["knowledge_caseworker"] * attention(v, inputs)
    images = [inputs[f"image_{name}_caseworker"] for name in ("mastery", "readiness")]
    monitor = v["measurement.placement_weight"]
    if not v["alternatives.measuring_demands"]:
        monitor = v["measurement.reference_weight"]
    caseworker = known * estimate(v, inputs, *images) + (1 - known) * v["law.standard_demand"]
    caseworker += monitor * v["measurement.demand_base"]
    known = inputs["knowledge_mentor"]
    mastery = reported(v, inputs, inputs["image_mastery_mentor"])
    mentor = estimate(v, inputs, mastery, inputs["image_readiness_mentor"])
    mentor = known * (mentor + v["negotiation.mentor_stretch"])
    mentor += (1 - known) * v["negotiation.mentor_template"]
    return {
        "opening_proposal_caseworker": clip(caseworker),
        "opening_proposal_mentor": clip(mentor) if inputs["three_party"] else 0.0,
    }


# --- images ---
def weight_heard(v, inputs, who, code):
    """Return how much of what is said in a code is heard: all of an own one."""
    own = codes.owns(v, who, code)
    heard = 1.0 if own else codes.hearing(v, inputs, who)
    return heard * (attention(v, inputs) if who == "caseworker" else 1.0)


def values_shown(v, inputs, true):
    """Return what a front turn, a trouble or objection, and any other turn show of a state."""
    loss = v["state.crisis_loss"] * inputs["in_crisis"]
    return {
        "front": true + v["image.claim"] * (1 - true),
        "trouble": (true - loss) * (1 - v["image.trouble"]),
        "plain": true - loss,
    }


def heard(v, inputs, counts, who, name):
    """Return an image of mastery (care talk) or readiness (all other talk) after listening."""
    image = inputs[f"image_{name}_{who}"]
    true = inputs["everyday_mastery" if name == "mastery" else "education_readiness"]
    if v["alternatives.images"] == "truth":
        return clip(true - v["state.crisis_loss"] * inputs["in_crisis"])
    shown = values_shown(v, inputs, true)
    weights = {
        (code, kind): weight_heard(v, inputs, who, number)
        * per_norm(v, inputs, counts[f"{code}_{kind}"])
        for number, code in enumerate(CODES)
        for kind in shown
        if (code == "care") == (name == "mastery")
    }
    turns = sum(weights.values())
    if turns <= 0:
        return image
    mean = sum(weight * shown[kind] for (_, kind), weight in weights.items()) / turns
    misread = v["image.misreading"] * inputs[f"misreading_{who}"]
    mean = clip(misread * (1 - inputs[f"knowledge_{who}"]) + mean)
    return image + (1 - (1 - v["image.gain_turn"]) ** turns) * (mean - image)


def learned(v, inputs, counts, who):
    """Return knowledge of the needs after plain care talk and tellings taken up."""
    plain = counts["care_trouble"] + counts["care_plain"]
    turns = weight_heard(v, inputs, who, 0) * per_norm(v, inputs, plain)
    taken = counts["told_taken_up_caseworker"]
    if who == "mentor":
        taken = counts["told_taken_up"] - taken
    left = (1 - inputs[f"knowledge_{who}"]) * (1 - v["knowledge.turn"]) ** turns
    return 1 - left * (1 - v["knowledge.turn"]) ** per_norm(v, inputs, taken)


def told_by_reports(v, inputs, counts, after):
    """Let the reports that were taken up move the caseworker, and the caseworker's the mentor."""
    share = {}
    for name in ("mastery", "readiness"):
        target = reported(v, inputs, after[f"image_{name}_mentor"])
        reports = [
            per_norm(v, inputs, counts[f"{kind}_{name}_taken_up"]) for kind in ("support", "candid")
        ]
        share[name] = 1 - (1 - v["image.gain_report"]) ** sum(reports)
        if sum(reports) > 0 and v["alternatives.images"] == "own":
            claim = v["image.support"] * (1 - target) * reports[0] / sum(reports)
            image = after[f"image_{name}_caseworker"]
            after[f"image_{name}_caseworker"] += share[name] * (target + claim - image)
    more = max(after["knowledge_mentor"] - after["knowledge_caseworker"], 0.0)
    after["knowledge_caseworker"] += share["mastery"] * more
    if v["alternatives.images"] == "truth":
        return
    turns = per_norm(v, inputs, counts["connected_by_mentor"])
    apart = after["image_readiness_caseworker"] - after["image_readiness_mentor"]
    after["image_readiness_mentor"] += (1 - (1 - v["image.gain_report"]) ** turns) * apart


def images(v, inputs, counts):
    """Return both professionals' images, knowledge and remembered starts after the talk."""
    present = ("caseworker", "mentor") if inputs["three_party"] else ("caseworker",)
    after = {}
    for who in ("caseworker", "mentor"):
        for name in ("mastery", "readiness"):
            kept = inputs[f"image_{name}_{who}"]
            after[f"image_{name}_{who}"] = (
                heard(v, inputs, counts, who, name) if who in present else kept
            )
        kept = inputs[f"knowledge_{who}"]
        after[f"knowledge_{who}"] = learned(v, inputs, counts, who) if who in present else kept
    if inputs["three_party"]:
        told_by_reports(v, inputs, counts, after)
    claims = per_norm(v, inputs, counts["front_turns"] + counts["progress"])
    claims = sat(claims / v["image.recall_claims"])
    supports = sat(per_norm(v, inputs, counts["supports"]))
    recall = v["image.recall"]
    after["remembered_start_caseworker"] = inputs["remembered_start_caseworker"] * (
        1 - recall * claims
    )
    after["remembered_start_mentor"] = inputs["remembered_start_mentor"] * (1 - recall * supports)
    return after


# --- positions ---
def caseworkers_position(v, inputs, counts, start):
    """Return the caseworker's proposal after the talk."""

    def said(name):
        return sat(per_norm(v, inputs, counts[name]))

    over = max(start - feasible(v, inputs, inputs["order_stands"]), 0.0)
    moved = start + v["negotiation.demand"] * said("demands_accepted")
    moved -= v["negotiation.objection"] * said("objections_taken_up_caseworker") * over
    pacing = v["caseworker.pacing"] * inputs["pacing"]
    moved -= pacing * said("troubles_taken_up_caseworker")
    steps = counts["small_steps_taken_up"] + counts["progress_taken_up"]
    small = v["negotiation.small_steps"] * inputs["small_steps_weight"]
    return clip(moved - small * sat(per_norm(v, inputs, steps)))


def weights_of_the_others(v, inputs, counts):
    """Return nu, zeta and how far the citizen was heard."""
    told = (counts["told_taken_up"] + 1) / (counts["told"] + 2)
    least = v["negotiation.involvement_base"]
    citizen = v["negotiation.involvement"] * v["meeting.citizen_involvement"]
    citizen = clip(citizen * (least + (1 - least) * inputs["autonomy"]) * 2 * told)
    if not inputs["three_party"]:
        return 0.0, citizen, told
    taken = (counts["connected_by_caseworker"] + 1) / (counts["answered_by_caseworker"] + 2)
    mentor = v["negotiation.base"] + v["negotiation.taken_up"] * taken
    mentor += v["negotiation.shared"] * shared_goals(v, inputs)
    mentor = clip(mentor)
    return min(mentor, 1 - citizen), citizen, told


def plan_after(v, inputs, counts, known, mentor):
    """Return the plan after the meeting; `known` is knowledge after the talk."""
    caseworker = v["plan.caseworker"] * known["caseworker"]
    shared = v["negotiation.shared_plan"] * shared_goals(v, inputs)
    both = (known["caseworker"] + known["mentor"]) / 2
    caseworker = max(caseworker, shared * both)
    step = v["negotiation.plan"]
    wish = step / 2 * sat(per_norm(v, inputs, counts["wishes_taken_up"]))
    plan = []
    domains = zip(inputs["plan"], inputs["needs"], v["plan.template"], strict=True)
    for now, need, template in domains:
        system = template + caseworker * (need - template)
        helper = template + known["mentor"] * (need - template)
        aim = (1 - mentor) * system + mentor * helper
        plan.append(now + step * (aim - now) + (1 - step) * wish * (need - now))
    return plan


def positions(v, inputs, counts):
    """Return positions before and after the talk, weights, and what is decided of the plan."""
    before = opening(v, inputs)
    after = images(v, inputs, counts)
    start = before["opening_proposal_caseworker"]
    caseworker = caseworkers_position(v, inputs, counts, start)
    mentors = before["opening_proposal_mentor"]
    nu, zeta, told = weights_of_the_others(v, inputs, counts)
    known = {who: after[f"knowledge_{who}"] for who in ("caseworker", "mentor")}
    best = feasible(v, inputs, inputs["order_stands"])
    decided = clip((1 - nu - zeta) * caseworker + nu * mentors + zeta * best)
    demand = inputs["demand"] + v["negotiation.step"] * (decided - inputs["demand"])
    return before | {
        "proposal_caseworker": caseworker,
        "proposal_mentor": mentors,
        "mentor_weight": nu,
        "citizen_weight": zeta,
        "heard": told,
        "decided_demand": decided if inputs["deciding"] else inputs["demand"],
        "demand": demand if inputs["deciding"] else inputs["demand"],
        "plan": plan_after(v, inputs, counts, known, nu) if inputs["deciding"] else inputs["plan"],
    }
