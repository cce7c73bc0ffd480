// Pairs of runs under one seed: the jobcentre as it is, and with a plan. A jobcentre that is kept is run
// once for all plans, and plans of the same size begin from its burn-in (as sim/burn_in.py).
import { booksOf, groupsOf } from "./books.js";
import { quantilesOf } from "./curves.js";
import { handed } from "./rules.js";
import { begun, expanded, moved, termsOf } from "./setup.js";
import { logOf } from "./talk.js";

export class Arms {
  // `layout.start` has the settings that values by name are moved in, and what goes with them.
  constructor(rules, layout) {
    Object.assign(this, { rules, layout, key: "", kept: new Map() });
    const { start } = layout;
    if (start) this.start = { ...start, settings: expanded(start, layout.settings.count) };
  }

  // `today` and `plan` are values by name; a pair's number says its seed.
  pair({ today, plan, pair: number, kept }) {
    const seed = this.start.seeds[number];
    const before = this.today(today, seed, number, kept);
    return { ...this.beside(this.start, before, today, plan, seed), ours: sent(before.books) };
  }

  // Several plans in a plausible world, under each of some seeds; the jobcentre is run once a seed.
  // Returns the pairs of each plan. A world is { settings, beside, nodes, curves }.
  world({ today, plans, world, seeds }) {
    const settings = this.start.settings.slice();
    settings.set(world.settings);
    const there = { ...this.start, settings, beside: world.beside, quantiles: quantilesOf(this.rules, this.start.quantiles, world) };
    const found = plans.map(() => []);
    for (const seed of seeds) {
      const before = this.lived(there, today, seed);
      plans.forEach((plan, place) => {
        const { theirs, groups } = this.beside(there, before, today, plan, seed);
        found[place].push({ ours: bare(before.books), theirs: bare(theirs), groups });
      });
    }
    return found;
  }

  // The log of a meeting under the first seed: the `which`-th of those from a week on.
  meeting({ today, plan, which, week }) {
    const world = this.begun(this.start, today, plan, this.start.seeds[0]);
    for (const name of ["KEEP_MEETINGS", "KEEP_TURNS"]) world.keep(name);
    world.liveTo();
    return logOf(world, which, week);
  }

  get burnIn() { return -this.start.firstWeeks[0]; }

  beside(there, before, today, plan, seed) {
    const means = this.means(there, today, plan, seed);
    const world = this.begun(there, today, plan, seed, means);
    if (before.sizes === world.sizes && !means) world.takeOver(before.tables, this.burnIn);
    const theirs = this.books(world, there, plan);
    this.rules.clear();
    const groups = [today, plan].every((values) => this.differs(there, values)) ? groupsOf(this.rules, this.layout, before.books, theirs) : null;
    return { theirs: sent(theirs), groups };
  }

  today(values, seed, number, kept) {
    const key = JSON.stringify(values);
    if (kept && key !== this.key) {
      this.key = key;
      this.kept.clear();
    }
    const found = key === this.key ? this.kept.get(number) : null;
    if (found) return found;
    const made = this.lived(this.start, values, seed);
    if (key === this.key) this.kept.set(number, made);
    return made;
  }

  // A jobcentre as it is, lived to its end: its books, and its tables at week 0.
  lived(there, values, seed) {
    const world = this.begun(there, values, values, seed, this.means(there, values, values, seed));
    world.liveTo(this.burnIn);
    const tables = world.copied();
    return { sizes: world.sizes, tables, books: this.books(world, there, values) };
  }

  // The first week: burn-in is lived as today, what comes after it as planned.
  begun(there, today, plan, seed, means = null, other = {}) {
    const { firstWeeks, beside, quantiles } = there;
    const [before, after] = [today, plan].map((values) => ({ settings: this.settings(there, { ...values, ...other }), beside }));
    const changes = before.settings.some((each, place) => each !== after.settings[place]) ? [{ premises: 1, week: firstWeeks[1] }] : [];
    this.rules.clear();
    const world = begun(this.rules, this.layout, { premises: [before, after], baseline: before, firstWeeks, quantiles, changes }, seed);
    if (means) world.bytesOf("mean_counts").set(means);
    return world;
  }

  // Where counts stand for conversations: their means, from a first pass with turns (sim/run.py).
  means(there, today, plan, seed) {
    const { name, counts, turns } = this.layout.counted;
    const { first, choices } = this.layout.settings.places[name];
    if (this.settings(there, plan)[first] !== choices.indexOf(counts)) return null;
    const world = this.begun(there, today, plan, seed, null, { [name]: turns });
    world.liveTo();
    const table = (each, shape) => ({ address: world.tables[each].address, shape });
    const sums = table("meeting_totals", [2, this.layout.books.meetingColumns]);
    const found = table("mean_counts", world.tables.mean_counts.shape);
    this.rules.call("write_mean_counts", ...[sums, found].flatMap(handed));
    return world.bytesOf("mean_counts").slice();
  }

  // Whether people differ, so that there are groups of them (experiments/methods/groups.py).
  differs(there, values) {
    const { name, mixed } = this.layout.people;
    const { first, choices } = this.layout.settings.places[name];
    return this.settings(there, values)[first] === choices.indexOf(mixed);
  }

  settings(there, values) { return moved(there.settings, this.layout.settings, values); }

  books(world, there, values) {
    world.liveTo();
    return booksOf(world, termsOf(this.rules, this.layout, this.settings(there, values)));
  }
}

// What goes back to the page.
const sent = ({ weeks, outcomes, series }) => ({ weeks, outcomes, series });
const bare = ({ weeks, outcomes }) => ({ weeks, outcomes });
