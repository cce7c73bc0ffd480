// The answer: three lines, how sure it is, what turns it, for whom, from which hours, and why.

import { button, html, table } from "./markup.js";
import { saving } from "./pictures.js";
import * as say from "./sentences.js";

const SIGNS = { good: "▲", bad: "▼", even: "●" };
const WORDS = { good: "page.good", bad: "page.bad", even: "page.even" };

// Better or worse by colour, sign and word.
export const mark = (tone, words) => html`<span class="mark ${tone}"><span aria-hidden="true">${SIGNS[tone]}</span>
  ${words.say(WORDS[tone])}</span>`;

export function answer(found, words, funding) {
  const lines = say.threeLines(found, words, funding);
  return html`<div class="lines" data-basis="${found.basis}" data-pairs="${found.pairs ?? 0}">
    ${lines.map(({ text, tone }, place) => html`<p class="line ${place ? "" : "first"} ${tone}">
      ${tone === "even" ? "" : mark(tone, words)} <span class="said">${text}</span></p>`)}</div>
    <p class="basis">${say.basis(found, words)}</p>`;
}

export function brief(found, words, funding) {
  const [first, second] = say.threeLines(found, words, funding);
  return html`<span class="${first.tone}">${SIGNS[first.tone]} ${first.text}</span> <span>${second.text}</span>`;
}

function dots(shares) {
  const kinds = ["worse", "none", "unsettled", "better"];
  const all = kinds.flatMap((kind) => Array(shares[kind]).fill(kind));
  const width = 20;
  const rows = Math.ceil(all.length / width);
  const shape = { better: "▲", worse: "▼", none: "=", unsettled: "?" };
  return html`<svg class="dots" data-picture="sure" viewBox="0 0 ${width * 14} ${rows * 16}" aria-hidden="true">${all.map((kind, place) =>
    html`<text class="${kind}" x="${(place % width) * 14 + 7}" y="${Math.floor(place / width) * 16 + 13}"
      text-anchor="middle">${shape[kind]}</text>`)}</svg>`;
}

export function sure(found, words, progress) {
  const said = say.intervals(found, words).map((each) => html`<p>${each}</p>`);
  if (!found.depth) return html`${said}${waiting(progress, words)}`;
  if (!found.depth.outcomes) return html`${said}<p class="note">${words.say("page.mailed.no_worlds")}</p>`;
  const { shares } = found.depth.outcomes[found.headline];
  return html`<p>${say.sure(found, words)}</p>${dots(shares)}
    <p class="note">${words.say("page.sure.legend")}</p>${said}
    ${found.depth.worlds.stale ? html`<p class="note">${words.say("page.sure.stale")}</p>` : ""}
    <p class="note">${words.say("page.sure.what")}</p>${saving("sure", words)}`;
}

export function waiting(progress, words) {
  if (progress?.error) return failure(progress, words, "deepen");
  if (!progress?.of) return html`<p class="note">${words.say("page.sure.soon")}</p>`;
  return html`<p class="note">${words.say("page.sure.counting", progress)}
    <progress max="${progress.of}" value="${progress.done}"></progress></p>`;
}

export function failure({ error, about }, words, again) {
  return html`<div class="failed" role="alert"><p>${words.say(`page.error.${error}`, { most: words.number(words.declared.most_places), ...named(about, words) })}</p>
    ${button(again, words.say("page.retry"))}</div>`;
}

// What a file says of an assumption that it refuses.
function named(about, words) {
  if (!about?.name) return {};
  const { name, value, other } = about;
  return { key: name.slice(0, 60), name: words.title(name).slice(0, 120), value: String(value).slice(0, 60), allowed: words.allowed(name), other: other && words.title(other) };
}

function condition(found, words, headline) {
  const key = found.name === words.declared.funding ? `page.turn.pays_${found.value}` : "page.turn.caseload";
  const text = words.say(key, { n: words.plain(found.value), effect: say.effect(found, words, headline) });
  const turns = found.turns ? html`<strong>${words.say("page.turn.turns")}</strong> ` : "";
  return html`<li class="${found.turns ? "turning" : ""}">${turns}${text}
    ${button("try", words.say("page.turn.try"), { key: `try ${found.name} ${found.value}`, value: found.question, look: "small",
      name: words.say("page.turn.try_name", { text }) })}</li>`;
}

