// Answers questions in the file itself, by runs of the compiled rules in workers; the page asks it as
// it asks a server.

import { Agreement } from "../../engine/agreement.js";
import { Answering } from "../../engine/answer.js";
import { Pool } from "../../engine/pool.js";
import { Rules } from "../../engine/rules.js";
import { Depth } from "./depth.js";
import { armsOf, questionsOf, RefusedError, same } from "./question.js";
import { retold } from "./talk/retelling.js";

// Whether a link's fragment asks for a part of the classroom.
export const ofClassroom = (hash) => /^#(lessons?|meeting|year)(?=$|[=&])/.test(hash);

const SHOWN = ["speaker", "code", "act", "phase"];

export class Source {
  // `layout` is what viz/policy_file.py says of the engine; `begin` makes a worker; `later` has what is
  // unpacked when it is first asked for: the worlds of the file and the lines of meetings.
  constructor(declared, assumptions, layout, module, begin, later) {
    Object.assign(this, { declared, assumptions, layout, later });
    const rules = new Rules(module);
    this.pool = new Pool(module, layout, begin);
    this.answering = new Answering(rules, layout);
    this.agreement = new Agreement(rules, layout);
    this.deep = new Depth(this);
    this.address = { read: () => this.fragment(), write: (query) => `#${query}` };
    this.last = null;
  }

  // The question in the link; a link to a place in the file leaves it as it was.
  fragment() {
    if (location.hash.includes("=") && !ofClassroom(location.hash)) this.question = location.hash.slice(1);
    return this.question ?? this.declared.mailed.first;
  }

  json() { return Promise.resolve(this.assumptions); }

  worlds() { return (this.unpackedWorlds ??= this.later.worlds()); }

  lines() { return (this.unpackedLines ??= this.later.lines()); }

  async ask(what, body, take, signal) {
    const { jobcentre, plan = {}, assumptions = {} } = body;
    const question = { jobcentre, plan, assumptions };
    const wanted = (line) => { if (!signal?.aborted) take(line); };
    try {
      if (what === "questions") take(questionsOf(question, this.declared));
      else if (what === "answer") await this.answer(question, wanted, signal);
      else if (what === "depth") wanted({ depth: await this.deep.look(question, await this.own(question), wanted) });
      else if (what === "map") wanted({ map: await this.deep.map({ ...question, across: body.across, up: body.up }, wanted) });
      else if (what === "meetings") wanted({ meetings: await this.meetings(question, body.number) });
    } catch (error) {
      if (error.message === "superseded") return;
      if (error instanceof RefusedError) { wanted({ error: error.kind, about: error.about }); return; }
      console.warn(error);
      wanted({ error: "failed" });
    }
  }

  async answer(question, take, signal) {
    this.pool.clear();
    const { today, plan } = armsOf(question, this.declared);
    if (same(today, plan)) { take({ basis: "unchanged", final: true }); return; }
    const { stages } = this.layout;
    const from = JSON.stringify(question);
    const pairs = this.pairs(today, plan, stages.at(-1), true, from);
    for (const stage of stages) {
      const found = await Promise.all(pairs.slice(0, stage));
      if (signal?.aborted) return;
      const document = this.answering.answer(found, today, plan);
      const final = stage === stages.at(-1) || Object.values(document.settled).every(Boolean);
      if (final) this.last = { question: from, own: document.outcomes[document.headline] };
      take({ ...document, final });
      if (!final) continue;
      this.pool.clear(from); // more pairs would hardly change a word
      return;
    }
  }

  // Runs of both arms under the first seeds. A jobcentre that is kept is not run again for the next plan.
  pairs(today, plan, count, kept, from = "") {
    return Array.from({ length: count }, (_, number) => {
      const pair = this.pool.run({ task: "pair", today, plan, pair: number, kept, from }, number);
      pair.catch(() => {}); // the caller that awaits it reports the failure
      return pair;
    });
  }

  // The figure of ownership in the answer to a question.
  async own(question) {
    if (this.last?.question === JSON.stringify(question)) return this.last.own;
    const { today, plan } = armsOf(question, this.declared);
    return this.answering.headline(await Promise.all(this.pairs(today, plan, this.layout.stages[1], true)));
  }

  // A meeting today, and the one in its place with the plan, with the lines of both languages.
  async meetings(question, number) {
    const { today, plan } = armsOf(question, this.declared);
    const { kinds, banks } = await this.lines();
    const week = this.declared.mailed.settled_weeks;
    const arms = { today, plan };
    const logs = await Promise.all(Object.values(arms).map((each, place) => this.pool.run({ task: "meeting", today, plan: each, which: number, week }, place)));
    const told = (turns) => {
      const lines = Object.entries(banks).map(([language, bank]) => [language, retold(turns, bank, kinds, number)]);
      return turns.map((turn, place) => ({ ...Object.fromEntries(SHOWN.map((name) => [name, turn[name]])), connected: connected(turn),
        line: Object.fromEntries(lines.map(([language, texts]) => [language, texts[place]])) }));
    };
    return Object.fromEntries(Object.keys(arms).map((name, place) => [name, told(logs[place])]));
  }
}

// Whether a turn takes up what is at hand, in words; empty where nothing is.
function connected(turn) {
  if (turn.taken_up < 0) return "";
  if (!turn.taken_up) return "not taken up";
  return turn.translated ? "translated" : "taken up";
}
