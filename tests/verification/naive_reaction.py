"""A naive reading of the reaction to a meeting, and of what the record of the dyad takes from it.

Written from the specification alone; see `naive_meeting.py` and `naive_consequences.py`, whose
inputs these functions take, with the states as they are when the reaction begins.
"""

import runpy
from pathlib import Path
from types import SimpleNamespace

after_talk = SimpleNamespace(
    **runpy.run_path(str(Path(__file__).with_name("naive_consequences.py")))
)
clip, push, sat, per_norm = (
    after_talk.clip,
    after_talk.push,
    after_talk.sat,
    after_talk.per_norm,
)
shared_goals, logistic = after_talk.shared_goals, after_talk.logistic


def view_of_caseworker(v, after):
    """Return the caseworker's view of the citizen (S_K)."""
    weight = v["image.care_view"]
    mastery, readiness = after["image_mastery_caseworker"], after["image_readiness_caseworker"]
    return (1 - weight) * mastery + weight * readiness


def decisions(v, inputs, counts, found, after):
    """Return the chances of closing, of an order, of a sanction, and of a ground for a grant."""
    view, year = view_of_caseworker(v, after), inputs["course_years"]

    def said(name):
        return sat(per_norm(v, inputs, counts[name]))

    close = v["decision.close_const"] + v["decision.close_weeks"] * (year - 1)
    close += v["decision.close_state"] * (view > v["decision.close_state_level"])
    measuring = v["decision.close_measuring"] * inputs["placement_pressure"]
    close -= measuring * inputs["three_party"]
    order = v["decision.order_const"]
    order += v["decision.order_state"] * (view - v["decision.order_state_zero"])
    order += v["decision.order_weeks"] * min(year, v["decision.order_cap"])
    over = found["decided_demand"] - v["decision.order_demand_zero"]
    order += v["decision.order_demand"] * over
    said_to_it = said("demands_accepted") - said("objections_taken_up_caseworker")
    order += said_to_it
    uttered = counts["demands"] + counts["duties"] > 0
    sanction = v["decision.sanction_rate"] * v["law.sanction_strictness"] * inputs["preparation"]
    sanction *= 1 - v["decision.sanction_trust_guard"] * inputs["trust_caseworker"]
    due = inputs["missed_since_meeting"] >= v["decision.sanction_min"] and counts["duties"] > 0
    named = sum(
        counts[f"{who}_{c}"] for who in ("caseworker", "mentor") for c in ("law", "economy")
    )
    ground = sat(per_norm(v, inputs, named)) if v["law.ground"] else 1.0
    return {
        "close": logistic(close),
        "order": logistic(order) if uttered and v["law.education_order"] else 0.0,
        "sanction": clip(sanction) if due else 0.0,
        "ground": ground * inputs["three_party"],
    }


def slips_tell(v, inputs, counts):
    """Return trust in caseworker and mentor after slips were acknowledged, or not."""
    caseworker, mentor = inputs["trust_caseworker"], inputs["trust_mentor"]
    by_caseworker = counts["acknowledged_by_caseworker"] > 0
    by_mentor = counts["acknowledged_by_mentor"] > 0
    if by_caseworker:
        caseworker = push(caseworker, v["slip.acknowledged_trust"])
    if by_mentor:
        mentor = push(mentor, v["slip.acknowledged_trust"])
    if counts["slips"] > 0 and not by_caseworker and not by_mentor:
        caseworker = push(caseworker, -v["slip.ignored_trust"])
    return caseworker, mentor


def uptake_quality(v, history, consistency):
    """Return Q_meet over the last meetings, newest first: (foreign turns taken up, of all)."""
    weights = v["meeting.pool_weights"]
    taken = sum(w * each[0] for w, each in zip(weights, history, strict=False))
    of_all = sum(w * each[1] for w, each in zip(weights, history, strict=False))
    return taken / of_all if of_all > 0 else consistency


def consistency_of(v, inputs, counts, found):
    """Return passing, agreement that fails in front of the citizen, and q."""
    passed = counts["adjacencies"] - counts["connected"] + 1
    passed += counts["mentor_objections"] - counts["mentor_objections_taken_up"]
    passing = passed / (counts["adjacencies"] + counts["mentor_objections"] + 2)
    shown = abs(found["proposal_caseworker"] - found["proposal_mentor"]) * 2 * passing
    shown *= 1 - v["reaction.pre_mutes"] * inputs["pre"]
    shown *= 1 - v["reaction.disagreement_shared"] * shared_goals(v, inputs)
    weight = v["reaction.uptake_weight"]
    agreed = 1 - min(1.0, v["reaction.disagreement_scale"] * shown)
    pooled = uptake_quality(v, inputs["history"], inputs["consistency"])
    return {
        "passing": passing,
        "disagreement": shown,
        "uptake_quality": pooled,
        "q": weight * pooled + (1 - weight) * agreed if inputs["three_party"] else 1.0,
    }


def impulse_of(v, inputs, counts, q, over):
    """Return the impulse of pressure."""
    questions = per_norm(v, inputs, counts["measuring_questions"]) / v["reaction.measuring_norm"]
    shared = 1 - v["meeting.measuring_shared"] * shared_goals(v, inputs)
    felt = v["reaction.measuring"] * inputs["measuring_sensitivity"] * questions * shared
    duties = per_norm(v, inputs, counts["duties"]) / v["reaction.measuring_norm"]
    felt += v["reaction.duty"] * v["law.sanction_strictness"] * duties
    felt *= 1 - v["reaction.trust_buffer"] * inputs["trust_caseworker"]
    translated = sat(per_norm(v, inputs, counts["translations_mentor_taken_up"]))
    felt *= 1 - v["reaction.translated"] * translated
    felt += v["reaction.over"] * over
    shield = 1.0
    if inputs["three_party"]:
        felt += v["reaction.inconsistency"] * (1 - q)
        shield -= v["reaction.shield"] * inputs["shield"] * inputs["trust_mentor"]
    dropouts = min(inputs["prior_dropouts"], v["education.e_cap"])
    fear = v["reaction.order_fear"] * dropouts * inputs["order_given"]
    return clip(felt * shield + fear)


