// Who understands whom: mentors to the left, caseworkers to the right, a line for each pair.

import { html } from "../markup.js";

const WIDTH = 500;
const LEFT = 145; // room for the longest name with what became of the post
const RIGHT = 325;

// How the network of a week is drawn; a click on a professional chooses them.
export function network(year, week, chosen, words) {
  const rows = Math.max(year.mentors.length, year.caseworkers.length);
  const y = (count, place) => 24 + ((rows * 26) / count) * (place + 0.5);
  const height = rows * 26 + 40;
  const pairs = year.understanding[week];
  const wide = year.caseworkers.length;
  const edges = pairs.map((value, pair) => {
    const [mentor, caseworker] = [Math.floor(pair / wide), pair % wide];
    const own = chosen && ((chosen.side === "mentors" && chosen.place === mentor) || (chosen.side === "caseworkers" && chosen.place === caseworker));
    return html`<line class="tie ${own ? "own" : ""}" x1="${LEFT}" y1="${y(year.mentors.length, mentor)}" x2="${RIGHT}" y2="${y(wide, caseworker)}" stroke-width="${(value * value / 900).toFixed(2)}"/>`;
  });
  const posts = (side, x, anchor) => year[side].map((post, place) => {
    const at = y(year[side].length, place);
    const state = post.left[week] ? "left" : post.vacant[week] ? "vacant" : "";
    return html`<g class="post ${state} ${chosen?.side === side && chosen.place === place ? "chosen-post" : ""}" data-side="${side}" data-place="${place}"><circle cx="${x}" cy="${at}" r="8"/>
      <text x="${x + (anchor === "end" ? -13 : 13)}" y="${at + 4}" text-anchor="${anchor}">${nameOf(side, place, words)}${state ? ` · ${words.say(`class.year.${state}`)}` : ""}</text></g>`;
  });
  const mean = pairs.reduce((sum, each) => sum + each, 0) / pairs.length / 100;
  return html`<svg class="network" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${words.say("class.year.network_said", { week, mean: words.number(mean, 2) })}">${edges}${posts("mentors", LEFT, "end")}${posts("caseworkers", RIGHT, "start")}</svg>`;
}

export const nameOf = (side, place, words) => words.say(`class.year.${side}`, { number: place + 1 });
