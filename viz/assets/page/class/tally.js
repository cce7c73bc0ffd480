// A class hands in guesses on one screen: hands are counted, in memory alone.

import { button, html } from "../markup.js";

export function count(tally, [name, more]) {
  tally[name] = Math.max(0, Math.min(99, (tally[name] ?? 0) + more));
}

export function tally(counts, options, words) {
  const say = (key, values) => words.say(`class.lesson.${key}`, values);
  return html`<details data-key="tally"><summary>${say("class")}</summary><p class="note">${say("class_how")}</p><ul class="tally">${options.map(([name, text]) =>
    html`<li><span>${text}</span> <span class="group">${button("count", "−", { key: `less ${name}`, value: [name, -1], look: "small", name: say("fewer_hands", { option: text }), disabled: !counts[name] })}
    <output>${counts[name] ?? 0}</output> ${button("count", "+", { key: `more ${name}`, value: [name, 1], look: "small", name: say("more_hands", { option: text }) })}</span></li>`)}</ul></details>`;
}

// What a class guessed, in one sentence for each option that has hands.
export function handed(counts, options, words) {
  const all = Object.values(counts).reduce((sum, each) => sum + each, 0);
  if (!all) return "";
  return html`<ul class="tally handed">${options.map(([name, text]) => html`<li><span>${text}</span> <meter min="0" max="${all}" value="${counts[name] ?? 0}" aria-label="${text}"></meter>
    ${words.say("class.lesson.hands", { hands: counts[name] ?? 0, of: all })}</li>`)}</ul>`;
}
