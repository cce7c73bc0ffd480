// A meeting's log in spoken lines, as experiments/methods/retelling.py tells it: the same lines for the
// same log and seed. The lines and the kinds of acts are those that the file carries.

import { Log } from "./facts.js";
import { Random } from "./random.js";

// Return the line of each turn. `bank` is that of one language, `kinds` what is said of acts.
export function retold(turns, bank, kinds, seed) {
  const teller = new Teller(new Log(turns, kinds), bank, kinds, String(seed));
  turns.forEach((_, number) => teller.speak(number));
  return teller.spoken.map(({ text }) => text);
}

class Teller {
  constructor(log, bank, kinds, seed) {
    Object.assign(this, { log, turns: log.turns, bank, kinds, seed, spoken: [], said: new Map() });
  }

  count(text) { return this.said.get(text) ?? 0; }

  speak(number) {
    const told = this.log.takenUpBy(number);
    const short = this.log.isShort(number);
    let [line, topic] = short ? [this.anywhere(number, true), ""] : this.line(number, this.wanted(number, told));
    const leads = this.log.mends(number) ? [] : this.leads(number);
    if (!this.names(line, number, topic)) leads.push(...this.turning(number, leads, topic));
    if (leads.some(({ text }) => text.includes("{own}") || text.includes("{told}"))) line = this.shorter(number, line);
    const parts = [...leads, line];
    for (const { text } of parts) this.said.set(text, this.count(text) + 1);
    this.spoken.push({ topic, text: parts.map(({ text }) => this.filled(text, number, told, topic)).join(" ") });
  }

  // --- topics ---

  // The topics that suit a turn, best first.
  wanted(number, told) {
    const turn = this.turns[number];
    const hand = this.log.atHandBefore(number);
    const drawn = new Random(`${this.seed} topic ${number}`).shuffle(this.topics().filter(Boolean));
    const worn = new Map(drawn.map((topic) => [topic, this.worn(number, topic)]));
    const possible = drawn.sort((one, other) => Number(worn.get(one).worn) - Number(worn.get(other).worn) || worn.get(one).used - worn.get(other).used);
    const topicsOf = (numbers) => [...numbers].reverse().map((each) => this.spoken[each].topic);
    const recent = topicsOf(this.log.waitingBefore(number));
    const atHand = hand >= 0 ? [this.spoken[hand].topic] : [];
    let near = topicsOf(told);
    if (this.log.byCitizen(number)) near = recent.length ? [...recent, ...atHand] : atHand;
    else if (turn.taken_up === 1) near.push(...recent, ...atHand);
    else {
      const left = possible.filter((topic) => ![...recent, ...atHand].includes(topic));
      return left.length ? left : possible;
    }
    near = [...new Set(near)].filter((topic) => possible.includes(topic) && !worn.get(topic).worn);
    return [...near, ...possible.filter((topic) => !near.includes(topic))];
  }

  topics() {
    const mentored = this.turns.some(({ speaker }) => speaker === "mentor");
    return this.bank.topics.filter((topic) => mentored || !this.bank.withMentor.includes(topic));
  }

  // Whether a topic no longer suits, and how often the code of the turn had it.
  worn(number, topic) {
    const { code } = this.turns[number];
    const used = this.spoken.filter((spoken, place) => spoken.topic === topic && this.turns[place].code === code).length;
    const worn = this.log.byCitizen(number) ? this.contradicts(number, topic) : !this.leavesAnAnswer(number, topic);
    return { worn, used };
  }

  // Whether the citizen's next turn still has an unsaid line on a topic.
  leavesAnAnswer(number, topic) {
    for (let each = number + 1; each < this.turns.length; each += 1) {
      if (this.log.byCitizen(each)) {
        const { act, code } = this.turns[each];
        const line = this.bank.onTopic[`citizen ${act} ${code} ${topic}`];
        return !line || !(this.count(line) || this.contradicts(each, topic));
      }
      if (this.log.isFull(each)) break;
    }
    return true;
  }

  // Whether a citizen's turn would say otherwise than before; a slip may.
  contradicts(number, topic) {
    const turn = this.turns[number];
    const against = this.kinds.contradictedBy[turn.act] ?? [];
    return this.spoken.some((spoken, place) => {
      const earlier = this.turns[place];
      return spoken.topic === topic && this.log.byCitizen(place) && earlier.code === turn.code
        && against.includes(earlier.act) && !(turn.slip && earlier.act === "front");
    });
  }

  // --- lines ---

