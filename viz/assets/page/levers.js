// Levers: a slider and a field for numbers, a choice for the rest. What is typed is never moved in
// silence: out of range is said beside the field.

import { escape, html } from "./markup.js";
import { Words } from "./words.js";

const id = (name, part) => `${part}-${name.replace(/\W/g, "-")}`;
const FACTORS = { of_ten: 10, percent: 100 };

const factor = (parameter) => FACTORS[parameter.shown] ?? 1;
const near = (value) => Number(value.toFixed(6));

function unit(parameter, words) {
  if (parameter.shown === "of_ten") return words.say("page.unit_of_ten");
  if (parameter.shown === "percent") return words.say("page.unit_percent");
  return words.unit(parameter.unit);
}

function inner(name, words, place) {
  const parameter = words.declared.parameters[name];
  const title = words.title(name);
  const help = words.help(name);
  const note = html`<p class="yours" id="${id(name, `${place}-note`)}"></p>`;
  const more = html`<details class="help"><summary aria-label="${words.say("page.about_lever", { name: title })}">?</summary>
    <p>${help}</p><p class="note">${words.say("page.source", { source: words.choose(parameter.source) })}
    ${words.say(`page.confidence.${parameter.confidence.charAt(0)}`)}</p></details>`;
  if (parameter.type === "choice" || parameter.type === "bool") {
    const values = parameter.type === "bool" ? [false, true] : parameter.choices;
    return html`<label for="${id(name, place)}">${title}</label>${more}
      <select id="${id(name, place)}" aria-describedby="${id(name, `${place}-note`)}">
      ${values.map((each) => html`<option value="${String(each)}">${words.setting(name, each)}</option>`)}</select>${note}`;
  }
  const { low, high, step } = parameter;
  return html`<label for="${id(name, place)}">${title}</label>${more}<div class="row">
    <input type="range" id="${id(name, place)}" min="${low}" max="${high}" step="${step}"
      aria-describedby="${id(name, `${place}-note`)}">
    <input type="text" inputmode="decimal" autocomplete="off"
      aria-label="${words.say("page.type_number", { name: title })}"
      aria-describedby="${id(name, `${place}-error`)}">
    <span class="unit">${unit(parameter, words)}</span></div>${note}
    <p class="refused" id="${id(name, `${place}-error`)}" role="alert"></p>`;
}

// One lever. `changed(name, value)` is called with each new value; `show(value, own)` sets it.
export class Lever {
  constructor(name, words, changed, place = "plan") {
    this.name = name;
    this.words = words;
    this.parameter = words.declared.parameters[name];
    this.changed = changed;
    this.place = place;
    this.node = document.createElement("div");
    this.node.className = "lever";
    this.node.dataset.lever = name;
    this.node.innerHTML = String(inner(name, words, place));
    const [control, field] = this.node.querySelectorAll("input, select");
    this.control = control;
    this.field = field;
    if (!field) control.addEventListener("change", () => this.chosen());
    else this.connect();
  }

  connect() {
    this.control.addEventListener("input", () => {
      this.tell(Number(this.control.value));
      this.write(Number(this.control.value));
    });
    this.field.addEventListener("input", () => { this.typing = true; });
    this.field.addEventListener("change", () => this.typed());
    this.field.addEventListener("keydown", (event) => { if (event.key === "Enter") this.typed(); });
  }

  chosen() {
    const given = this.control.value;
    this.changed(this.name, this.parameter.type === "bool" ? given === "true" : given);
  }

  typed() {
    this.typing = false;
    const number = Words.read(this.field.value) / factor(this.parameter);
    const { least, most, type } = this.parameter;
    const whole = type !== "int" || Number.isInteger(number);
    if (!Number.isFinite(number) || number < least || number > most || !whole) {
      const shown = (value) => this.words.plain(near(value * factor(this.parameter)));
      this.refuse(this.words.say(whole ? "page.out_of_range" : "page.whole_number",
        { low: shown(least), high: shown(most) }));
      return;
    }
    this.refuse("");
    this.tell(near(number));
  }

  refuse(text) {
    this.refused = Boolean(text);
    this.node.querySelector(".refused").innerHTML = escape(text);
    this.field.setAttribute("aria-invalid", String(Boolean(text)));
  }

  // The first move is told at once; of those that follow closely, the last.
  tell(value) {
    this.latest = value;
    if (this.timer) return;
    this.told = value;
    this.changed(this.name, value);
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.latest !== value) this.tell(this.latest);
    }, 80);
  }

  write(value) {
    const shown = this.words.plain(near(value * factor(this.parameter)));
    if (!this.typing && !this.refused) this.field.value = shown;
    this.control.setAttribute("aria-valuetext", this.words.setting(this.name, value));
  }

  show(value, own) {
    if (this.timer && value !== this.told) { // something else has moved it since
      clearTimeout(this.timer);
      this.timer = null;
    }
    if (!this.field) this.control.value = String(value);
    else if (!this.timer) {
      this.control.min = Math.min(this.parameter.low, own);
      this.control.max = Math.max(this.parameter.high, own, value);
      this.control.value = value;
      if (value !== this.shown) this.refuse("");
      this.shown = value;
      this.write(value);
    }
    const note = this.node.querySelector(".yours");
    const same = value === own;
    note.textContent = this.place === "own" || same ? ""
      : this.words.say("page.yours", { value: this.words.setting(this.name, own) });
    this.node.classList.toggle("moved", !same);
  }
}
