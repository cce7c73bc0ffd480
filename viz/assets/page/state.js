// What the page is about, and its history: every change is a step that Back undoes.

import { read, write } from "./link.js";

const SOON = 1000; // ms within which moves of one lever are one step of the history

export class State {
  // `address` reads and writes the question that the page's address holds.
  constructor(declared, address, changed) {
    this.declared = declared;
    this.address = address;
    this.changed = changed;
    this.plans = { A: null, B: null, C: null };
    this.place = 0;
    this.last = 0;
    this.moved = { name: null, at: 0 };
    this.notes = this.load();
    const kept = history.state?.place;
    if (Number.isInteger(kept)) { this.place = kept; this.last = Math.max(kept, history.state.last ?? kept); }
    history.replaceState({ place: this.place, last: this.last }, "", this.address.write(write(this)));
    addEventListener("popstate", (event) => {
      this.place = event.state?.place ?? 0;
      this.notes = this.load();
      this.changed("history");
    });
  }

  load() {
    const { found, notes } = read(this.address.read(), this.declared);
    Object.assign(this, { ...found, language: found.language ?? document.documentElement.lang });
    return notes;
  }

  // The jobcentre with all its settings.
  get own() { return { ...this.declared.presets.study, ...this.jobcentre }; }

  // A lever's value at the own jobcentre, and with the plan.
  today(name) {
    const own = this.own;
    return name in own ? own[name] : this.declared.parameters[name].default;
  }

  value(name) { return name in this.plan ? this.plan[name] : this.today(name); }

  get funding() { return this.value(this.declared.funding); }

  get question() {
    return { jobcentre: this.jobcentre, plan: this.plan, assumptions: this.assumptions };
  }

  // What an answer is about, beside its plan.
  get about() { return JSON.stringify([this.jobcentre, this.assumptions]); }

  get canUndo() { return this.place > 0; }

  get canRedo() { return this.place < this.last; }

  undo() { if (this.canUndo) history.back(); }

  redo() { if (this.canRedo) history.forward(); }

  // Change something; quick moves of one lever are one step.
  set(change, name = null) {
    Object.assign(this, change);
    for (const [lever, value] of Object.entries(this.plan)) {
      if (value === this.today(lever)) { this.plan = { ...this.plan }; delete this.plan[lever]; }
    }
    const now = performance.now();
    const going = name !== null && name === this.moved.name && now - this.moved.at < SOON;
    this.moved = { name, at: now };
    if (!going) { this.place += 1; this.last = this.place; }
    const step = { place: this.place, last: this.last };
    if (going) history.replaceState(step, "", this.address.write(write(this)));
    else history.pushState(step, "", this.address.write(write(this)));
    this.changed("set");
  }

  lever(name, value) { this.set({ plan: { ...this.plan, [name]: value } }, name); }

  setting(name, value) {
    const jobcentre = { ...this.jobcentre, [name]: value };
    if (value === this.declared.presets.study[name]) delete jobcentre[name];
    this.set({ jobcentre }, `own ${name}`);
  }

  preset(name) {
    const { presets } = this.declared;
    const other = Object.entries(presets[name]).filter(([key, value]) => value !== presets.study[key]);
    this.set({ jobcentre: Object.fromEntries(other), plan: {}, assumptions: {} });
  }

  // Language and theme are in the address, and no step of the history.
  dress(change) {
    Object.assign(this, change);
    history.replaceState(history.state, "", this.address.write(write(this)));
  }
}
