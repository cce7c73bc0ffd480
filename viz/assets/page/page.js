// The page: put together from its parts, asks its source, and shows what comes.

import { frame, SECTIONS } from "./frame.js";
import { Jobcentre } from "./jobcentre.js";
import { Lever } from "./levers.js";
import { button, html, put } from "./markup.js";
import * as parts from "./answer_parts.js";
import * as pictures from "./pictures.js";
import * as plans from "./plans.js";
import * as say from "./sentences.js";
import { actions } from "./actions.js";
import { meetings } from "./meeting.js";
import { State } from "./state.js";
import { Words } from "./words.js";

const root = document.getElementById("page");
const visitor = crypto.randomUUID?.() ?? String(Math.random());
const OF_ANSWER = new Set(["turning", "sure", "map", "course", "groups", "hours", "why", "meeting"]); // hidden while a guess is asked for
const LATER = 700; // ms after the last move before deeper looks are asked for

export class Page {
  // `source` answers questions: the server (ask.js), or the rules in a file that is mailed.
  constructor(declared, tables, source) {
    this.declared = declared;
    this.tables = tables;
    this.source = source;
    this.found = null;
    this.map = null;
    this.progress = {};
    this.version = root.dataset.version;
    this.state = new State(declared, source.address, (why) => this.moved(why));
    this.act = actions(this);
    root.addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-act]");
      if (pressed && root.contains(pressed)) this.act(pressed.dataset.act, pressed.dataset.value === undefined ? null : JSON.parse(pressed.dataset.value), pressed);
    });
    root.addEventListener("change", (event) => {
      const { name } = event.target.dataset;
      if (name && this.state.plans[name]) { this.state.plans[name].name = event.target.value || name; this.show(); }
    });
    document.addEventListener("keydown", (event) => this.key(event));
    matchMedia("(max-width: 640px)").addEventListener("change", () => this.show());
    this.dress();
  }

  // Undo and redo by keyboard, but not while somebody types.
  key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.target.matches("input[type=text]")) return;
    const pressed = event.key.toLowerCase();
    if (pressed === "z" && !event.shiftKey) { event.preventDefault(); this.state.undo(); }
    if (pressed === "y" || (pressed === "z" && event.shiftKey)) { event.preventDefault(); this.state.redo(); }
  }

  // Build the page in the state's language and theme.
  dress() {
    const { state } = this;
    this.words = new Words(state.language, this.tables[state.language], this.declared);
    document.documentElement.lang = state.language;
    document.title = this.words.say("page.title");
    if (state.theme) document.documentElement.dataset.theme = state.theme;
    else delete document.documentElement.dataset.theme;
    root.innerHTML = String(frame(this.words, this.declared, state, this.version));
    this.nodes = Object.fromEntries([...root.querySelectorAll("[data-part]")].map((each) => [each.dataset.part, each]));
    this.jobcentre = new Jobcentre(this.nodes.place, this.words, (name, value) => state.setting(name, value), () => {});
    const lever = (name) => new Lever(name, this.words, (which, value) => state.lever(which, value));
    this.levers = {};
    for (const slot of root.querySelectorAll("[data-slot]")) {
      const made = lever(slot.dataset.slot);
      this.levers[made.name] = made;
      slot.replaceWith(made.node);
    }
    for (const each of root.querySelectorAll("details[data-part]")) each.addEventListener("toggle", () => this.show());
    this.questions = this.questions ?? {};
    this.noted = JSON.stringify(state.notes);
    this.show();
    this.moved("dress");
  }

  // Something changed: show what is known, and ask.
  moved(why) {
    const other = this.words.language !== this.state.language || this.noted !== JSON.stringify(this.state.notes);
    if (why === "history" && other) { this.dress(); return; }
    this.ask();
    this.show(); // with what is known of the plan before, said to be so
  }

  async ask() {
    this.asked?.abort();
    this.asked = new AbortController();
    const { signal } = this.asked;
    clearTimeout(this.later);
    this.progress = { answer: "asked" };
    this.copied = false;
    this.found = this.found && { ...this.found, old: true };
    this.meeting = null;
    const own = JSON.stringify(this.state.jobcentre);
    if (own !== this.questionsOf) {
      this.questionsOf = own;
      this.source.ask("questions", { jobcentre: this.state.jobcentre }, (line) => { if (!line.error) { this.questions = line; this.show(); } });
      this.map = null;
    }
    await this.source.ask("answer", { ...this.state.question, visitor }, (line) => this.take(line), signal);
    if (!signal.aborted) this.later = setTimeout(() => this.deepen(signal), LATER);
  }

  take(line) {
    if (line.error) this.progress = { ...line, error: this.named(line.error) };
    else if (line.state === "compiling") this.progress.compiling = true;
    else {
      this.found = line.basis === "unchanged" ? line : { ...line, depth: line.depth ?? this.depthOf(line) };
      if (line.final) { this.progress = { done: true }; this.spoken(); }
    }
    this.show();
  }

  // A jobcentre above the most that is calculated is refused; say so rather than that something is wrong.
  named(error) {
    const { state, declared } = this;
    const place = (value) => value("staffing.mentors") * value("staffing.mentor_caseload");
    const most = Math.max(place((name) => state.today(name)), place((name) => state.value(name)));
    return error === "refused" && most > declared.most_places ? "too_large" : error;
  }

  // A better answer to the same question keeps the deeper look that is known.
  depthOf() { return this.found && !this.found.old ? this.found.depth : undefined; }

  // One sentence for screen readers, once, when the answer is final.
  spoken() {
    if (this.guessing) return;
    const text = this.found.basis === "unchanged" ? this.words.say("page.unchanged")
      : say.gain(this.found, this.words, this.state.funding).text;
    if (this.nodes.live.textContent !== text) this.nodes.live.textContent = text;
  }

  // How sure and what turns it, then the map: asked for when nobody moves a lever any more.
  async deepen(signal) {
    const { found } = this;
    if (found && found.basis !== "unchanged" && (!found.depth || found.stale)) {
      await this.source.ask("depth", { ...this.state.question, visitor }, (line) => {
        if (line.depth) { this.found = { ...this.found, depth: line.depth }; this.progress.depth = null; }
        else this.progress.depth = line;
        this.show();
      }, signal);
    }
    if (!signal.aborted && !this.map && this.declared.mailed?.worlds !== 0) await this.draw(signal);
    await this.answerKept(signal);
  }

  // Kept plans that have no answer yet for this jobcentre: from a file, or kept for another one.
  async answerKept(signal) {
    const { state } = this;
    const { jobcentre, assumptions, about } = state;
    for (const kept of Object.values(state.plans)) {
      if (signal.aborted) return;
      if (!kept || (kept.about === about && kept.answer?.final)) continue;
      await this.source.ask("answer", { jobcentre, plan: kept.plan, assumptions, visitor: `${visitor.slice(0, 36)}kept` }, (line) => {
        if (line.final) { Object.assign(kept, { answer: line, about }); this.show(); }
      }, signal);
    }
  }

  async draw(signal) {
    const [across, up] = this.axes ?? this.declared.axes;
    const body = { jobcentre: this.state.jobcentre, assumptions: this.state.assumptions, across, up, visitor: `${visitor.slice(0, 36)}map` };
    await this.source.ask("map", body, (line) => {
      if (line.map) { this.map = line.map; this.progress.map = null; }
      else this.progress.map = line.error ? { ...line, error: this.named(line.error) } : line;
      this.show();
    }, signal);
  }

  listen(number) {
    this.progress.meeting = true;
    this.show();
    this.source.ask("meetings", { ...this.state.question, visitor, number }, (line) => {
      this.progress.meeting = false;
      if (line.meetings) this.meeting = line.meetings; else this.progress.depth = line;
      this.show();
    }, this.asked.signal);
  }

  // What the plan changes: a question may move a lever that is folded away.
  planned() {
    const { state, words } = this;
    const found = plans.differing(state.plan, state.own, words);
    return found.length ? html`<p class="note planned">${words.say("page.plans.levers")}: ${found.join("; ")}</p>` : "";
  }

  get narrow() { return matchMedia("(max-width: 640px)").matches; }

  // Show everything that is known.
  show() {
    const { state, words, nodes, found } = this;
    const old = Boolean(found?.old);
    this.jobcentre.show(state.own, state.assumptions);
    for (const each of Object.values(this.levers)) each.show(state.value(each.name), state.today(each.name));
    put(nodes.questions, html`${Object.entries(this.questions).map(([name, plan]) => button("question", words.say(`page.question.${name}`),
      { key: `question ${name}`, value: plan, pressed: this.isPlan(plan) }))}`);
    put(nodes.moves, html`${[["undo", state.canUndo], ["redo", state.canRedo], ["reset", Object.keys(state.plan).length > 0], ["replay", state.canUndo]]
      .map(([name, can]) => button(name, words.say(`page.${name}`), { disabled: !can, look: "small" }))}${this.planned()}`);
    put(nodes.status, html`${this.status()}`);
    nodes.answer.classList.toggle("old", old);
    const usable = found && found.basis !== "unchanged" ? found : null;
    if (this.progress.error) put(nodes.lines, parts.failure(this.progress, words, "again"));
    else if (!found) put(nodes.lines, html`<p class="line first">${words.say("page.working")}</p>`);
    else if (!usable) put(nodes.lines, html`<p class="line first">${words.say("page.unchanged")}</p>`);
    else put(nodes.lines, this.guessing ? this.guess() : parts.answer(usable, words, state.funding));
    put(nodes.brief, usable && !this.guessing ? parts.brief(usable, words, state.funding) : "");
    put(nodes.keeping, usable ? html`${plans.keep(words, state.plans)} ${this.taken()}` : "");
    for (const [name, write] of Object.entries(SECTIONS)) {
      const open = nodes[name].tagName !== "DETAILS" || nodes[name].open;
      const content = nodes[name].querySelector(".content");
      const hidden = this.guessing && usable && OF_ANSWER.has(name);
      if (open) put(content, hidden ? html`<p class="note">${words.say("page.guess.hidden")}</p>` : write(this, usable) ?? html`<p class="note">${words.say("page.no_plan")}</p>`);
    }
    nodes.answer.dataset.state = this.progress.done ? "final" : this.progress.error ? "error" : "working";
    nodes.answer.dataset.plan = JSON.stringify(state.plan);
  }

  // The answer as text, or as one page on paper.
  taken() {
    const { words, found } = this;
    if (found.old || this.guessing || !["runs", "prepared"].includes(found.basis)) return "";
    const copy = navigator.clipboard ? button("copy-answer", words.say("page.copy"), { look: "small" }) : "";
    return html`<span class="group">${copy} ${button("note-print", words.say("page.note.print"), { look: "small" })}${this.copied ? words.say("page.copied") : ""}</span>`;
  }

  isPlan(plan) {
    const names = new Set([...Object.keys(plan), ...Object.keys(this.state.plan)]);
    names.delete(this.declared.funding);
    return [...names].every((name) => (name in plan ? plan[name] : this.state.today(name)) === this.state.value(name));
  }

  guess() {
    const { words } = this;
    return html`<p class="line first">${words.say("page.guess.ask")}</p><p>${["up", "same", "down"].map((each) =>
      button("guessed", words.say(`page.guess.${each}`), { key: `guess ${each}`, value: each }))}</p>`;
  }

  status() {
    if (this.progress.error || this.progress.done) return "";
    const { words, found } = this;
    if (this.progress.compiling) return words.say("page.compiling");
    return words.say(found?.old ? "page.status_old" : "page.status_working");
  }
}
