// What a lesson's run found, beside what was guessed.

import { html, table } from "../markup.js";
import { handed } from "./tally.js";

const say = (words, key, values) => words.say(`class.lesson.${key}`, values);

export function found(result, hand, words) {
  const right = result.direction === "unsure" ? "unsure" : result.direction === hand.guess ? "right" : "wrong";
  const option = hand.options.find(([name]) => name === hand.guess)?.[1];
  return html`<p class="line first" tabindex="-1">${result.sentence}</p><p>${say(words, `guess_${right}`, { guess: option })}</p>${handed(hand.tally, hand.options, words)}
    ${outcomes(say(words, "table"), result, result.rows, words)}${covers(result, words)}`;
}

// Outcomes both ways, each difference with its range.
export function outcomes(caption, { today, changed }, found, words, named = false) {
  const heads = [say(words, "outcome"), today, changed, say(words, "difference"), say(words, "verdict")];
  const rows = found.map((each) => [each.title, each.today, each.changed, html`${each.difference} <span class="note">${each.range}</span>`, each.verdict]);
  return table(caption, heads, rows, named);
}

// What a range covers, and what not.
export const covers = ({ pairs }, words) => html`<p class="note">${say(words, "pairs", { pairs })}</p>`;

const SIGNS = { "+": "rise", "-": "fall", "small +": "small_rise", "small -": "small_fall", "~0": "same", "not 0": "other" };

// What is expected of a reading, in words where it is a sign.
function expected(each, words) {
  const sign = SIGNS[each.expected.replace("\u2212", "-")];
  const found = sign ? say(words, `expects.${sign}`) : each.expected;
  return say(words, each.least ? "expected_least" : "expected", { expected: found, least: each.least });
}

const reading = (each, words) => html`${each.title}: ${each.seen} <span class="note">${each.range}</span> <span class="note">(${expected(each, words)})</span> <b>${say(words, `standing.${each.standing}`)}</b>`;

export const faulty = (result, committed, hand, words) => html`${patterns(result, words)}${committed ? answer(result, hand, words) : ""}`;

// The patterns in the sound model beside those in the copy.
export function patterns(result, words) {
  const heads = [say(words, "pattern"), say(words, "sound"), say(words, "copy")];
  const cell = (side) => html`<ul class="lines-said">${side.readings.map((each) => html`<li>${reading(each, words)}</li>`)}</ul>`;
  const rows = result.patterns.map((each) => [html`${each.title}<p class="note">${each.statement}</p>`, cell(each.sound), cell(each.faulty)]);
  return html`<p>${say(words, "patterns_how")}</p>${table(say(words, "patterns"), heads, rows)}<p class="note">${say(words, "patterns_range")}</p>`;
}

export const fault = (result, options, words) => say(words, "fault_was", { part: options.find(([name]) => name === result.fault)?.[1] });

function answer(result, hand, words) {
  return html`<p class="line first" tabindex="-1">${fault(result, hand.options, words)}</p><p>${say(words, hand.guess === result.fault ? "fault_right" : "fault_wrong")}</p>${handed(hand.tally, hand.options, words)}
    <h4>${say(words, "variants")}</h4><p>${say(words, "variants_how")}</p>${result.variants.map((each, place) =>
    html`<details class="card" data-key="variant ${place}"><summary>${each.text}</summary>${outcomes(each.text, result, each.rows, words, true)}</details>`)}${covers(result, words)}`;
}
