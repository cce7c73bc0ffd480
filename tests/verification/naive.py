"""A second, independent and deliberately naive implementation of three rules.

Written from the specification in plain Python, with people as dictionaries and no thought of
speed. It shares nothing with the package but the values of parameters.
"""

import math

WAITING, REFERRED, COURSE, TWO_PARTY = "waiting", "referred", "course", "two_party"
GAIN_BELIEVED = (
    "flat",
    "active_passive_2006",
    "active_passive_2011",
    "staircase_2016",
    "none",
    "all_or_nothing",
)


def plan_week(v, size, people, week):
    """Return what a caseworker does in a week; everybody's mentor is in post.

    `v` are values by dotted name, `size` the fraction of a post, `people` its citizens.
    Premises are practised in full (`coordination.fidelity` = full).
    """
    hours = v["hours.week"] * v["hours.caseworker_share"] * size
    unlimited = v["staffing.funding"] == "unlimited"
    others = v["staffing.caseworker_caseload"] * size * (1 - v["population.mentored_share"])
    waiting = [p for p in people if p["status"] in (WAITING, REFERRED)]
    running = [p for p in people if p["status"] in (COURSE, TWO_PARTY)]
    background = (
        v["hours.background"] * others
        + v["hours.background_wait"] * len(waiting)
        + v["hours.background_course"] * len(running)
    )
    protected = min(v["hours.protected"] * background, v["hours.protected_cap"] * hours)
    left = math.inf if unlimited else hours - protected
    overtime = 0.0

    interviewed = []
    due = [p for p in people if p["status"] == WAITING and p["next_interview"] <= week]
    for person in sorted(due, key=lambda p: (p["arrived"], p["slot"])):
        price = v["hours.interview"]
        first = not interviewed and left > 0
        if price > left and not first:
            break
        overtime += max(0.0, price - left)
        left = max(0.0, left - price)
        interviewed.append(person["slot"])

    price = v["meeting.minutes"] / 60 + v["hours.record"]
    most = math.ceil(v["meeting.week_cap"] * len(running) / v["meeting.interval_weeks"])
    held = []
    due = [p for p in running if p["meeting_due"] <= week]
    for person in sorted(due, key=lambda p: (p["meeting_due"], p["slot"])):
        if len(held) < most and price <= left:
            left -= price
            held.append(person)

    rest_of_background = min(left, background - protected)
    left -= rest_of_background

    def coordination(person):
        if person["status"] != COURSE:
            return 0.0
        talk = (v["meeting.pre_meeting_minutes"] + v["meeting.debrief_minutes"]) / 60
        aligned = v["coordination.expectation_alignment"] and (
            week - person["last_alignment"] >= v["understanding.align_interval_weeks"]
        )
        return talk + (v["hours.alignment"] if aligned else 0.0)

    preparing = v["hours.preparation"] * len(held)
    coordinating = sum(coordination(p) for p in held)
    if v["coordination.it_support"]:
        coordinating += v["hours.it_per_case"] * sum(p["status"] == COURSE for p in running)
    rest = preparing + coordinating
    prepared = 1.0 if rest == 0 else min(max(left / rest, 0.0), 1.0)
    left -= prepared * rest if not unlimited else 0.0

    fresh = v["hours.interview"] * sum(
        p["status"] == WAITING and p["next_interview"] == week for p in people
    )
    fresh += sum(
        price + v["hours.preparation"] + coordination(p)
        for p in running
        if p["meeting_due"] == week
    )
    if v["coordination.it_support"]:
        it = v["hours.it_per_case"] * sum(p["status"] == COURSE for p in running)
        fresh += it * 1.0
    contactable = [
        p
        for p in running
        if p not in held and week - p["last_contact"] >= v["spare.interval_weeks"]
    ]
    contactable.sort(key=lambda p: (p["last_contact"], p["slot"]))
    spare = math.inf if unlimited else left * v["population.mentored_share"]
    portions = spare / v["spare.portion_hours"]
    return {
        "interviewed": sorted(interviewed),
        "met": sorted(p["slot"] for p in held),
        "preparation": prepared,
        "background": protected + rest_of_background,
        "overtime": overtime,
        "preparation_hours": prepared * preparing,
        "coordination_hours": prepared * coordinating,
        "utilisation": (background + fresh) / hours,
        # an odd rest of a portion is a draw: as many, or one more
        "spare_least": min(portions, len(contactable)) if unlimited else _whole(portions),
        "contactable": [p["slot"] for p in contactable],
    }


def _whole(portions):
    return math.floor(portions + 1e-9)