  // The line of a turn with its topic: a new one where there is one left.
  line(number, topics) {
    const turn = this.turns[number];
    const written = (turn.act === "objects" ? this.demanded(topics) : topics)
      .map((topic) => [this.bank.onTopic[`${turn.speaker} ${turn.act} ${turn.code} ${topic}`], topic])
      .filter(([text]) => text !== undefined).map(([text, topic]) => [{ text, claims: {} }, topic]);
    const fresh = written.find(([{ text }]) => !this.count(text));
    if (fresh) return fresh;
    if (written.length && this.pool(number).every(({ text }) => this.count(text))) {
      return written.reduce((least, each) => (this.count(each[0].text) < this.count(least[0].text) ? each : least));
    }
    return [this.anywhere(number, false), topics[0]];
  }

  // Those of the topics on which something was demanded.
  demanded(topics) {
    const found = new Set(this.spoken.filter((_, place) => this.turns[place].act === "demand").map(({ topic }) => topic));
    return topics.filter((topic) => found.has(topic));
  }

  // The lines for any topic whose claims the log holds.
  pool(number) {
    const { speaker, act } = this.turns[number];
    return this.holding(number, this.bank.anywhere[`${speaker} ${act}`]);
  }

  // A line for any topic, one that names its topic unless `plain`.
  anywhere(number, plain) {
    const pool = this.pool(number);
    const fitting = pool.filter(({ text }) => text.includes("{") !== plain);
    return this.leastSaid(fitting.length ? fitting : pool, `line ${number}`);
  }

  // A line that does not name the topic once more, if there is one unsaid.
  shorter(number, line) {
    if (!line.text.includes("{topic}")) return line;
    const fresh = this.pool(number).filter(({ text }) => !text.includes("{") && !this.count(text));
    return fresh.length ? this.leastSaid(fresh, `line ${number}`) : line;
  }

  // What leads over to a topic that is not at hand, if nothing names it yet.
  turning(number, leads, topic) {
    const hand = this.log.atHandBefore(number);
    const before = [...this.log.waitingBefore(number), ...(hand >= 0 ? [hand] : [])];
    const slot = this.log.turningSlot(number);
    if (!slot || !before.length || before.some((each) => this.spoken[each].topic === topic)) return [];
    if (leads.some(({ text }) => text.includes("{own}")) || (slot === "elsewhere" && leads.length)) return [];
    return [this.leastSaid(this.leadsIn(number, slot), `turn to ${number}`)];
  }

  // What leads up to the line.
  leads(number) {
    const chance = new Random(`${this.seed} whether ${number}`);
    const { optional } = this.kinds;
    for (const slots of this.log.slots(number)) {
      const isOptional = slots[0] in optional;
      if (chance.number() >= (isOptional ? optional[slots[0]] : 1)) continue;
      const pools = slots.map((slot) => this.leadsIn(number, slot))
        .map((pool) => (isOptional ? pool.filter(({ text }) => !this.count(text)) : pool));
      if (pools.every((pool) => pool.length)) return pools.map((pool) => this.leastSaid(pool, `lead ${number}`));
    }
    return [];
  }

  leadsIn(number, slot) { return this.holding(number, this.bank.leads[`${this.turns[number].speaker} ${slot}`]); }

  // The lines whose claims the log holds; the closest, where some are.
  holding(number, lines = []) {
    const facts = this.log.facts(number);
    const held = lines.filter(({ claims }) => Object.entries(claims).every(([name, value]) => facts[name] === value));
    const closest = held.filter(({ claims }) => "after_front" in claims);
    return closest.length ? closest : held;
  }

  // Draw one of the lines that were said least.
  leastSaid(lines, purpose) {
    const least = Math.min(...lines.map(({ text }) => this.count(text)));
    return new Random(`${this.seed} ${purpose}`).choice(lines.filter(({ text }) => this.count(text) === least));
  }

  // --- words ---

  // Put the names of topics into a line.
  filled(text, number, told, topic) {
    if (!text.includes("{")) return text;
    const waiting = this.log.waitingBefore(number);
    const own = this.named(topic, this.turns[number].code);
    const names = {
      topic: own, own,
      told: this.listed(told.length ? told : waiting.filter((each) => this.log.tells(each))),
      other: this.listed(waiting.length ? waiting.slice(-1) : [this.log.atHandBefore(number)]),
    };
    const filled = text.replace(/\{(\w+)\}/g, (_, name) => names[name]);
    return filled.charAt(0).toUpperCase() + filled.slice(1);
  }

  names(line, number, topic) {
    const name = this.named(topic, this.turns[number].code);
    return line.text.includes("{topic}") || line.text.toLowerCase().includes(name.toLowerCase());
  }

  named(topic, code) { return this.bank.names[`${topic} ${code}`] ?? ""; }

  // Name the topics of some turns, each once.
  listed(numbers) {
    const known = numbers.filter((each) => each >= 0).map((each) => this.named(this.spoken[each].topic, this.turns[each].code));
    const names = [...new Set(known)].filter(Boolean);
    return names.slice(0, -1).join(", ") + (names.length > 1 ? this.bank.and : "") + names.slice(-1).join("");
  }
}
