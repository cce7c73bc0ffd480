// My jobcentre: one line that is always in view, and six questions behind it.

import { button, html, put } from "./markup.js";
import { Lever } from "./levers.js";

const same = (one, other, names) => names.every((name) => one[name] === other[name]);

export function line(own, words) {
  const value = (name) => own[name];
  const mentors = value("staffing.mentors");
  const each = value("staffing.mentor_caseload");
  const values = {
    citizens: words.number(mentors * each), mentors, each,
    cases: words.plain(value("staffing.caseworker_caseload")),
    weeks: value("meeting.interval_weeks"),
    pays: words.say(`page.own_pays.${value(words.declared.funding)}`),
  };
  const interviews = value("referral.interviews");
  return `${words.say("page.place", values)} · ${words.say(interviews === 1 ? "page.one_interview" : "page.interviews", { n: interviews })} · ${values.pays}`;
}

export class Jobcentre {
  constructor(node, words, changed, act) {
    this.words = words;
    this.open = false;
    node.innerHTML = `<div class="place-line"></div><div class="place-form" hidden></div>`;
    [this.line, this.form] = node.children;
    this.presets = document.createElement("div");
    this.presets.className = "presets";
    this.presets.addEventListener("click", act);
    this.levers = words.declared.settings.map((name) => new Lever(name, words, changed, "own"));
    this.form.append(this.presets, ...this.levers.map((each) => each.node));
  }

  toggle() {
    this.open = !this.open;
    this.form.hidden = !this.open;
    this.form.parentElement.classList.toggle("open", this.open);
    this.show(this.own, this.assumptions);
    if (this.open) this.form.querySelector("button").focus();
  }

  show(own, assumptions) {
    const { words } = this;
    this.own = own;
    this.assumptions = assumptions;
    const { presets, settings } = words.declared;
    const tried = Object.keys(assumptions);
    put(this.line, html`<h2>${words.say("page.my_jobcentre")}</h2> <p>${line(own, words)}</p>
      ${button("place", words.say(this.open ? "page.done" : "page.change"), { look: "small", pressed: this.open, name: this.open ? "" : words.say("page.change_name") })}
      ${tried.length ? html`<p class="note">${words.say("page.assumed", { names: tried.map((name) => words.title(name)).join(", ") })}
        ${button("usual", words.say("page.usual"), { look: "small" })}</p>` : ""}`);
    put(this.presets, html`<p>${words.say("page.begin_with")}</p>${Object.keys(presets).map((name) =>
      button("preset", words.say(`page.preset.${name}`), { key: `preset ${name}`, value: name, pressed: same(own, presets[name], settings) }))}`);
    for (const each of this.levers) each.show(own[each.name], own[each.name]);
  }
}
