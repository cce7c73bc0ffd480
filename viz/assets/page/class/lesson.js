// One lesson: question and guess, what to look at, the run, theory, discussion.

import { button, html, put } from "../markup.js";
import { faulty, found } from "./lesson_results.js";
import { minutesOf, printNotes, printSheet } from "./sheet.js";
import { resultOf } from "./source.js";
import { count, tally } from "./tally.js";

const STEPS = ["question", "look", "run", "theory", "discuss"];

export class Lesson {
  constructor(node, lesson, memory, runs, words, step) {
    Object.assign(this, { node, lesson, memory, runs, words, step: STEPS.includes(step) ? step : STEPS[0], state: "" });
    node.innerHTML = String(html`<p><a href="#lessons">${this.say("all")}</a></p><h3 tabindex="-1">${lesson.title}</h3><nav aria-label="${this.say("steps")}" data-part="steps"></nav>
      <p class="unseen" aria-live="polite" data-part="live"></p><div class="card lesson" data-part="step"></div><div data-part="teacher"></div>`);
    this.nodes = Object.fromEntries([...node.querySelectorAll("[data-part]")].map((each) => [each.dataset.part, each]));
    node.addEventListener("click", (event) => this.click(event.target.closest("[data-act]")));
    node.addEventListener("change", (event) => { if (event.target.name === "guess") { memory.guess = event.target.value; this.show(); } });
    this.show();
  }

  say(key, values) { return this.words.say(`class.lesson.${key}`, values); }
  get title() { return this.lesson.title; }
  get heading() { return this.nodes.step.querySelector("h4"); }
  get isFault() { return this.lesson.kind === "fault"; }

  // What can be guessed: a direction, or which part is broken.
  get options() {
    if (this.isFault) return this.lesson.suspects.map((each) => [each.part, each.text]);
    return ["more", "none", "less"].map((name) => [name, this.say(`guess.${name}`)]);
  }

  click(pressed) {
    if (!pressed) return;
    const { act, value } = pressed.dataset;
    if (act === "commit") { this.memory.committed = true; this.tell(this.say("committed")); }
    if (act === "run") this.compute();
    if (act === "sheet") printSheet(this.lesson, this.options, this.words);
    if (act === "notes") printNotes(this.lesson, this.options, this.memory.result ?? this.lesson.result, this.words);
    if (act === "count") count(this.memory.tally, JSON.parse(value));
    this.show();
    if (act === "commit") this.go();
  }

  // The button that was pressed is gone: focus goes to what it brought, or to the way on.
  go() { (this.nodes.step.querySelector(".line.first") ?? this.nodes.step.querySelector(".going a:last-child"))?.focus(); }

  async compute() {
    this.state = "running";
    this.show();
    try {
      this.memory.result = await resultOf(this.lesson.name, this.runs);
      this.state = "";
      this.tell(this.memory.result.sentence ?? this.say("patterns"));
    } catch (error) {
      console.warn(error);
      this.state = "failed";
    }
    this.show();
    (this.nodes.step.querySelector(".line.first") ?? this.heading).focus();
  }

  tell(text) { this.nodes.live.textContent = text; }

  show() {
    const { lesson, nodes } = this;
    put(nodes.steps, html`<ol class="steps">${STEPS.map((each) => html`<li><a href="#lesson=${lesson.name}&step=${each}" ${each === this.step ? html`aria-current="step"` : ""}>${this.say(`step.${each}`)}</a></li>`)}</ol>`);
    put(nodes.step, html`<h4 tabindex="-1">${this.say(`step.${this.step}`)}</h4>${this[this.step]()}${this.next()}`);
    put(nodes.teacher, html`<details class="card" data-key="notes"><summary>${this.say("notes")}</summary><p>${lesson.notes}</p><p>${this.say("times", minutesOf(lesson))}</p></details>
      <p class="follow">${button("sheet", this.say("sheet"), { look: "small" })} ${button("notes", this.say("print_notes"), { look: "small" })}</p>`);
  }

  next() {
    const place = STEPS.indexOf(this.step);
    const link = (to, key) => html`<a class="go" href="#lesson=${this.lesson.name}&step=${STEPS[to]}">${this.say(key)}</a>`;
    return html`<p class="going">${place ? link(place - 1, "previous") : ""} ${place < STEPS.length - 1 ? link(place + 1, "next") : html`<a class="go" href="#lessons">${this.say("all")}</a>`}</p>`;
  }

  question() { return html`<p class="asked">${this.lesson.question}</p>${this.isFault ? html`${this.suspects()}<p>${this.say("fault_first")}</p>` : this.guessing()}`; }

  suspects() { return html`<ul>${this.lesson.suspects.map((each) => html`<li>${each.text}</li>`)}</ul>`; }

  // A guess that is committed cannot be changed; a class hands in theirs beside it.
  guessing() {
    const { memory } = this;
    return html`<fieldset class="guesses" ${memory.committed ? html`disabled` : ""}><legend>${this.say(this.isFault ? "which" : "expect")}</legend>${this.options.map(([name, text]) =>
      html`<label><input type="radio" name="guess" value="${name}" data-key="guess ${name}" ${memory.guess === name ? html`checked` : ""}> ${text}</label>`)}
      ${button("commit", this.say("commit"), { disabled: !memory.guess || memory.committed })}</fieldset>
      ${memory.committed ? html`<p>${this.say("committed")}</p>` : ""}${tally(memory.tally, this.options, this.words)}`;
  }

  look() {
    const { stage } = this.lesson;
    const place = `#meeting=${stage.meeting}${stage.beside ? `&policy=${stage.beside}` : ""}`;
    const way = stage.year ? html`<a class="go" href="#year">${this.say("open_year")}</a>` : html`<a class="go" href="${place}">${this.say("open_meeting")}</a>`;
    return html`<p>${this.lesson.look}</p>${this.isFault ? this.suspects() : ""}<p>${way}</p><p class="note">${this.say("come_back")}</p>`;
  }

  runButton() {
    if (this.state === "running") return html`<p role="status">${this.say("running")}</p>`;
    const key = this.runs.made.command ? "show_run" : "do_run";
    return html`${this.state === "failed" ? html`<p role="alert">${this.words.say("class.failed")}</p>` : ""}${button("run", this.say(key))}`;
  }

  run() {
    const { memory, words } = this;
    const hand = { tally: memory.tally, options: this.options, guess: memory.guess };
    if (this.isFault) return memory.result ? html`${faulty(memory.result, memory.committed, hand, words)}${memory.committed ? "" : this.guessing()}` : this.runButton();
    if (!memory.committed) return html`<p>${this.say("guess_first")}</p><p><a class="go" href="#lesson=${this.lesson.name}&step=question">${this.say("step.question")}</a></p>`;
    return memory.result ? found(memory.result, hand, words) : this.runButton();
  }

  theory() {
    return html`${this.lesson.theory.map((each) => html`<p>${each.text}</p><p class="note">${each.source}</p>`)}`;
  }

  discuss() {
    return html`<p class="asked">${this.lesson.discuss}</p><h4>${this.say("limits")}</h4><p>${this.lesson.limits}</p>`;
  }
}
