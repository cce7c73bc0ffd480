// The answer's document of a plan, put together from pairs of runs as experiments/methods/answers.py
// does it. Numbers and words come from the rules; which of them stand where is said here.
import { differences, isSettled, wordOf } from "./sums.js";

const plain = (value) => (Number.isFinite(value) ? value : null);
const rounded = (value) => (Number.isFinite(value) ? Number(value.toFixed(4)) : null);
const part = (bytes, place, parts) => bytes.subarray((place * bytes.length) / parts, ((place + 1) * bytes.length) / parts);

export class Answering {
  // `layout.books` is what viz/engine_books.py says of outcomes, `layout.answer` what it says of answers.
  constructor(rules, layout) {
    Object.assign(this, { rules, layout, books: layout.books, form: layout.answer });
  }

  // `pairs` are those of one question in their order; `today` and `plan` are values by name.
  answer(pairs, today, plan) {
    this.rules.clear();
    const outcomes = this.figures(this.form.outcomes, this.ofOutcomes(pairs));
    const people = pairs.filter(({ groups }) => groups);
    const groups = people.length ? this.groups(people) : [];
    const document = {
      basis: "runs", pairs: pairs.length, weeks: pairs[0].ours.weeks, headline: this.form.headline, outcomes,
      against: this.against(outcomes), hours: this.hours(pairs, today, plan), groups,
      distance: groups.length ? this.distance(groups) : {}, chain: this.chain(outcomes), courses: this.courses(pairs),
    };
    return { ...document, settled: this.settled(document) };
  }

  // Which shown words more pairs would hardly change (experiments/methods/settled_answers.py).
  settled({ pairs, headline, outcomes, against, chain, groups }) {
    const settled = (name, figure) => isSettled(this.rules, this.layout, figure, pairs, this.books.measures[name].smallest);
    const shown = [...new Set([headline, against.outcome, ...chain])].filter((name) => outcomes[name]);
    const people = groups.flatMap(({ group, outcomes: found }) => Object.entries(found).map(([name, figure]) => [`${group} ${name}`, settled(name, figure)]));
    return Object.fromEntries([...shown.map((name) => [name, settled(name, outcomes[name])]), ...people]);
  }

  // What a plausible world says of a plan (experiments/methods/deepening.py).
  noted(pairs) {
    this.rules.clear();
    const { headline, beside } = this.form;
    const people = pairs.filter(({ groups }) => groups);
    const groups = people.length ? this.groups(people, this.books.groups.all) : [];
    const standings = groups.map(({ group, outcomes }) => [group, outcomes[headline].standing]);
    return { everyone: this.figures([headline, ...beside], this.ofOutcomes(pairs)), groups: Object.fromEntries(standings) };
  }

  // The figure of ownership alone.
  headline(pairs) {
    this.rules.clear();
    const { headline } = this.form;
    return this.figures([headline], this.ofOutcomes(pairs))[headline];
  }

  ofOutcomes(pairs) {
    const found = differences(this.rules, this.layout, pairs.map(({ ours, theirs }) => ({ baseline: ours.outcomes, policy: theirs.outcomes })));
    return { found, names: this.books.outcomes };
  }

  figures(wanted, { found, names }) {
    return Object.fromEntries(wanted.map((name) => [name, this.figure(name, found, names.indexOf(name))]));
  }

  figure(name, found, place) {
    const { smallest, standings } = this.books.measures[name];
    const verdict = wordOf(this.rules, this.layout, found, place, smallest);
    const numbers = ["baseline", "policy", "difference", "low", "high"].map((row) => [row, plain(found[row][place])]);
    return { ...Object.fromEntries(numbers), verdict, standing: standings[this.books.words.indexOf(verdict)] };
  }

  groups(pairs, places = this.books.groups.places) {
    const { groups: { rows }, ofGroups } = this.books;
    return Object.entries(places).map(([group, row]) => {
      const arm = (pair, side) => part(part(pair.groups, side, 2), row, rows);
      const found = differences(this.rules, this.layout, pairs.map((pair) => ({ baseline: arm(pair, 0), policy: arm(pair, 1) })));
      return { group, outcomes: this.figures(this.form.ofGroups, { found, names: ofGroups }) };
    });
  }

