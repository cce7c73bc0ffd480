// What many worlds say together, by the rules of sim/agreement.py. Memory only.
import { handed } from "./rules.js";
import { bytesOf } from "./setup.js";

const floats = (rules, numbers) => rules.array([numbers.length], bytesOf(Float64Array.from(numbers)));
const wholes = (rules, numbers) => rules.array([numbers.length], bytesOf(BigInt64Array.from(numbers, BigInt)));

export class Agreement {
  // `layout.books.agreement` names standings and words in the order of the rules' numbers.
  constructor(rules, layout) {
    Object.assign(this, { rules, ...layout.books.agreement });
  }

  // Numbers of worlds by standing, as an object.
  named(counts) { return Object.fromEntries(this.standings.map((name, place) => [name, counts[place]])); }

  counted(standings) {
    return this.named(this.standings.map((name) => standings.filter((each) => each === name).length));
  }

  // The word for all worlds together.
  overall(shares) { return this.words[this.word("overall_word", shares)]; }

  // The word of a tile of a map: empty where worlds differ.
  tile(shares) {
    const place = this.word("clear_word", shares);
    return this.standings[place] === "unsettled" ? "" : this.words[place];
  }

  word(rule, shares) {
    this.rules.clear();
    return Number(this.rules.whole(rule, ...handed(wholes(this.rules, this.standings.map((name) => shares[name])))));
  }

  // Worlds counted by the size of a change alone.
  bySize(changes, smallest) {
    this.rules.clear();
    const shares = this.rules.array([this.standings.length]);
    this.rules.call("count_by_size", ...handed(floats(this.rules, changes)), smallest, ...handed(shares));
    return this.named([...this.rules.numbers(shares.address, this.standings.length)].map(Number));
  }

  // Median, 5th and 95th percentile; null where no world has a change.
  spread(changes) {
    this.rules.clear();
    const found = this.rules.array([3]);
    this.rules.call("write_spread", ...[floats(this.rules, changes), found].flatMap(handed));
    const numbers = [...this.rules.floats(found.address, 3)].map((each) => (Number.isFinite(each) ? each : null));
    return Object.fromEntries(["median", "low", "high"].map((name, place) => [name, numbers[place]]));
  }
}
