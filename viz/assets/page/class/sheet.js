// A lesson on paper, printed alone: a sheet for students with room to write, notes for the teacher.

import { html } from "../markup.js";
import { covers, fault, outcomes, patterns } from "./lesson_results.js";

const STEPS = ["question", "look", "run", "theory", "discuss"];
const SHARES = { look: 0.25, run: 0.2, theory: 0.15 }; // of a lesson's minutes; the rest is for talk
const QUESTION = 3; // minutes

// How many minutes each step of a lesson may take.
export function minutesOf({ minutes }) {
  const found = { minutes, question: QUESTION };
  for (const [step, share] of Object.entries(SHARES)) found[step] = Math.round(share * minutes);
  return { ...found, discuss: minutes - QUESTION - found.look - found.run - found.theory };
}

function printed(markup) {
  const sheet = document.createElement("div");
  sheet.className = "sheet";
  sheet.innerHTML = String(markup);
  document.body.append(sheet);
  document.body.classList.add("printing");
  addEventListener("afterprint", () => { document.body.classList.remove("printing"); sheet.remove(); }, { once: true });
  print();
}

const theory = (lesson) => lesson.theory.map((each) => html`<p>${each.text} (${each.source})</p>`);
const small = (words) => html`<p class="small">${words.say("class.invented")} ${words.say("class.limits")}</p>`;

export function printSheet(lesson, options, words) {
  const say = (key, values) => words.say(`class.lesson.${key}`, values);
  const room = Array.from({ length: 3 }, () => html`<p class="room"></p>`);
  printed(html`<h1>${lesson.title}</h1><p>${say("name_line")}</p><h2>${say("step.question")}</h2><p>${lesson.question}</p>
    <ul class="boxes">${options.map(([, text]) => html`<li>☐ ${text}</li>`)}</ul><h2>${say("step.look")}</h2><p>${lesson.look}</p>${room}
    <h2>${say("step.run")}</h2><p>${say("write_seen")}</p>${room}<h2>${say("step.theory")}</h2>${theory(lesson)}
    <h2>${say("step.discuss")}</h2><p>${lesson.discuss}</p>${room}<h2>${say("limits")}</h2><p>${lesson.limits}</p>${small(words)}`);
}

// All that it takes to hold the lesson: each step with its minutes, and what the run found.
export function printNotes(lesson, options, result, words) {
  const say = (key, values) => words.say(`class.lesson.${key}`, values);
  const minutes = minutesOf(lesson);
  const inside = {
    question: html`<p>${lesson.question}</p><ul>${options.map(([, text]) => html`<li>${text}</li>`)}</ul>`,
    look: html`<p>${lesson.look}</p>`,
    run: result ? seen(lesson, options, result, words) : html`<p>${say("not_run")}</p>`,
    theory: theory(lesson),
    discuss: html`<p>${lesson.discuss}</p><p><b>${say("limits")}</b> ${lesson.limits}</p>`,
  };
  const link = `${location.href.split("#")[0].split("/").pop()}#lesson=${lesson.name}`;
  printed(html`<h1>${lesson.title}</h1><p>${say("notes")}. ${say("times", minutes)} ${say("link", { link })}</p><p>${lesson.notes}</p>
    ${STEPS.map((step, place) => html`<h2>${place + 1}. ${say(`step.${step}`)} (${say("minutes", { minutes: minutes[step] })})</h2>${inside[step]}`)}${small(words)}`);
}

function seen(lesson, options, result, words) {
  if (lesson.kind === "fault") return html`${patterns(result, words)}<p><b>${fault(result, options, words)}</b></p>`;
  return html`<p><b>${result.sentence}</b></p>${outcomes(words.say("class.lesson.table"), result, result.rows, words)}${covers(result, words)}`;
}