  // How far the strongest third lies above the weakest, today and with the plan.
  distance(groups) {
    const [low, high] = ["lowest-third", "highest-third"].map((name) => groups.find(({ group }) => group === name).outcomes);
    return Object.fromEntries(this.form.ofGroups.map((name) => {
      const [today, plan] = ["baseline", "policy"].map((arm) => apart(high[name][arm], low[name][arm]));
      const grows = Math.abs(plan) - Math.abs(today);
      const change = Math.abs(grows) < this.books.measures[name].smallest ? "same" : grows > 0 ? "grows" : "shrinks";
      return [name, { today: plain(today), plan: plain(plan), change }];
    }));
  }

  // What goes the other way than ownership, or what goes the same way.
  against(outcomes) {
    const { headline, beside } = this.form;
    const other = outcomes[headline].standing === "worse" ? "better" : "worse";
    for (const [way, wanted] of [["other", [other]], ["same", ["better", "worse"]]]) {
      const outcome = beside.find((name) => wanted.includes(outcomes[name].standing));
      if (outcome) return { way, outcome };
    }
    return { way: "none", outcome: beside[0] };
  }

  // Of each step the outcome that changes most, by its smallest difference, if that much changes.
  chain(outcomes) {
    const size = (name) => {
      const { difference } = outcomes[name];
      const { smallest } = this.books.measures[name];
      return difference === null || !smallest ? -1 : Math.abs(difference) / smallest;
    };
    return this.form.chain.map((step) => step.reduce((most, name) => (size(name) > size(most) ? name : most)))
      .filter((name) => size(name) >= 1);
  }

  courses(pairs) {
    const { series } = this.books;
    const { courses, every } = this.form;
    return Object.fromEntries(courses.map((name) => {
      const row = (arm) => part(arm.series, series.indexOf(name), this.books.seriesRows);
      const found = differences(this.rules, this.layout, pairs.map(({ ours, theirs }) => ({ baseline: row(ours), policy: row(theirs) })));
      const weeks = found.baseline.map((_, week) => week).filter((week) => week % every === 0);
      const drawn = (value) => weeks.map((week) => rounded(value(week)));
      return [name, {
        weeks, today: drawn((week) => found.baseline[week]), plan: drawn((week) => found.policy[week]),
        low: drawn((week) => found.baseline[week] + found.low[week]), high: drawn((week) => found.baseline[week] + found.high[week]),
      }];
    }));
  }

  // What a plan takes at a jobcentre in a year (experiments/methods/own_hours.py).
  hours(pairs, ...arms) {
    const [today, plan] = arms.map((each) => ({ ...this.form.values, ...each }));
    const { hours: names } = this.books;
    const first = this.books.outcomes.indexOf(names[0]);
    const { found } = this.ofOutcomes(pairs);
    const { sides, apart: besides, weeksOfYear } = this.form;
    const placesOf = (values) => values["staffing.mentors"] * values["staffing.mentor_caseload"];
    const places = placesOf(today);
    const posts = { mentor: (values) => values["staffing.mentors"],
      caseworker: (values) => placesOf(values) / (values["staffing.caseworker_caseload"] * values["population.mentored_share"]) };
    const hoursOfPost = (side) => today["hours.week"] * today[`hours.${side}_share`] * weeksOfYear;
    const document = { places };
    for (const side of sides) {
      const figures = names.map((name, place) => [name, place]).filter(([name]) => name.startsWith(`${side}_hours`)).map(([name, place]) => {
        const [before, after, change] = ["baseline", "policy", "difference"].map((row) => found[row][first + place]);
        return [name, { per_citizen: { today: plain(before), plan: plain(after), change: plain(change) },
          hours: plain(change * places), posts: plain((change * places) / hoursOfPost(side)) }];
      });
      const isApart = (name) => besides.includes(name.slice(name.lastIndexOf("_") + 1));
      const isDone = ({ per_citizen: each }) => each.today !== 0 || each.plan !== 0;
      const kept = (wanted) => Object.fromEntries(figures.filter(([name, each]) => wanted(name) && isDone(each)));
      const total = `${side}_hours`;
      document[side] = { total: figures.find(([name]) => name === total)[1], parts: kept((name) => name !== total && !isApart(name)),
        apart: kept((name) => name !== total && isApart(name)), capacity: { today: posts[side](today), plan: posts[side](plan) } };
    }
    return document;
  }
}

const apart = (high, low) => (high ?? NaN) - (low ?? NaN);
