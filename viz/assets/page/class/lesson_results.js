// What a lesson's run found, beside what was guessed.

import { html, table } from "../markup.js";
import { handed } from "./tally.js";

const say = (words, key, values) => words.say(`class.lesson.${key}`, values);

export function found(result, hand, words) {
  const right = result.direction === "unsure" ? "unsure" : result.direction === hand.guess ? "right" : "wrong";
  const option = hand.options.find(([name]) => name === hand.guess)?.[1];
  const heads = [say(words, "outcome"), result.today, result.changed, say(words, "difference"), say(words, "verdict")];
  const rows = result.rows.map((each) => [each.title, each.today, each.changed, each.difference, each.verdict]);
  return html`<p class="line first">${result.sentence}</p><p>${say(words, `guess_${right}`, { guess: option })}</p>${handed(hand.tally, hand.options, words)}
    ${table(say(words, "table"), heads, rows)}<p class="note">${say(words, "pairs", { pairs: result.pairs })}</p>`;
}

const SIGNS = { "+": "rise", "-": "fall", "small +": "small_rise", "small -": "small_fall", "~0": "same", "not 0": "other" };

// What is expected of a reading, in words where it is a sign.
function expected(each, words) {
  const sign = SIGNS[each.expected.replace("\u2212", "-")];
  return say(words, "expected", { expected: sign ? say(words, `expects.${sign}`) : each.expected });
}

const reading = (each, words) => html`${each.title}: ${each.seen} <span class="note">(${expected(each, words)})</span> <b>${say(words, `standing.${each.standing}`)}</b>`;

export function faulty(result, committed, hand, words) {
  const heads = [say(words, "pattern"), say(words, "sound"), say(words, "copy")];
  const cell = (side) => html`<ul class="lines-said">${side.readings.map((each) => html`<li>${reading(each, words)}</li>`)}</ul>`;
  const rows = result.patterns.map((each) => [each.title, cell(each.sound), cell(each.faulty)]);
  return html`${table(say(words, "patterns"), heads, rows)}${committed ? answer(result, hand, words) : ""}`;
}

function answer(result, hand, words) {
  const option = hand.options.find(([name]) => name === result.fault)?.[1];
  return html`<p class="line first">${say(words, "fault_was", { part: option })}</p><p>${say(words, hand.guess === result.fault ? "fault_right" : "fault_wrong")}</p>${handed(hand.tally, hand.options, words)}
    <h4>${say(words, "variants")}</h4><p>${say(words, "variants_how")}</p>${result.variants.map((each, place) =>
    html`<details class="card" data-key="variant ${place}"><summary>${each.text}</summary><ul class="lines-said">${each.sentences.map((text) => html`<li>${text}</li>`)}</ul></details>`)}`;
}
