// The page's frame: what stands where, in which order, and which part is written by what.

import { button, html } from "./markup.js";
import * as parts from "./answer_parts.js";
import * as pictures from "./pictures.js";
import * as plans from "./plans.js";
import { meetings } from "./meeting.js";

const LANGUAGES = { da: "Dansk", en: "English" };

// Each part by name: what it holds, given the page and the answer, null where there is none.
export const SECTIONS = {
  turning: (page, found) => found && parts.turning(found, page.words, page.progress.depth),
  sure: (page, found) => found && parts.sure(found, page.words, page.progress.depth),
  map: (page) => (page.declared.mailed?.worlds === 0 ? absent("map", page.words) : page.map ? html`${pictures.leverMap(page.map, page.words, here(page))}${axes(page)}${pictures.saving("map", page.words)}`
    : parts.waiting(page.progress.map, page.words)),
  course: (page, found) => found && pictures.course(found, page.words, page.narrow),
  groups: (page, found) => found && parts.groups(found, page.words),
  hours: (page, found) => found && parts.hours(found, page.words),
  plans: (page) => plans.beside(page.state.plans, page.state.own, page.words, page.state.about),
  why: (page, found) => found && parts.chain(found, page.words),
  meeting: (page, found) => found && meetings(page.meeting, page.words, page.progress.meeting),
  keep: (page, found) => taking(page, found),
  sources: (page) => sources(page),
};

// A file without worlds says what only the installed program shows.
const absent = (what, words) => html`<p class="note">${words.say(`page.mailed.no_${what}`)}</p>`;

const BESIDE = ["turning", "sure", "map"];
const OPEN = ["course", "groups", "hours", "why", "plans"];
const HELP = ["begin", "ask", "ownership", "marks", "sure", "undo", "keep"];
const FOLDED = ["meeting", "keep", "sources"];

function here(page) {
  const { across, up } = page.map;
  return { [across.name]: page.state.value(across.name), [up.name]: page.state.value(up.name) };
}

function axes(page) {
  const { words, declared } = page;
  const [across, up] = page.axes ?? declared.axes;
  const choice = (key, chosen) => html`<label>${words.say(`page.map.${key}`)} <select data-axis="${key}" data-key="axis ${key}">
    ${declared.drawable.map((name) => html`<option value="${name}" ${name === chosen ? html`selected` : ""}>${words.title(name)}</option>`)}</select></label>`;
  return html`<details class="axes" data-key="axes"><summary>${words.say("page.map.others")}</summary>${choice("across", across)} ${choice("up", up)}
    ${button("draw", words.say("page.map.draw"), { look: "small" })}</details>`;
}

function taking(page, found) {
  const { words } = page;
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
  const can = found && (found.basis === "runs" || found.basis === "prepared");
  return html`<p>${can ? html`${button("note-print", words.say("page.note.print"))} ${button("note-html", words.say("page.note.html"))} ${page.declared.mailed ? "" : button("note-docx", words.say("page.note.docx"))}`
    : words.say("page.note.wait")}</p>
    <p>${button("file", words.say("page.file.save"))} <label class="open-file">${words.say("page.file.open")} <input type="file" accept=".json,application/json" data-open-file data-key="open-file"></label></p>
    <p>${local ? words.say("page.link.local") : button("copy", words.say("page.link.copy"))}</p>
    <p>${button("guess-first", words.say(page.guessFirst ? "page.guess.off" : "page.guess.on"), { pressed: Boolean(page.guessFirst) })}
    ${page.guesses?.all ? words.say("page.guess.score", page.guesses) : ""}</p><p class="file-error" role="alert">${page.fileError ?? ""}</p>`;
}

// The values of an assumption that can be tried instead: the ends of its range, or its other choices.
function otherValues(page, name) {
  const { mailed, parameters } = page.declared;
  const { type, low, high, default: usual, choices, assumable } = parameters[name];
  if (mailed ? !mailed.assumable.includes(name) : !assumable) return [];
  const all = type === "bool" ? [true, false] : type === "choice" ? choices : low === undefined ? [] : [low, high];
  const now = page.state.assumptions[name] ?? usual;
  return all.filter((value) => value !== now);
}

function trying(page, name, value) {
  const { words, state } = page;
  const shown = words.setting(name, value);
  return button("try", words.say("page.sources.try", { value: shown }), { key: `try ${name} ${value}`, value: { assumptions: { ...state.assumptions, [name]: value } },
    look: "small", name: words.say("page.sources.try_name", { name: words.title(name), value: shown }) });
}