function rule(found, words) {
  const { assumptions } = found.depth;
  if (!assumptions) return html`<p class="note">${words.say("page.mailed.no_assumption")}</p>`;
  if (!assumptions.found) return html`<p class="note">${words.say("page.turn.no_rule")}</p>`;
  return assumptions.conditions.map((each) => {
    const key = each.word ? (each.above ? "is" : "is_not") : each.above ? "above" : "below";
    const text = words.say(`page.turn.rule_${key}`, {
      name: words.title(each.name), bound: words.plain(Number(each.bound.toPrecision(2))), word: words.value(each.name, each.word),
      target: words.say(`page.turn.target.${assumptions.target}`),
      density: words.number(assumptions.density * 100), share: words.number(assumptions.share * 100),
    });
    return html`<p>${text} ${each.question ? button("try", words.say("page.turn.try"),
      { key: `try ${each.name}`, value: each.question, look: "small", name: words.say("page.turn.try_name", { text }) }) : ""}</p>`;
  });
}

export function turning(found, words, progress) {
  if (!found.depth) return waiting(progress, words);
  const sorted = [...found.depth.conditions].sort((a, b) => Number(b.turns) - Number(a.turns));
  const none = sorted.some((each) => each.turns) ? "" : html`<p>${words.say("page.turn.none")}</p>`;
  return html`${none}<ul class="turning-list">${sorted.map((each) => condition(each, words, found.headline))}</ul>${rule(found, words)}`;
}

const toneOf = (standing) => say.tone(standing);

export function groups(found, words) {
  if (!found.groups?.length) return html`<p>${words.say("page.groups.none")}</p>`;
  const names = words.declared.of_groups.filter((name) => found.groups[0].outcomes[name]);
  const heads = [words.say("page.groups.who"), ...names.map((name) => words.outcome(name))];
  const cell = (name, each) => html`${words.level(name, each.baseline)} → ${words.level(name, each.policy)}
    (${words.change(name, each.difference)}) ${each.standing === "unsettled" ? words.say("page.unsettled") : mark(toneOf(each.standing), words)}`;
  const rows = found.groups.map(({ group, outcomes }) =>
    [words.say(`group.${group}`), ...names.map((name) => outcomes[name] ? cell(name, outcomes[name]) : "–")]);
  const apart = say.distance(found, words).map((each) => html`<p>${each}</p>`);
  return html`${apart}${table(words.say("page.groups.caption"), heads, rows, true)}<p class="note">${words.say("page.groups.note")}</p>`;
}

function side(name, found, words) {
  const hours = found.hours[name];
  const kind = (key) => words.outcome(key).replace(/^[^:]*: /, "");
  const row = (title, each) => [title, words.signed(each.per_citizen.change, 1), words.signed(each.hours), words.signed(each.posts, 2)];
  const rows = Object.entries(hours.parts).map(([key, each]) => row(kind(key), each));
  if (hours.total) rows.push(row(words.say("page.hours.total"), hours.total));
  const heads = ["kind", "per", "year", "posts"].map((key) => words.say(`page.hours.${key}`));
  return table(words.say(`page.hours.of_${name}`), heads, rows);
}

export function hours(found, words) {
  if (!found.hours?.caseworker?.parts) return html`<p class="note">${words.say("page.not_yet")}</p>`;
  const { capacity } = found.hours.caseworker;
  const load = found.outcomes.caseworker_utilisation;
  const values = { today: words.number(capacity.today, 1), plan: words.number(capacity.plan, 1) };
  const booked = { today: words.number(load.baseline * 100), plan: words.number(load.policy * 100) };
  return html`${side("caseworker", found, words)}${side("mentor", found, words)}
    <p>${words.say("page.hours.capacity", values)}</p><p>${words.say("page.hours.load", booked)}</p>
    <p class="note">${words.say("page.hours.note", { places: words.number(found.hours.places) })}</p>`;
}

export function chain(found, words) {
  if (!found.chain) return html`<p class="note">${words.say("page.not_yet")}</p>`;
  if (!found.chain.length) return html`<p>${words.say("page.why.nothing")}</p>`;
  const steps = [...found.chain, found.headline].map((name) => {
    const each = found.outcomes[name];
    const unit = words.declared.outcomes[name].unit === "points" ? words.say("unit.points_short") : words.outcomeUnit(name);
    return html`<li>${words.outcome(name)}: ${words.level(name, each.baseline)} → ${words.level(name, each.policy)} ${unit}
      ${each.standing === "unsettled" ? "" : mark(toneOf(each.standing), words)}</li>`;
  });
  return html`<ol class="chain">${steps}</ol>`;
}
