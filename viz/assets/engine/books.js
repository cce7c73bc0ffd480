// What a run has counted, as rules work it out of its tables (sim/books.py, sim/result.py). Memory
// and sizes only; `layout.books` is what viz/engine_books.py says.
import { handed } from "./rules.js";

// Settle the cases of a world that has lived to its end, and work out its outcomes; `terms` is an
// array of what they are reckoned by.
export function booksOf(world, terms) {
  const { rules, layout: { books } } = world;
  const cases = settled(world, books);
  const facts = rules.array([books.facts, cases.shape[0]]);
  rules.call("write_facts", ...handed(cases), ...handed(cases), ...handed(facts));
  const weeks = world.tables.weekly.shape[0];
  const table = (name, shape) => handed({ address: world.tables[name].address, shape });
  const totals = world.tables.totals.length / 8;
  const series = rules.array([books.seriesRows, weeks]);
  const found = rules.array([books.outcomes.length]);
  rules.call("write_outcomes", ...table("weekly", [weeks, books.weeklyColumns]), ...table("totals", [totals]),
    ...table("meeting_totals", [2, books.meetingColumns]), ...handed(facts), ...handed(terms),
    ...handed(series), ...handed(found));
  return { weeks, cases: cases.shape[0], facts: rules.copied(facts), series: rules.copied(series), outcomes: rules.copied(found) };
}

// The cases begun, copied, with their fates.
function settled(world, books) {
  const shape = [world.counter("CASES"), books.caseColumns];
  const cases = world.rules.array(shape, world.bytesOf("cases").slice(0, 8 * shape[0] * shape[1]));
  world.rules.call("settle_cases", world.address, ...handed(cases), 0n);
  return cases;
}

// What both arms of a pair count of each group, one arm after the other; null if all are alike.
export function groupsOf(rules, { books }, ours, theirs) {
  const facts = (arm) => [...handed(rules.array([books.facts, arm.cases], arm.facts)), BigInt(arm.weeks)];
  const found = rules.array([2, books.groups.rows, books.ofGroups.length]);
  const given = [...facts(ours), ...facts(theirs)];
  return rules.truth("write_groups", ...given, ...handed(found)) ? rules.copied(found) : null;
}
