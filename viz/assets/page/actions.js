// What each button does.

import { overall } from "./sentences.js";
import { opened, file, SLOTS } from "./plans.js";
import { mapDrawn, numbers } from "./pictures.js";
import * as note from "./note.js";
import { csv, png, save } from "./saving.js";

const REPLAY = 1500; // ms for which the step before is shown

export function actions(page) {
  const { state } = page;
  const funding = () => (page.declared.funding in state.plan ? { [page.declared.funding]: state.plan[page.declared.funding] } : {});
  const written = () => note.parts(page.found, state, state.own, page.words, page.words.say("page.note.about", {
    date: new Intl.DateTimeFormat(page.words.language === "da" ? "da-DK" : "en-GB", { dateStyle: "long" }).format(new Date()),
    version: page.version }), state.funding);
  const known = {
    place: () => page.jobcentre.toggle(),
    preset: (name) => state.preset(name),
    usual: () => state.set({ assumptions: {} }),
    question: (plan) => { state.set({ plan: { ...plan, ...funding() } }); ask(); },
    undo: () => state.undo(),
    redo: () => state.redo(),
    reset: () => state.set({ plan: {} }),
    replay: () => { state.undo(); setTimeout(() => state.redo(), REPLAY); },
    try: (question) => state.set(question),
    tile: (levers) => state.set({ plan: { ...state.plan, ...levers } }),
    keep: (slot) => { state.plans[slot] = { name: state.plans[slot]?.name ?? slot, plan: { ...state.plan }, answer: page.found, about: state.about }; page.show(); },
    "open-plan": (slot) => state.set({ plan: { ...state.plans[slot].plan } }),
    "drop-plan": (slot) => { state.plans[slot] = null; page.show(); },
    again: () => page.ask(),
    deepen: () => page.deepen(page.asked.signal),
    language: (language) => { state.dress({ language }); page.dress(); focus(`language ${language}`); },
    theme: (theme) => { state.dress({ theme: state.theme === theme ? null : theme }); page.dress(); focus(`theme ${theme}`); },
    meeting: () => page.listen(page.meetingNumber = (page.meetingNumber ?? -1) + 1),
    draw: () => {
      page.axes = ["across", "up"].map((each) => document.querySelector(`[data-axis=${each}]`).value);
      page.map = null;
      page.draw(page.asked.signal);
    },
    sources: async () => {
      page.declared.parameters = { ...page.declared.parameters, ...await page.source.json("data/assumptions.json") };
      page.assumptionsKnown = true;
      page.show();
    },
    csv: (what) => save(`${what}.csv`, csv(numbers(what, page.found, page.map, page.words), state.language), "text/csv"),
    png: async (what) => save(`${what}.png`, await png(what === "map" ? mapDrawn(page.map, page.words) : document.querySelector(`[data-picture=${what}]`))),
    "copy-answer": async () => {
      const said = [...document.querySelectorAll(".said, .basis")].map((each) => each.innerText);
      await navigator.clipboard.writeText([...said, page.words.say("common.model_not_forecast")].join("\n"));
      page.copied = true;
      page.show();
    },
    copy: () => navigator.clipboard.writeText(location.href),
    file: () => save("heterophony.json", file(state), "application/json"),
    "note-html": () => save("heterophony.html", note.page(written(), state.language), "text/html"),
    "note-print": () => printed(),
    "note-docx": async () => {
      const response = await fetch("note.docx", { method: "POST", body: JSON.stringify({ parts: written(), language: state.language }) });
      if (response.ok) save("heterophony.docx", await response.blob());
      else { page.fileError = page.words.say("page.error.failed"); page.show(); }
    },
    "guess-first": () => { page.guessFirst = !page.guessFirst; page.guesses ??= { right: 0, all: 0 }; page.guessing = false; page.show(); },
    guessed: (guess) => {
      const word = overall(page.found);
      const came = word.endsWith("better") ? "up" : word.endsWith("worse") ? "down" : "same";
      page.guesses.all += 1;
      page.guesses.right += Number(guess === came);
      page.guessing = false;
      page.spoken();
      page.show();
    },
  };
  const ask = () => { page.guessing = Boolean(page.guessFirst); page.show(); };
  const focus = (key) => document.querySelector(`[data-key="${key}"]`)?.focus();

  function printed() {
    const sheet = document.createElement("div");
    sheet.className = "sheet";
    sheet.innerHTML = String(note.written(written()));
    document.body.append(sheet);
    document.body.classList.add("printing");
    window.print();
    document.body.classList.remove("printing");
    sheet.remove();
  }

  async function open(chosen) {
    const found = chosen && chosen.size < 100_000 ? opened(await chosen.text(), page.declared) : null;
    page.fileError = found ? "" : page.words.say("page.file.wrong");
    if (!found) { page.show(); return; }
    for (const slot of SLOTS) state.plans[slot] = found.plans[slot] ?? null;
    state.set({ jobcentre: found.jobcentre, plan: found.plan, assumptions: found.assumptions });
  }

  document.addEventListener("change", (event) => { if (event.target.matches("[data-open-file]")) open(event.target.files[0]); });
  document.addEventListener("input", (event) => { if (event.target.matches("[data-search]")) { page.search = event.target.value; page.show(); } });
  return (name, value) => known[name]?.(value);
}
