// Answers questions in the file itself, by runs of the compiled rules in workers; the page asks it as
// it asks a server.

import { Answering } from "../../engine/answer.js";
import { Pool } from "../../engine/pool.js";
import { Rules } from "../../engine/rules.js";
import { armsOf, conditionsOf, questionsOf, RefusedError, same } from "./question.js";

// Whether a link's fragment asks for a part of the classroom.
export const ofClassroom = (hash) => /^#(lessons?|meeting|year)(?=$|[=&])/.test(hash);

const SAID = ["better", "worse", "none"];

export class Source {
  // `layout` is what viz/policy_file.py says of the engine; `begin` makes a worker.
  constructor(declared, assumptions, layout, module, begin) {
    Object.assign(this, { declared, assumptions, layout });
    this.pool = new Pool(module, layout, begin);
    this.answering = new Answering(new Rules(module), layout);
    this.address = { read: () => this.fragment(), write: (query) => `#${query}` };
    this.last = null;
  }

  // The question in the link; a link to a place in the file leaves it as it was.
  fragment() {
    if (location.hash.includes("=") && !ofClassroom(location.hash)) this.question = location.hash.slice(1);
    return this.question ?? this.declared.mailed.first;
  }

  json() { return Promise.resolve(this.assumptions); }

  async ask(what, body, take, signal) {
    const { jobcentre, plan = {}, assumptions = {} } = body;
    const question = { jobcentre, plan, assumptions };
    const wanted = (line) => { if (!signal?.aborted) take(line); };
    try {
      if (what === "questions") take(questionsOf(question, this.declared));
      else if (what === "answer") await this.answer(question, wanted, signal);
      else if (what === "depth") await this.depth(question, wanted);
    } catch (error) {
      if (error.message === "superseded") return;
      if (!(error instanceof RefusedError)) console.warn(error);
      wanted({ error: error instanceof RefusedError ? "refused" : "failed" });
    }
  }

  async answer(question, take, signal) {
    this.pool.clear();
    const { today, plan } = armsOf(question, this.declared);
    if (same(today, plan)) { take({ basis: "unchanged", final: true }); return; }
    const { stages } = this.layout;
    const pairs = this.pairs(today, plan, stages.at(-1), true);
    for (const stage of stages) {
      const found = await Promise.all(pairs.slice(0, stage));
      if (signal?.aborted) return;
      const final = stage === stages.at(-1);
      const document = this.answering.answer(found, today, plan);
      if (final) this.last = { question: JSON.stringify(question), standing: document.outcomes[document.headline].standing };
      take({ ...document, final });
    }
  }

  // Runs of both arms under the first seeds. A jobcentre that is kept is not run again for the next plan.
  pairs(today, plan, count, kept) {
    return Array.from({ length: count }, (_, number) => {
      const pair = this.pool.run({ task: "pair", today, plan, pair: number, kept }, number);
      pair.catch(() => {}); // whoever waits for it says so
      return pair;
    });
  }

  // What another payer or caseload would turn. Plausible worlds are not in the file.
  async depth(question, take) {
    const conditions = conditionsOf(question, this.declared);
    const found = [];
    const own = this.last?.question === JSON.stringify(question) ? this.last.standing : "unsettled";
    for (const [done, { name, value, question: other }] of conditions.entries()) {
      take({ done, of: conditions.length });
      const { today, plan } = armsOf(other, this.declared);
      const pairs = await Promise.all(this.pairs(today, plan, this.layout.conditionPairs, false));
      const { difference, standing } = this.answering.headline(pairs);
      const turns = own !== standing && SAID.includes(own) && SAID.includes(standing);
      found.push({ name, value, difference, standing, turns, question: other });
    }
    take({ depth: { conditions: found } });
  }
}
