// Two pictures: ownership over the years, and a map of two levers. Both come with their numbers.

import { button, html } from "./markup.js";

const WIDE = { width: 640, height: 240, left: 44, right: 110, top: 14, bottom: 34 };
const NARROW = { width: 330, height: 220, left: 36, right: 74, top: 14, bottom: 34 };

const path = (points) => points.map(([x, y], place) => `${place ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

export function course(found, words, narrow) {
  const drawn = found.courses?.ownership;
  if (!drawn) return html`<p class="note">${words.say("page.not_yet")}</p>`;
  const box = narrow ? NARROW : WIDE;
  const values = [...drawn.today, ...drawn.plan, ...drawn.low, ...drawn.high].filter(Number.isFinite).map((v) => v * 100);
  const low = Math.floor(Math.min(...values) / 5) * 5;
  const high = Math.ceil(Math.max(...values) / 5) * 5 + (Math.max(...values) % 5 ? 0 : 5);
  const last = drawn.weeks.at(-1);
  const x = (week) => box.left + (week / last) * (box.width - box.left - box.right);
  const y = (value) => box.top + ((high - value) / (high - low)) * (box.height - box.top - box.bottom);
  const line = (series) => path(series.map((v, place) => [x(drawn.weeks[place]), y(v * 100)]));
  const band = path([...drawn.high.map((v, p) => [x(drawn.weeks[p]), y(v * 100)]),
    ...drawn.low.map((v, p) => [x(drawn.weeks[p]), y(v * 100)]).reverse()]);
  const step = drawn.weeks[1] - drawn.weeks[0];
  const years = Array.from({ length: Math.floor((last + step) / 52) }, (_, place) => Math.min(last, (place + 1) * 52));
  const ticks = [low, (low + high) / 2, high];
  const ends = [["plan", drawn.plan], ["today", drawn.today]].map(([name, series]) => [name, y(series.at(-1) * 100)]);
  const apart = Math.abs(ends[0][1] - ends[1][1]) < 15 ? (ends[0][1] <= ends[1][1] ? -8 : 8) : 0;
  const text = words.say("page.course.text", {
    years: years.length, today: words.number(drawn.today.at(-1) * 100), plan: words.number(drawn.plan.at(-1) * 100) });
  return html`<figure><figcaption>${words.say("page.course.title")}</figcaption>
    <svg class="course" data-picture="course" viewBox="0 0 ${box.width} ${box.height}" role="img" aria-label="${text}">
    ${ticks.map((tick) => html`<line class="grid" x1="${box.left}" x2="${box.width - box.right}" y1="${y(tick)}" y2="${y(tick)}"/>
      <text x="${box.left - 6}" y="${y(tick) + 4}" text-anchor="end">${words.number(tick)}</text>`)}
    ${years.map((week, place) => html`<line class="year" x1="${x(week)}" x2="${x(week)}" y1="${box.top}" y2="${box.height - box.bottom}"/>
      <text x="${x(week)}" y="${box.height - 14}" text-anchor="${week === last ? "end" : "middle"}">${words.say("page.course.year", { n: place + 1 })}</text>`)}
    <path class="band" d="${band}Z"/><path class="line today" d="${line(drawn.today)}"/><path class="line plan" d="${line(drawn.plan)}"/>
    ${ends.map(([name, at], place) => html`<text class="name ${name}" x="${box.width - box.right + 6}" y="${at + 4 + (place ? -apart : apart)}">${words.say(`page.course.${name}`)}</text>`)}
    </svg><p class="note">${words.say("page.course.note")}</p>${saving("course", words)}</figure>`;
}

export const saving = (what, words, picture = true) => html`<p class="saving">
  ${button("csv", words.say("page.save_csv"), { key: `csv ${what}`, value: what, look: "small" })}
  ${picture ? button("png", words.say("page.save_png"), { key: `png ${what}`, value: what, look: "small" }) : ""}</p>`;

const SIGNS = { better: "▲", worse: "▼", none: "=", "": "" };

// A map: a tile is a sign and a word, blank where worlds differ; a press sets both levers.
export function leverMap(found, words, here) {
  const { across, up, tiles } = found;
  const columns = across.values.length;
  const rows = up.values.map((value, place) => ({ value, tiles: tiles.slice(place * columns, (place + 1) * columns) })).reverse();
  const tile = (each) => {
    const word = words.say(`page.map.${each.own ? "own" : each.word || "differ"}`);
    const name = words.say("page.map.tile", {
      across: `${words.title(across.name)}: ${words.setting(across.name, each.levers[across.name])}`,
      up: `${words.title(up.name)}: ${words.setting(up.name, each.levers[up.name])}`, word });
    const now = here[across.name] === each.levers[across.name] && here[up.name] === each.levers[up.name];
    return html`<td><button type="button" class="tile ${each.own ? "own" : each.word} ${now ? "here" : ""}" data-act="tile"
      data-key="tile ${each.levers[across.name]} ${each.levers[up.name]}" data-value="${JSON.stringify(each.levers)}" aria-label="${name}">
      <span aria-hidden="true">${each.own ? html`<b>◆</b> ${word}` : each.word ? html`${SIGNS[each.word]} ${word}` : "·"}</span></button></td>`;
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.say("page.map.region")}"><table class="map">
    <caption>${words.say("page.map.caption", { across: words.title(across.name), up: words.title(up.name) })}</caption>
    <tbody>${rows.map((row) => html`<tr><th scope="row">${words.setting(up.name, row.value)}</th>${row.tiles.map(tile)}</tr>`)}</tbody>
    <tfoot><tr><td></td>${across.values.map((value) => html`<th scope="col">${words.setting(across.name, value)}</th>`)}</tr></tfoot></table></div>
    <p class="note">${words.say("page.map.note", { worlds: found.worlds })}</p>`;
}