def autonomy_after(v, inputs, counts, found, over):
    """Return autonomy after the meeting; only a plan of one's own makes influence count fully."""
    involved = v["meeting.citizen_involvement"]
    influence = v["reaction.talk"] * counts["citizen_turns"] / inputs["turns"]
    influence += v["reaction.involvement"] * involved * 2 * found["heard"]
    settled = v["reaction.pre_settled"] * inputs["pre"] * max(1 - 2 * involved, 0.0)
    change = influence * (1 - settled) - v["reaction.influence_zero"]
    if change > 0:
        apart = sum(abs(p - n) for p, n in zip(found["plan"], inputs["needs"], strict=True))
        own = max(2 * (1 - apart / 2) - 1, 0.0) / v["reaction.choice_ref"]
        base = v["reaction.choice_base"]
        change *= base + (1 - base) * own
    demands = per_norm(v, inputs, counts["demands"])
    demands += v["law.sanction_strictness"] * per_norm(v, inputs, counts["duties"])
    threat = v["reaction.over_factor"] * over + v["reaction.demand_factor"] * demands
    dose = v["reaction.influence"] * change
    dose += v["reaction.autonomy_act"] * per_norm(v, inputs, counts["autonomy_acts"])
    dose -= v["reaction.reactance"] * inputs["reactance"] * min(1.0, threat)
    return push(inputs["autonomy"], dose)


def pressed(v, inputs, counts, impulse):
    """Return pressure and distress after the meeting."""
    pressure = push(inputs["pressure"], impulse)
    said = counts["citizen_turns"]
    acted = counts["front_turns"] / said * (1 - inputs["true_state"]) if said else 0.0
    distress = v["reaction.distress_share"] * impulse + v["reaction.distress_gap"] * acted
    distress = push(inputs["distress"], distress)
    passed_over = per_norm(v, inputs, counts["told"] - counts["told_taken_up"])
    unheard = v["meeting.trouble_pressure"] * (1 - inputs["trust_caseworker"]) * passed_over
    relief = v["reaction.debrief"] * inputs["debrief"]
    return push(push(pressure, unheard), -relief), push(distress, -relief)


def reaction(v, inputs, counts, found):
    """Return what a meeting does to the citizen; `found` are the positions."""
    over = max(found["decided_demand"] - inputs["feasible_after"], 0.0)
    consistency = consistency_of(v, inputs, counts, found)
    impulse = impulse_of(v, inputs, counts, consistency["q"], over)
    pressure, distress = pressed(v, inputs, counts, impulse)
    step = v["reaction.consistency_step"] if inputs["three_party"] else 0.0
    dose = v["reaction.tk_prep"] * inputs["preparation"]
    dose += v["reaction.tk_recognition"] * (counts["recognitions"] > 0)
    dose -= v["reaction.tk_over"] * min(1.0, v["reaction.over_scale"] * over)
    dose += v["reaction.tk_recognition"] * sat(per_norm(v, inputs, counts["rights"]))
    loss = v["reaction.tm_over"] * min(1.0, v["reaction.over_scale"] * over)
    loss *= (1 - inputs["shield"]) * inputs["three_party"]
    known = per_norm(v, inputs, counts["openings_taken_up"])
    q = consistency["q"]
    return consistency | {
        "demand_over": over,
        "impulse": impulse,
        "pressure": pressure,
        "distress": distress,
        "consistency": inputs["consistency"] + step * (q - inputs["consistency"]),
        "autonomy": autonomy_after(v, inputs, counts, found, over),
        "trust_caseworker": push(inputs["trust_caseworker"], dose),
        "trust_mentor": push(inputs["trust_mentor"], -loss),
        "openings_known": push(inputs["openings_known"], v["opening.dose"] * known),
    }


def contact_of(v, inputs):
    """Return the hours of contact that a meeting gives the two professionals."""
    return (v["meeting.minutes"] + inputs["talks_practised"] * inputs["preparation"]) / 60


def coordination(v, inputs, counts, found, after):
    """Return the seven dimensions of relational coordination in one three-party meeting."""
    apart = sum(
        abs(after[f"image_{name}_caseworker"] - after[f"image_{name}_mentor"])
        for name in ("mastery", "readiness")
    )
    differ = abs(found["proposal_caseworker"] - found["proposal_mentor"])
    agreed = 1 - min(1.0, v["coordination.distance_scale"] * differ)
    mended = counts["acknowledged_by_caseworker"] + counts["acknowledged_by_mentor"]
    problems = counts["told_taken_up"] + mended + 1 / 2
    return {
        "frequency": min(1.0, inputs["contact_hours"] / v["coordination.contact_norm"]),
        "timeliness": (inputs["late"] <= 1) * (1 + inputs["preparation"]) / 2,
        "accuracy": 1 - min(1.0, v["coordination.distance_scale"] * apart / 2),
        "shared_goals": agreed * (1 + shared_goals(v, inputs)) / 2,
        "shared_knowledge": inputs["understanding"],
        "problem_solving": problems / (counts["told"] + counts["slips_answered"] + 1),
        "respect": (counts["connected"] + 1 / 2) / (counts["adjacencies"] + 1),
    }