function sources(page) {
  const { words } = page;
  if (!page.assumptionsKnown) return html`<p>${button("sources", words.say("page.sources.show"))}</p>`;
  const wanted = page.search?.toLowerCase() ?? "";
  const all = Object.entries(page.declared.parameters).filter(([name, each]) => !wanted || words.choose(each.title).toLowerCase().includes(wanted) || name.includes(wanted));
  const row = ([name, each]) => html`<li><b>${words.title(name)}</b>: ${words.usual(name)} · ${words.choose(each.source)}. ${words.say(`page.confidence.${each.confidence.charAt(0)}`)}
    ${otherValues(page, name).map((value) => trying(page, name, value))}</li>`;
  return html`<label>${words.say("page.sources.search")} <input type="search" data-search data-key="search" value="${page.search ?? ""}"></label>
    <ul>${all.slice(0, 40).map(row)}</ul><p class="note">${words.say("page.sources.some", { shown: Math.min(40, all.length), all: all.length })}</p>`;
}

function card(name, words) {
  return html`<section class="card" data-part="${name}" aria-labelledby="h-${name}"><h2 id="h-${name}">${words.say(`page.${heading(name)}`)}</h2><div class="content"></div></section>`;
}

const heading = (name) => ({ turning: "turn.title", sure: "sure.title", map: "map.title", course: "course.heading", groups: "groups.title",
  hours: "hours.title", plans: "plans.title", why: "why.title", meeting: "meeting.title", keep: "keep_title", sources: "sources.title" })[name];

const fold = (name, words) => html`<details class="card" data-part="${name}"><summary><h2>${words.say(`page.${heading(name)}`)}</h2></summary><div class="content"></div></details>`;

const group = ({ group: name, levers }, words) => html`<details class="more"><summary>${words.say(`page.group.${name}`)}</summary>${levers.map((each) => html`<div data-slot="${each}"></div>`)}</details>`;

// Where else to go: pages of the server; a file says what it is.
const more = (words, mailed) => (mailed ? words.say("page.mailed.about", mailed.made)
  : html`<a href="class?lang=${words.language}">${words.say("page.classroom")}</a> · <a href="accessibility?lang=${words.language}">${words.say("statement.title")}</a>`);

export function frame(words, declared, state, version) {
  const themes = ["light", "dark"].map((each) => button("theme", words.say(`page.theme.${each}`), { key: `theme ${each}`, value: each, look: "small", pressed: state.theme === each }));
  const languages = Object.entries(LANGUAGES).map(([key, name]) => html`<button type="button" class="small" lang="${key}" data-act="language" data-key="language ${key}" data-value="${JSON.stringify(key)}" aria-pressed="${String(state.language === key)}">${name}</button>`);
  const notes = Object.entries(state.notes ?? {}).filter(([, names]) => names.length).map(([kind, names]) =>
    html`<p class="link-note">${words.say(`page.link.${kind}`, { names: names.map((name) => words.title(name)).join(", ") })}</p>`);
  return html`<header><p class="brand"><b>${words.say("page.title")}</b> <span class="note">${words.say("common.model_not_forecast")}</span></p>
    <div class="choices"><span role="group" aria-label="${words.say("page.theme.title")}">${themes}</span> <span role="group" aria-label="${words.say("page.language")}">${languages}</span></div></header>
    <main><h1 class="unseen">${words.say("page.title")}</h1>${notes}
    <section class="place" data-part="place"></section>
    <nav class="questions" data-part="questions" aria-label="${words.say("page.questions")}"></nav>
    <div class="columns"><section class="levers" aria-labelledby="h-levers"><h2 id="h-levers">${words.say("page.your_plan")}</h2><div class="moves" data-part="moves"></div>
    ${declared.first.map((each) => html`<div data-slot="${each}"></div>`)}<div data-slot="${declared.funding}"></div>
    <h3>${words.say("page.more_levers")}</h3>${declared.groups.map((each) => group(each, words))}</section>
    <div class="right"><section class="answer" id="answer" data-part="answer" tabindex="-1" aria-labelledby="h-answer"><div class="answer-head"><h2 id="h-answer">${words.say("page.answer")}</h2>
    <p class="status" data-part="status"></p></div><div data-part="lines"></div><div class="keeping" data-part="keeping"></div></section>
    <p class="unseen" role="status" data-part="live"></p><div class="beside">${BESIDE.map((each) => card(each, words))}</div></div></div>
    <div class="below">${OPEN.map((each) => card(each, words))}${FOLDED.map((each) => fold(each, words))}</div>
    <div class="brief" data-part="brief" aria-hidden="true"></div></main>
    <footer><section><h2>${words.say("page.cannot")}</h2><ul>${["forecast", "assumed_worlds", "study", "one_side", "index", "nobody"].map((each) => html`<li>${words.say(`cannot.${each}`)}</li>`)}</ul>
    <p>${words.say("ethics.text")}</p></section><details class="more"><summary>${words.say("page.help.title")}</summary><ul>${HELP.map((each) => html`<li>${words.say(`page.help.${each}`)}</li>`)}</ul></details><p>${words.say("page.version", { version })} · ${more(words, declared.mailed)}</p></footer>`;
}
