"""Random logs of meetings that keep the promises which the model makes about a log."""

from heterophony.sim import Turn

CODES = ("care", "law", "economy", "education")
OWN = {"caseworker": ("law", "economy", "education"), "mentor": ("care", "education")}
WEIGHTS = {"caseworker": (0.15, 0.35, 0.25, 0.25), "mentor": (0.6, 0.05, 0.05, 0.3)}
EVEN = dict.fromkeys(WEIGHTS, (1, 1, 1, 1))
QUESTIONS = ("measuring_question", "wish_question", "empathic_question")
TELLINGS = ("trouble", "wish", "objection")
REPAIRS = ("acknowledging", "future", "medical", "reframing")
REPORTS = ("supports_front", "candid")
CASEWORKERS = {
    "care": ("empathic_question", "recognition", "autonomy"),
    "law": ("duty", "right"),
    "economy": ("measuring_question", "opening"),
    "education": ("demand", "wish_question"),
}
MENTORS = {
    "care": (*REPORTS, "recognition", "autonomy"),
    "law": ("information",),
    "economy": ("information",),
    "education": ("objects", "small_step", "information"),
}


# A turn of which nothing is said but who, in which code, does what.
PLAIN = {
    "phase": "middle",
    "orientation": "",
    "slip": False,
    "taken_up": -1,
    "translated": False,
    "after_other": False,
    "foreign": False,
    "answers": -1,
    "told_taken_up": -1,
    "settled_by": -1,
    "said_from_front": False,
    "front_factor": 1.0,
    "position_moved": 0.0,
    "image_moved_caseworker": 0.0,
    "image_moved_mentor": 0.0,
}


def logged(speaker, code, act, **facts) -> Turn:
    """Return a turn of a log."""
    return Turn(speaker=speaker, code=code, act=act, **(PLAIN | facts))


def by_citizen(turn) -> bool:
    return turn.speaker == "citizen"


def is_full(turn) -> bool:
    return not by_citizen(turn) and turn.act != "short_response"


class Talk:
    """A meeting that is made up turn by turn, by the rules of whose turn it is."""

    def __init__(self, rng, length, chair="caseworker", mentor=True, own=OWN, weights=WEIGHTS):
        self.rng, self.length, self.chair, self.mentor = rng, length, chair, mentor
        self.own, self.weights = own, weights
        self.turns, self.code, self.setter = [], "", ""
        self.waiting, self.slip, self.state = [], False, "open"

    def held(self):
        while len(self.turns) < self.length:
            speaker = self.speaker() if self.turns else self.chair
            (self.citizen if speaker == "citizen" else self.professional)(speaker)
        return self.turns

    def often(self, share):
        return self.rng.random() < share

    def speaker(self):
        if self.state in ("citizen", "mentor"):
            return self.state
        if self.state == "open" and self.often(0.5):
            return "citizen"
        return "mentor" if self.mentor and self.often(0.35) else "caseworker"

    def add(self, **facts):
        share = len(self.turns) / self.length
        phase = "opening" if share < 0.25 else "closing" if share > 0.8 else "middle"
        self.turns.append(logged(phase=phase, **facts))

    def citizen(self, speaker):
        asked = self.state == "citizen"
        demanded = asked and self.turns[-1].act == "demand"
        front = self.often(0.45)
        leak = not front and self.often(0.1)
        if leak:
            act = "trouble"
        elif demanded:
            act = "acceptance" if front or self.often(0.5) else "objection"
        else:
            act = "front" if front else self.rng.choice(("trouble", "wish", "progress", "trouble"))
        own = [turn for turn in self.turns if by_citizen(turn)]
        fell = act in ("trouble", "objection") and bool(own) and own[-1].said_from_front
        slip = leak or fell
        if front:  # covers what still waits
            self.waiting = []
        tells = act in TELLINGS
        self.add(
            speaker=speaker,
            code=self.code or "education",
            act=act,
            slip=slip,
            answers=len(self.turns) - 1 if asked else -1,
            said_from_front=front,
            told_taken_up=0 if tells else -1,
        )
        if tells:
            self.waiting.append(len(self.turns) - 1)
        self.slip |= slip
        self.state = "answered"

    def professional(self, speaker):
        number, asked = len(self.turns), self.state == "mentor"
        answers = number - 1 if asked or self.state == "answered" else -1
        if self.state == "answered" and not self.slip and self.often(0.4):
            code = self.code or "education"
            self.add(speaker=speaker, code=code, act="short_response", answers=answers)
            self.state = "citizen" if self.often(0.6) else "passed"
            return
        kept = self.code
        foreign = bool(kept) and kept not in self.own[speaker]
        repair = self.rng.choice(REPAIRS) if self.slip and self.often(0.6) else ""
        taken = int(repair == "acknowledging" if repair else asked or self.often(0.6))
        bridges = not repair and foreign and bool(self.own[speaker]) and (asked or self.often(0.5))
        translated = bool(kept) and taken == 1 and bridges
        if not kept or not taken:
            code = self.drawn(speaker, [each for each in CODES if each != kept])
        else:
            code = self.drawn(speaker, self.own[speaker]) if translated else kept
        if repair and not kept:
            repair, taken = "", 0
        for told in self.waiting:
            settled = {"told_taken_up": taken if kept else 0, "settled_by": number}
            self.turns[told] = self.turns[told]._replace(**settled)
        act = f"repair_{repair}" if repair else self.act(speaker, code, asked)
        times = ("present", "future" if speaker == "caseworker" else "past")
        self.add(
            speaker=speaker,
            code=code,
            act=act,
            orientation=self.rng.choice(times),
            taken_up=taken if kept else -1,
            translated=translated,
            after_other=bool(kept) and self.setter != speaker,
            foreign=foreign,
            answers=answers,
        )
        self.waiting, self.slip, self.code, self.setter = [], False, code, speaker
        calls = {"asks_mentor": "mentor"} | dict.fromkeys((*QUESTIONS, "demand"), "citizen")
        self.state = calls.get(act, "open")

    def drawn(self, speaker, codes):
        weights = [self.weights[speaker][CODES.index(code)] for code in codes]
        return self.rng.choices(codes, weights)[0]

    def act(self, speaker, code, asked):
        if speaker == "mentor":
            reports = (*REPORTS, "small_step") if code == "education" else REPORTS
            return self.rng.choice(reports if asked else MENTORS[code])
        asks = self.mentor and self.turns and self.often(0.15)
        return "asks_mentor" if asks else self.rng.choice(CASEWORKERS[code])


def invented(rng, shortest=30, longest=45):
    """Return a log of a meeting of any chair, with or without a mentor, with any weights."""
    mentor = rng.random() < 0.9
    chairs = ("caseworker", "mentor", "citizen") if mentor else ("caseworker", "citizen")
    everybodys = dict.fromkeys(OWN, rng.choice((CODES, OWN["caseworker"], OWN["mentor"])))
    return Talk(
        rng,
        rng.randint(shortest, longest),
        chair=rng.choice(chairs),
        mentor=mentor,
        own=rng.choice((OWN, OWN, everybodys)),
        weights=rng.choice((WEIGHTS, EVEN)),
    ).held()
