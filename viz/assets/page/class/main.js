// The classroom: its parts, which one is shown, and where its runs come from.

import { button, html, put } from "../markup.js";
import { recordedRuns } from "./source.js";
import { lessons } from "./lessons.js";
import { Theatre } from "./theatre.js";
import { Words } from "../words.js";
import { Year } from "./year.js";

const root = document.getElementById("class");

// Each part: how it is put into a node; what it returns is told when the address changes.
export const PARTS = {
  lessons: (node, runs, words, asked) => lessons(node, runs, words, asked),
  meeting: (node, runs, words, asked) => new Theatre(node, runs.theatre, words, { meeting: number(asked.get("meeting")), policy: asked.get("policy") }),
  year: (node, runs, words, asked) => new Year(node, runs.year, words, { week: number(asked.get("year")) }),
};

const number = (text) => (/^\d{1,4}$/.test(text ?? "") ? Number(text) : undefined);

export class Classroom {
  constructor(runs) {
    this.runs = runs;
    this.words = new Words(runs.language, runs.words, runs.declared);
    document.documentElement.lang = runs.language;
    document.title = this.words.say("class.title");
    root.innerHTML = String(html`<header><h1 class="brand">${this.words.say("class.title")}</h1><div class="choices" data-part="choices"></div></header>
      <nav aria-label="${this.words.say("class.parts")}" data-part="nav"></nav><main id="content" tabindex="-1" data-part="main"></main>
      <footer><p>${this.words.say("class.invented")} ${this.words.say("class.limits")}</p><p class="made">${this.made()}</p></footer>`);
    this.nodes = Object.fromEntries([...root.querySelectorAll("[data-part]")].map((each) => [each.dataset.part, each]));
    root.querySelector("header").addEventListener("click", (event) => this.choose(event.target.closest("[data-act]")));
    addEventListener("hashchange", () => this.open());
    put(this.nodes.choices, html`${button("theme", this.words.say("class.theme"), { look: "small" })}${this.tongues()}`);
    this.open();
  }

  made() {
    const { made } = this.runs;
    return this.words.say(made.command ? "class.made" : "class.made_live", made);
  }

  // On a server the other language is a click away; a file carries one.
  tongues() {
    if (this.runs.made.command) return "";
    const other = this.runs.language === "da" ? ["en", "English"] : ["da", "Dansk"];
    return html`<a href="?lang=${other[0]}" lang="${other[0]}">${other[1]}</a>`;
  }

  choose(pressed) {
    if (pressed?.dataset.act !== "theme") return;
    const shown = document.documentElement.dataset;
    const dark = shown.theme ? shown.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    shown.theme = dark ? "light" : "dark";
  }

  // What the address asks for: a part and a place in it.
  open() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const names = Object.keys(PARTS);
    const name = asked.has("lesson") ? "lessons" : names.find((each) => asked.has(each)) ?? names[0];
    this.view?.leave?.();
    put(this.nodes.nav, html`<ul class="parts">${names.map((each) => html`<li><a href="#${each}" ${each === name ? html`aria-current="page"` : ""}>${this.words.say(`class.part.${each}`)}</a></li>`)}</ul>`);
    this.nodes.main.innerHTML = String(html`<h2 tabindex="-1">${this.words.say(`class.${name}.heading`)}</h2>${asked.has("lesson") ? "" : html`<p>${this.words.say(`class.${name}.intro`)}</p>`}<div data-part="view"></div>`);
    const first = this.view === undefined;
    this.view = PARTS[name](this.nodes.main.querySelector("[data-part=view]"), this.runs, this.words, asked);
    const title = this.words.say("class.title");
    document.title = `${this.view?.title ?? this.words.say(`class.${name}.heading`)} – ${title}`;
    if (!first) (this.view?.heading ?? this.nodes.main.querySelector("h2")).focus();
  }
}

recordedRuns(root).then((runs) => { if (runs) window.classroom = new Classroom(runs); });
