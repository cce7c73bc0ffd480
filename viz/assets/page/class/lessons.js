// The lessons: a list to choose from, and one of them step by step.

import { html } from "../markup.js";
import { Lesson } from "./lesson.js";

// Guesses and results of this visit, by lesson. They live in memory alone.
const visited = {};

export function lessons(node, runs, words, asked) {
  const name = asked.get("lesson");
  const chosen = runs.lessons.find((each) => each.name === name);
  if (chosen) {
    visited[name] ??= { tally: {}, guess: null, committed: false, result: null };
    return new Lesson(node, chosen, visited[name], runs, words, asked.get("step"));
  }
  node.innerHTML = String(html`<ol class="lessons">${runs.lessons.map((each) => html`<li class="card"><h3><a href="#lesson=${each.name}">${each.title}</a></h3>
    <p>${each.question}</p><p class="note">${words.say("class.lesson.minutes", { minutes: each.minutes })}</p></li>`)}</ol>`);
  return null;
}
