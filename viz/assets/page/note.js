// One page for the next meeting of the leadership: printed, as HTML, or for a word processor.

import { html } from "./markup.js";
import { line } from "./jobcentre.js";
import { differing } from "./plans.js";
import * as say from "./sentences.js";

// What a plan changes, each with what it is today; the unit is said once.
function changes(plan, own, words) {
  const changed = Object.entries(plan).filter(([name, value]) => value !== own[name]);
  return changed.map(([name, value]) => {
    const { default: usual, shown } = words.declared.parameters[name];
    const now = own[name] ?? usual;
    const today = shown === "plain" ? words.plain(now) : say.lower(words.setting(name, now));
    return words.say("page.note.changed", { lever: words.title(name), plan: say.lower(words.setting(name, value)), today });
  }).join("; ");
}

// The note as parts: every form of it is written from these.
export function parts(found, state, own, words, about, funding) {
  const text = (value) => ({ kind: "text", text: value });
  const heading = (key) => ({ kind: "heading", text: words.say(key) });
  const [slot, kept] = Object.entries(state.plans).find(([, each]) => each && JSON.stringify(each.plan) === JSON.stringify(state.plan)) ?? [];
  const name = kept && (kept.name === slot ? words.say("page.plans.slot", { slot }) : kept.name);
  const planned = differing(state.plan, own, words).join("; ");
  const note = [{ kind: "title", text: words.say("page.note.title", { name: name || planned }) },
    { kind: "small", text: about }, text(`${words.say("page.my_jobcentre")}: ${line(own, words)}.`),
    text(`${words.say("page.note.plan")}: ${changes(state.plan, own, words)}.`), heading("page.answer"),
    ...say.threeLines(found, words, funding).map((each) => text(each.text))];
  note.push(heading("page.sure.title"));
  note.push(text(found.depth?.outcomes ? say.sure(found, words) : words.say("page.note.no_worlds")));
  note.push(...say.intervals(found, words).map(text));
  const turning = found.depth?.conditions.filter((each) => each.turns) ?? [];
  if (turning.length) {
    note.push(heading("page.turn.title"), ...turning.map((each) => {
      const key = each.name === words.declared.funding ? `page.turn.pays_${each.value}` : "page.turn.caseload";
      return text(words.say(key, { n: words.plain(each.value), effect: say.effect(each, words, found.headline) }));
    }));
  }
  if (found.groups?.length) {
    const shown = words.declared.of_groups;
    note.push(heading("page.groups.title"), { kind: "table", rows: [
      [words.say("page.groups.who"), ...shown.map((each) => words.outcome(each))],
      ...found.groups.map(({ group, outcomes }) => [words.say(`group.${group}`), ...shown.map((each) =>
        outcomes[each] ? `${words.level(each, outcomes[each].baseline)} → ${words.level(each, outcomes[each].policy)}` : "–")])] },
    ...say.distance(found, words).map(text));
  }
  note.push({ kind: "small", text: say.basis(found, words) }, { kind: "small", text: words.say("page.note.limits") });
  return note;
}

const TAGS = { title: "h1", heading: "h2", text: "p", small: "p" };

export const written = (note) => html`${note.map((part) => {
  if (part.kind === "table") {
    const [heads, ...rows] = part.rows;
    return html`<table><thead><tr>${heads.map((each) => html`<th scope="col">${each}</th>`)}</tr></thead><tbody>${rows.map(([first, ...cells]) =>
      html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>`;
  }
  const small = part.kind === "small" ? html` class="note"` : "";
  return html([`<${TAGS[part.kind]}`, ">", `</${TAGS[part.kind]}>`], small, part.text);
})}`;

const STYLE = "@page{size:A4;margin:14mm 15mm}@media print{body{margin:0!important;padding:0!important}}body{font:11pt/1.45 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}h1{font-size:17pt}h2{font-size:12.5pt;margin:.8em 0 .2em}p{margin:.25em 0}"
  + "table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #999;text-align:left;padding:.2em .5em}.note{color:#555;font-size:9.5pt}";

export const page = (note, language) => `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`
  + `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`
  + `<title>${html`${note[0].text}`}</title><style>${STYLE}</style></head><body>${written(note)}</body></html>\n`;
