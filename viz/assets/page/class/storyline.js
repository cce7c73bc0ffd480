// A citizen's year: states by week, events, and meetings that can be opened.

import { button, html, table } from "../markup.js";

const SHOWN = ["ownership", "pressure", "trust_mentor"];
const WIDTH = 640;
const NAMES = 235; // room for the lines' names
const HEIGHT = 170;

export const path = (weeks, values, x, y) =>
  weeks.map((week, place) => `${place && weeks[place - 1] === week - 1 ? "L" : "M"}${x(week).toFixed(1)} ${y(values[place]).toFixed(1)}`).join("");

// The lines of some states over the weeks of a year, with marks where something happened.
export function lines(weeks, states, names, marks, words, title) {
  const last = Math.max(52, ...weeks);
  const quarter = last > 65 ? 26 : 13;
  const x = (week) => 34 + ((WIDTH - 34 - NAMES) * week) / last;
  const y = (value) => HEIGHT - 24 - (HEIGHT - 40) * value;
  const ends = names.map((name) => ({ name, at: y(states[name].at(-1)) })).sort((one, other) => one.at - other.at);
  ends.forEach((each, place) => { if (place) each.at = Math.max(each.at, ends[place - 1].at + 14); });
  const drawn = names.map((name, place) => html`<path class="line s${place}" d="${path(weeks, states[name], x, y)}"/>`);
  const named = ends.map((each) => html`<text class="s${names.indexOf(each.name)}" x="${x(weeks.at(-1)) + 6}" y="${each.at + 4}">${words.outcome(each.name)}</text>`);
  const key = names.map((name, place) => html`<span class="s${place}">${words.outcome(name)}</span>`);
  return html`<div class="story-box"><div class="story-frame"><svg class="story" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
    ${[0, 0.5, 1].map((value) => html`<line class="grid" x1="34" x2="${x(last)}" y1="${y(value)}" y2="${y(value)}"/><text x="28" y="${y(value) + 4}" text-anchor="end">${words.plain(value)}</text>`)}
    ${Array.from({ length: Math.floor(last / quarter) + 1 }, (_, place) => place * quarter).map((week) => html`<text x="${x(week)}" y="${HEIGHT - 6}" text-anchor="middle">${week}</text>`)}
    ${marks.map((week) => html`<line class="event" x1="${x(week)}" x2="${x(week)}" y1="${y(1)}" y2="${y(0)}"/>`)}${drawn}${named}</svg></div><p class="story-key" aria-hidden="true">${key}</p></div>`;
}

export function storyline(recorded, words, which) {
  const { year, meetings } = recorded;
  const say = (key, values) => words.say(`class.story.${key}`, values);
  const title = say("title", { citizen: year.citizen });
  const events = year.events.map((each) => [say("week", { week: each.week }), say(`event.${each.kind}`)]);
  return html`<section class="card"><h3>${title}</h3><p>${say("intro")}</p>
    <p class="follow">${meetings.map((each, place) => button("meeting", say("open", { week: each.week }), { key: `meeting ${place}`, value: place, look: "small", pressed: place === which }))}</p>
    <figure>${lines(year.weeks, year.states, SHOWN, meetings.map((each) => each.week), words, say("chart", { citizen: year.citizen }))}
    <figcaption class="note">${say("caption")}</figcaption></figure>
    <details data-key="story events"><summary>${say("events")}</summary>${table(say("events"), [say("when"), say("what")], events, true)}</details></section>`;
}