const ROW = 26; // of the map as a picture, in pixels, like the two below
const COLUMN = 84;
const NAMES = 110;

// The map as a picture of its own, for a file: what the page shows as buttons.
export function mapDrawn({ across, up, tiles }, words) {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const grounds = { better: colour("good-ground"), worse: colour("bad-ground"), none: colour("even-ground") };
  const text = (x, y, said, anchor = "middle") => html`<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="12" font-family="sans-serif" fill="${colour("ink")}">${said}</text>`;
  const columns = across.values.length;
  const height = (up.values.length + 2) * ROW;
  const drawn = tiles.map((each, place) => {
    const x = NAMES + (place % columns) * COLUMN;
    const y = (up.values.length - Math.floor(place / columns)) * ROW;
    const word = words.say(`page.map.${each.own ? "own" : each.word || "differ"}`);
    return html`<rect x="${x}" y="${y}" width="${COLUMN - 3}" height="${ROW - 3}" stroke="${colour("strong-rule")}" fill="${grounds[each.word] ?? colour("ground")}"/>
      ${each.own || each.word ? text(x + COLUMN / 2, y + 16, `${each.own ? "◆" : SIGNS[each.word]} ${word}`) : ""}`;
  });
  const holder = document.createElement("div");
  holder.innerHTML = String(html`<svg viewBox="0 0 ${NAMES + columns * COLUMN + 6} ${height}">${text(2, 16, words.title(up.name), "start")}${drawn}
    ${up.values.map((value, place) => text(NAMES - 6, (up.values.length - place) * ROW + 16, words.setting(up.name, value), "end"))}
    ${across.values.map((value, place) => text(NAMES + place * COLUMN + COLUMN / 2, height - ROW + 14, words.setting(across.name, value)))}
    ${text(NAMES + (columns * COLUMN) / 2, height - 2, words.title(across.name))}</svg>`);
  return holder.firstChild;
}

const points = (value) => (Number.isFinite(value) ? Number((100 * value).toFixed(2)) : "");

// The numbers of a picture as rows, the first row their names in the page's language.
export function numbers(what, found, map, words) {
  const head = (key) => words.say(`page.csv.${key}`);
  if (what === "map") {
    return [[words.title(map.across.name), words.title(map.up.name), head("word"), head("median")],
      ...map.tiles.map((each) => [each.levers[map.across.name], each.levers[map.up.name], words.say(`page.map.${each.word || "differ"}`), points(each.median)])];
  }
  if (what === "sure") {
    const { shares } = found.depth.outcomes[found.headline];
    return [[head("ways"), head("count")], ...["worse", "none", "unsettled", "better"].map((kind) => [words.say(kind === "unsettled" ? "page.unsettled" : `page.map.${kind}`), shares[kind]])];
  }
  const drawn = found.courses.ownership;
  return [["week", "today", "plan", "low", "high"].map(head),
    ...drawn.weeks.map((week, place) => [week, ...["today", "plan", "low", "high"].map((each) => points(drawn[each][place]))])];
}
