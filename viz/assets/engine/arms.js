// Pairs of runs under one seed: the jobcentre as it is, and with a plan. A jobcentre that is kept is run
// once for all plans, and plans of the same size begin from its burn-in (as sim/burn_in.py).
import { booksOf, groupsOf } from "./books.js";
import { begun, expanded, moved, termsOf } from "./setup.js";

export class Arms {
  // `layout.start` has the settings that values by name are moved in, and what goes with them.
  constructor(rules, layout) {
    Object.assign(this, { rules, layout, key: "", kept: new Map() });
    if (layout.start) this.start = expanded(layout.start, layout.settings.count);
  }

  // `today` and `plan` are values by name; a pair's number says its seed.
  pair({ today, plan, pair: number, kept }) {
    const seed = this.layout.start.seeds[number];
    const before = this.today(today, seed, number, kept);
    const world = this.begun(today, plan, seed);
    if (before.sizes === world.sizes) world.takeOver(before.tables, this.burnIn);
    const [ours, theirs] = [before.books, this.books(world, plan)];
    this.rules.clear();
    const groups = groupsOf(this.rules, this.layout, ours, theirs);
    const sent = ({ weeks, outcomes, series }) => ({ weeks, outcomes, series });
    return { ours: sent(ours), theirs: sent(theirs), groups };
  }

  get burnIn() { return -this.layout.start.firstWeeks[0]; }

  settings(values) { return moved(this.start, this.layout.settings.places, values); }

  today(values, seed, number, kept) {
    const key = JSON.stringify(values);
    if (kept && key !== this.key) {
      this.key = key;
      this.kept.clear();
    }
    const found = key === this.key ? this.kept.get(number) : null;
    if (found) return found;
    const world = this.begun(values, values, seed);
    world.liveTo(this.burnIn);
    const tables = world.copied();
    const made = { sizes: world.sizes, tables, books: this.books(world, values) };
    if (key === this.key) this.kept.set(number, made);
    return made;
  }

  // The first week: burn-in is lived as today, what comes after it as planned.
  begun(today, plan, seed) {
    const { firstWeeks, beside, quantiles } = this.layout.start;
    const [before, after] = [today, plan].map((values) => ({ settings: this.settings(values), beside }));
    const changes = before.settings.some((each, place) => each !== after.settings[place]) ? [{ premises: 1, week: firstWeeks[1] }] : [];
    this.rules.clear();
    return begun(this.rules, this.layout, { premises: [before, after], baseline: before, firstWeeks, quantiles, changes }, seed);
  }

  books(world, values) {
    world.liveTo();
    return booksOf(world, termsOf(this.rules, this.layout, this.settings(values)));
  }
}