def placement_pressure(v, placed):
    """Return the pressure to place people (psi); `placed` is a share, or None of nobody."""
    factor = 1.0
    if placed is not None:
        short = v["measurement.placement_target"] - placed
        factor = min(max(1 + short / v["measurement.gap_scale"], 0.0), 2.0)
    believed = GAIN_BELIEVED.index(v["refund.perceived_regime"])
    gain = v["refund.belief_strength"] * v["refund.gain"][believed]
    belief = 1 + v["refund.placement_per_gain"] * gain
    return v["measurement.placement_weight"] * factor * belief


def residual_chance(v, knowledge, pressure):
    """Return the chance that the mentor is chosen as what is left."""
    chance = 1 - knowledge
    chance *= v["referral.residual_base"] + v["referral.residual_measuring"] * pressure
    chance *= 1 - v["referral.residual_involvement"] * v["meeting.citizen_involvement"]
    chance *= (
        v["referral.offers_base"] - v["referral.offers_slope"] * v["referral.offers_available"]
    )
    return min(max(chance, 0.0), 1.0)


def feasible(v, person):
    """Return the demand that a person can realistically meet (x*)."""
    loss = v["education.cap_crisis"] * person["crisis"]
    return fitting(v, person, person["mastery"], person["readiness"], loss)


def estimated(v, person):
    """Return the demand that the caseworker's images say can be met; no crisis is in the file."""
    return fitting(v, person, person["image_mastery"], person["image_readiness"], 0.0)


def fitting(v, person, mastery, readiness, loss):
    """Return the demand that mastery and readiness allow, as they are or as they are seen."""
    value = v["education.cap_const"] - loss
    value += v["education.cap_u"] * readiness + v["education.cap_e"] * mastery
    dropouts = min(person["dropouts"], v["education.e_cap"])
    value -= v["education.e_penalty"] * dropouts * (1 + v["education.fear_order"] * person["order"])
    return min(max(value, v["education.cap_floor"]), v["education.cap_ceiling"])


def referred(v, person, residual):
    """Return plan, demand, autonomy and meaning after a referral."""
    known = 0.0 if residual else person["knowledge"]
    template = v["plan.template"]
    plan = [known * n + (1 - known) * t for n, t in zip(person["needs"], template, strict=True)]
    demand = known * estimated(v, person) + (1 - known) * v["law.standard_demand"]
    match = 1 - sum(abs(a - b) for a, b in zip(plan, person["needs"], strict=True)) / 2
    if residual:
        autonomy = person["autonomy"]
        meaning = v["referral.sold_meaning"] * match
    else:
        chosen = v["referral.chosen_autonomy"]
        autonomy = person["autonomy"] + chosen * (1 - person["autonomy"])
        meaning = v["referral.chosen_meaning"] * match
    return plan, min(max(demand, 0.0), 1.0), autonomy, min(max(meaning, 0.0), 1.0)


def realism(v, person):
    """Return how far a demand fits (R)."""
    best = min(max(feasible(v, person) + v["ownership.stretch"], 0.0), 1.0)
    distance = person["demand"] - best
    cost = v["ownership.over_cost"] * distance if distance > 0 else 0.0
    if distance < 0:
        cost = v["ownership.under_cost"] * -distance
    return 1 - min(max(cost, 0.0), 1.0)


def ownership_target(v, person):
    """Return the level to which ownership moves, from a generalised mean of five parts."""
    share = v["ownership.trust_mentor_share"]
    trust = share * person["trust_mentor"] + (1 - share) * person["trust_caseworker"]
    parts = {
        "autonomy": person["autonomy"],
        "meaning": person["meaning"],
        "trust": trust,
        "realism": realism(v, person),
        "consistency": person["consistency"],
    }
    parts = {name: max(value, 1e-6) for name, value in parts.items()}
    weights = {name: v[f"ownership.weight_{name}"] for name in parts}
    total = sum(weights.values())
    power = v["ownership.complementarity"]
    if v["alternatives.ownership"] == "minimum":
        basis = min(parts.values())
    elif power == 0:
        basis = math.prod(parts[n] ** (weights[n] / total) for n in parts)
    else:
        basis = sum(weights[n] / total * parts[n] ** power for n in parts) ** (1 / power)
    level = 1 / (1 + math.exp(-v["ownership.gain"] * (basis - v["ownership.midpoint"])))
    level *= 1 - v["ownership.pressure_discount"] * person["pressure"]
    return level * (1 - v["ownership.fatigue_discount"] * person["fatigue"])


def moved(v, ownership, target):
    """Return ownership a week later, noise apart."""
    rising = "ownership.half_life_up" if target > ownership else "ownership.half_life_down"
    return target + (ownership - target) * 0.5 ** (1 / v[rising])
