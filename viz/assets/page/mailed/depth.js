// How sure an answer is, what turns it, and the map of two levers, put together as
// experiments/methods/deepening.py and lever_map.py do it. Numbers and words come from the rules.

import { armsOf, axisOf, conditionsOf, RefusedError } from "./question.js";

const SAID = ["better", "worse", "none"];

export class Depth {
  // `source` has the pool, what answers, and the worlds of the file, null without any.
  constructor(source) {
    const { pool, answering, agreement, declared, layout } = source;
    Object.assign(this, { source, pool, answering, agreement, declared, layout });
  }

  // Yield progress, then the deeper look. `own` is the figure of ownership in the answer itself.
  async look(question, own, take) {
    const conditions = conditionsOf(question, this.declared);
    const worlds = await this.source.worlds();
    const count = worlds?.count ?? 0;
    const step = progress(conditions.length + count, take);
    const { today, plan } = armsOf(question, this.declared);
    const noted = async (place) => this.answering.noted((await this.inWorld(worlds, place, today, [plan], worlds.seeds(place)))[0]);
    const [found, notes] = await Promise.all([
      Promise.all(conditions.map(({ question: other }) => step(this.condition(other)))),
      Promise.all(Array.from({ length: count }, (_, place) => step(noted(place)))),
    ]);
    const turning = conditions.map(({ name, value, question: other }, place) => {
      const { difference, standing } = found[place];
      const turns = own.standing !== standing && SAID.includes(own.standing) && SAID.includes(standing);
      return { name, value, difference, standing, turns, question: { ...question, ...other } };
    });
    return { conditions: turning, ...(count ? this.together(notes, worlds) : {}) };
  }

  async condition(question) {
    const { today, plan } = armsOf(question, this.declared);
    return this.answering.headline(await Promise.all(this.source.pairs(today, plan, this.layout.conditionPairs, false)));
  }

  // The pairs of several plans in a world.
  inWorld(worlds, place, today, plans, seeds) {
    return this.pool.run({ task: "world", today, plans, world: worlds.world(place), seeds }, place);
  }

  together(notes, worlds) {
    const { headline } = this.layout.answer;
    const outcomes = Object.fromEntries(Object.keys(notes[0].everyone).map((name) => {
      const figures = notes.map(({ everyone }) => everyone[name]);
      const shares = this.agreement.counted(figures.map(({ standing }) => standing));
      return [name, { shares, spread: this.agreement.spread(figures.map(({ difference }) => difference ?? NaN)) }];
    }));
    const groups = Object.fromEntries(Object.keys(notes[0].groups).map((group) =>
      [group, this.agreement.counted(notes.map((note) => note.groups[group]))]));
    return {
      worlds: { count: notes.length, pairs: worlds.seeds(0).length, stale: worlds.stale },
      overall: this.agreement.overall(outcomes[headline].shares), outcomes, groups,
    };
  }

  // Yield progress, then the map: the jobcentre is run once for each row of tiles in each world.
  async map({ jobcentre, assumptions, across, up }, take) {
    const { drawable, mailed } = this.declared;
    if (![across, up].every((name) => drawable.includes(name))) throw new RefusedError();
    const question = { jobcentre, assumptions, plan: {} };
    const { today } = armsOf(question, this.declared);
    const [columns, rows] = [across, up].map((name) => axisOf(name, today, this.declared));
    const worlds = await this.source.worlds();
    const count = Math.min(mailed.map_worlds, worlds.count);
    const levers = rows.map((y) => columns.map((x) => ({ [across]: x, [up]: y })));
    const step = progress(count * rows.length, take);
    const rowIn = (place) => async (row) => {
      const plans = row.map((plan) => armsOf({ ...question, plan }, this.declared).plan);
      const found = await this.inWorld(worlds, place, today, plans, worlds.seeds(place).slice(0, 1));
      return found.map((pairs) => this.answering.headline(pairs).difference ?? NaN);
    };
    const changes = await Promise.all(Array.from({ length: count }, (_, place) => Promise.all(levers.map((row) => step(rowIn(place)(row))))));
    const own = { [across]: today[across], [up]: today[up] };
    const tiles = levers.flatMap((row, y) => row.map((each, x) => this.tile(each, own, changes.map((world) => world[y][x]))));
    return { across: { name: across, values: columns }, up: { name: up, values: rows }, own, worlds: count, tiles };
  }

  tile(levers, own, changes) {
    const { smallest } = this.layout.books.measures[this.layout.answer.headline];
    const shares = this.agreement.bySize(changes, smallest);
    const here = Object.keys(own).every((name) => own[name] === levers[name]);
    return { levers, own: here, word: this.agreement.tile(shares), shares, median: this.agreement.spread(changes).median };
  }
}

// Say how many of some steps are done, at the beginning and after each.
function progress(of, take) {
  let done = 0;
  take({ done, of });
  return async (promise) => {
    const found = await promise;
    done += 1;
    take({ done, of });
    return found;
  };
}
