// A worker of the engine: lets jobcentres live, one after the other, and sends back what was asked.
import { Arms } from "./arms.js";
import { booksOf } from "./books.js";
import { Rules } from "./rules.js";
import { begun, expanded, termsOf } from "./setup.js";

let rules = null, layout = null, arms = null;

// A run of a scenario from its settings, to its end.
function lived({ premises, baseline, seed, ...run }) {
  rules.clear();
  const each = (given) => ({ ...given, settings: expanded(given, layout.settings.count) });
  const world = begun(rules, layout, { ...run, premises: premises.map(each), baseline: each(baseline) }, seed);
  for (const name of run.keep) world.keep(name);
  world.liveTo();
  return world;
}

// What can be asked: all tables after a run, its books, a pair of a jobcentre and a plan for it, such
// pairs in a plausible world, or the log of a meeting.
const TASKS = {
  tables: ({ run }) => lived(run).copied(),
  books: ({ run }) => booksOf(lived(run), termsOf(rules, layout, expanded(run.today, layout.settings.count))),
  pair: (task) => arms.pair(task),
  world: (task) => arms.world(task),
  meeting: (task) => arms.meeting(task),
};

self.onmessage = ({ data }) => {
  if (data.module) {
    rules = new Rules(data.module);
    layout = data.layout;
    arms = new Arms(rules, layout);
    return;
  }
  try {
    self.postMessage({ number: data.number, found: TASKS[data.task](data) });
  } catch (error) {
    self.postMessage({ number: data.number, error: String(error?.message ?? error) });
  }
};
