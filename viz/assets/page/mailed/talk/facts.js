// What the log of a meeting holds about a turn, and which leads suit it: experiments/methods/turn_facts.py
// and lead_slots.py. `kinds` are the kinds of acts that the file carries.

export class Log {
  constructor(turns, kinds) { Object.assign(this, { turns, kinds }); }

  byCitizen(number) { return this.turns[number].speaker === "citizen"; }

  isShort(number) { return this.turns[number].act === this.kinds.short; }

  isFull(number) { return !this.byCitizen(number) && !this.isShort(number); }

  tells(number) { return this.kinds.tellings.includes(this.turns[number].act); }

  mends(number) { return this.kinds.repairs.includes(this.turns[number].act); }

  // The turns before one, the last first.
  before(number) { return Array.from({ length: number }, (_, place) => number - 1 - place); }

  // The turns with a trouble, objection or wish that a turn takes up.
  takenUpBy(number) {
    const taken = (each) => this.turns[each].settled_by === number && this.turns[each].told_taken_up === 1;
    return this.before(number).reverse().filter(taken);
  }

  // The citizen's turns since the last full turn of a professional.
  waitingBefore(number) {
    const last = this.atHandBefore(number);
    return this.before(number).filter((each) => each > last && this.byCitizen(each)).reverse();
  }

  // The last full turn of a professional before one, -1 if there is none.
  atHandBefore(number) { return this.before(number).find((each) => this.isFull(each)) ?? -1; }

  answeredAct(number) { return this.turns[this.turns[number].answers]?.act ?? ""; }

  facts(number) {
    const turn = this.turns[number];
    const hand = this.atHandBefore(number);
    return {
      speaker: turn.speaker, act: turn.act, code: turn.code, phase: turn.phase, orientation: turn.orientation,
      first: Number(number === 0), slip: turn.slip, taken_up: turn.taken_up, translated: turn.translated,
      after_other: turn.after_other, said_from_front: turn.said_from_front,
      answers_act: this.answeredAct(number), after_act: this.turns[hand]?.act ?? "",
      ...(this.byCitizen(number) ? this.ofCitizen(number) : this.ofProfessional(number)),
    };
  }

  ofProfessional(number) {
    const kinds = [...new Set(this.takenUpBy(number).map((each) => this.turns[each].act))];
    const slipped = this.waitingBefore(number).some((each) => this.turns[each].slip);
    return {
      refers_to: kinds.length > 1 ? "telling" : kinds[0] ?? "",
      repairs: Number(this.mends(number) && slipped),
      hears: Number(this.isShort(number) && number > 0 && this.byCitizen(number - 1)),
    };
  }

  ofCitizen(number) {
    const turn = this.turns[number];
    const own = this.before(number).find((each) => this.byCitizen(each));
    const before = this.turns[own];
    const goesOn = this.answeredAct(number) === this.kinds.short;
    return {
      after_front: Number(Boolean(before?.said_from_front) && before.code === turn.code),
      after_kind: !goesOn ? "" : before?.act === turn.act ? "same" : "other",
      comments: Number(number > 0 && turn.answers === -1),
      tells: Number(this.tells(number)),
    };
  }

  // The slots that may lead up to a turn, those to be tried first at the front.
  slots(number) {
    if (number === 0) return [this.byCitizen(number) ? ["open"] : ["open", "begin"]];
    if (this.isShort(number)) return [];
    return this.byCitizen(number) ? this.citizensSlots(number) : this.professionalsSlots(number);
  }

  citizensSlots(number) {
    const turn = this.turns[number];
    if (turn.slip) return [[turn.act === "objection" ? "slip_no" : "slip"]];
    if (turn.answers === -1) return [["comment"]];
    return [[this.answeredAct(number) === this.kinds.short ? "go_on" : "reply"]];
  }

  professionalsSlots(number) {
    const turn = this.turns[number];
    if (this.takenUpBy(number).length) return [turn.translated ? ["refer", "bridge"] : ["refer"]];
    if (turn.translated) return [["translate"]];
    if (this.answeredAct(number) === "asks_mentor") return [["asked"]];
    if (turn.taken_up === 0) return [["close"], ["pass"]];
    if (turn.taken_up !== 1) return [["begin"]];
    const hand = this.atHandBefore(number);
    const builtOn = this.turns.at(hand).act; // the last turn where none is at hand, as in Python
    return [
      ...(turn.after_other && this.kinds.builtOn.includes(builtOn) ? [["build"]] : []),
      ...(turn.after_other && hand === number - 1 ? [["join"]] : []),
      ...(this.waitingBefore(number).length ? [["answer"]] : []),
      ...(turn.act !== "measuring_question" ? [["time"]] : []),
    ];
  }

  // The slot that leads over to another topic than the one at hand, "" for none.
  turningSlot(number) {
    const turn = this.turns[number];
    if (this.byCitizen(number)) return turn.answers === -1 ? "elsewhere" : "";
    return turn.taken_up === 1 && !this.mends(number) ? "turn_to" : "";
  }
}
