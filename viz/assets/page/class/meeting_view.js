// One meeting up to a turn: what is said, what it moved, what is shown beside what is true.

import { html } from "../markup.js";

const SIGNS = { care: "○", law: "§", economy: "¤", education: "△" };

// A meeting's turn number `place`, as one record.
export const turnOf = (meeting, place) =>
  Object.fromEntries(Object.entries(meeting.turns).map(([name, column]) => [name, column[place]]));

export const length = (meeting) => meeting.turns.speaker.length;

const mark = (key, words) => html`<span class="mark even">${words.say(`class.meeting.${key}`)}</span>`;

function turn(meeting, place, words, now) {
  const each = turnOf(meeting, place);
  const code = each.act === "short_response" ? "" : html`<span class="code ${each.code}">${SIGNS[each.code]} ${words.say(`code.${each.code}`)}</span>`;
  const changed = meeting.changed?.includes(place) ? mark("changed", words) : "";
  return html`<li class="turn ${each.speaker} ${now ? "now" : ""} ${each.fate}" ${now ? html`aria-current="true"` : ""}>
    <p class="who"><b>${words.say(`speaker.${each.speaker}`)}</b> ${code} <span>${words.say(`act.${each.act}`)}</span>
      ${each.marks ? html`<span class="note">${each.marks}</span>` : ""} ${changed}</p>
    <p class="said"><q>${each.text}</q></p>${each.moves ? html`<p class="note">${words.say("class.meeting.moves")} ${each.moves}</p>` : ""}</li>`;
}

// The talk up to a place; earlier turns stay to be read.
export const talk = (meeting, place, words) => html`<ol class="talk" tabindex="0" aria-label="${words.say("class.meeting.talk")}">${
  Array.from({ length: Math.min(place + 1, length(meeting)) }, (_, each) => turn(meeting, each, words, each === place))}</ol>`;

// A scale from 0 to 1 with named marks.
function scale(title, marks, words) {
  const x = (value) => 10 + 280 * Math.max(0, Math.min(1, value));
  const rows = marks.map(([name, value, kind], row) => html`<g class="${kind}"><text x="10" y="${row * 30 + 12}">${name}: ${words.number(value, 2)}</text>
    <line class="grid" x1="10" x2="290" y1="${row * 30 + 22}" y2="${row * 30 + 22}"/><circle cx="${x(value)}" cy="${row * 30 + 22}" r="5"/></g>`);
  return html`<figure><figcaption>${title}</figcaption><svg class="scale" viewBox="0 0 300 ${marks.length * 30 + 4}" role="img"
    aria-label="${title}: ${marks.map(([name, value]) => `${name} ${words.number(value, 2)}`).join("; ")}">${rows}</svg></figure>`;
}

// What moved up to a place: the demand, both images, the front.
export function moving(meeting, place, words) {
  const each = turnOf(meeting, place);
  const say = (key, values) => words.say(`class.meeting.${key}`, values);
  const signed = (value) => words.signed(value, 2);
  const demands = [[say("feasible"), meeting.feasible_before, "true"], [say("demand_caseworker"), each.demand, "caseworker"]];
  if (meeting.three_party) demands.push([say("demand_mentor"), meeting.mentor_demand, "mentor"]);
  const citizen = lastOfCitizen(meeting, place);
  return html`<div class="moving">${scale(say("demands"), demands, words)}
    <dl class="shown"><dt>${say("shown")}</dt><dd>${citizen ? say(`shows_${citizen.shows}`) : say("shows_nothing")} ${say("front", { factor: words.number(each.front, 2) })}</dd>
    <dt>${say("true")}</dt><dd>${say(meeting.gap > 0.005 ? "gap_above" : meeting.gap < -0.005 ? "gap_below" : "gap_none", { gap: words.number(Math.abs(meeting.gap), 2) })}</dd>
    <dt>${say("images")}</dt><dd>${say("image_caseworker", { moved: signed(each.image_caseworker) })}${meeting.three_party ? html` ${say("image_mentor", { moved: signed(each.image_mentor) })}` : ""}</dd></dl></div>`;
}

function lastOfCitizen(meeting, place) {
  for (let each = place; each >= 0; each -= 1) if (meeting.turns.speaker[each] === "citizen") return turnOf(meeting, each);
  return null;
}

// Sentences; those that the meeting of today lacks are marked.
const list = (lines, known, words, others) => html`<ul class="lines-said">${lines.map((each) => html`<li>${each} ${known && !known.includes(each)
  ? mark("changed", words) : others && !said(others, each) ? mark("only_today", words) : ""}</li>`)}</ul>`;
// Whether one of some sentences says the same, with these numbers or others.
const said = (lines, line) => lines.some((each) => withoutNumbers(each) === withoutNumbers(line));
const withoutNumbers = (line) => line.replace(/[\d.,]+/g, "");

export const before = (meeting, words, today, other) => html`<details class="card" data-key="before"><summary>${words.say("class.meeting.before")}</summary>${list(meeting.lines_before, today?.lines_before, words, other?.lines_before)}</details>`;

// The decision and the reaction, once the last turn has been said. Beside today's meeting is `other`,
// beside another is `today`'s.
export function decision(meeting, words, today, other) {
  const states = (of) => ["ownership", "pressure", "trust_mentor", "trust_caseworker"].filter((name) => name in of.before && name in of.after)
    .map((name) => words.say("class.meeting.state", { name: words.outcome(name), before: words.number(of.before[name], 2), after: words.number(of.after[name], 2) }));
  return html`<section class="card decided"><h4>${words.say("class.meeting.decided")}</h4>${list(meeting.lines_after, today?.lines_after, words, other?.lines_after)}
    <h4>${words.say("class.meeting.reaction")}</h4>${list(states(meeting), today && states(today), words)}<p class="note">${words.say("class.meeting.week")}</p></section>`;
}

// One citizen as three see it: own state, and what each professional believes.
export function views(meeting, words) {
  const held = meeting.after.everyday_mastery === undefined ? meeting.before : meeting.after;
  if (held.everyday_mastery === undefined) return "";
  const eyes = { citizen: ["everyday_mastery", "education_readiness"], mentor: ["image_mastery_mentor", "image_readiness_mentor"],
    caseworker: ["image_mastery_caseworker", "image_readiness_caseworker"] };
  return html`<section class="card"><h4>${words.say("class.meeting.views")}</h4><div class="views">${["everyday_mastery", "education_readiness"].map((name, which) =>
    scale(words.outcome(name), Object.entries(eyes).map(([who, names]) => [words.say(`class.meeting.view_${who}`), held[names[which]], who === "citizen" ? "true" : who]), words))}</div></section>`;
}
