// Where the runs come from: recorded in this file, or computed by the server that the page is from.

import { html } from "../markup.js";
import { unpackedJson } from "../unpack.js";

export async function recordedRuns(root) {
  const [recorded, packed] = ["recorded", "recorded-packed"].map((id) => document.getElementById(id));
  if (recorded) return JSON.parse(recorded.textContent);
  if (packed) return unpackedJson(packed);
  const { computing, failed, again } = root.dataset;
  root.innerHTML = String(html`<p class="wait" role="status">${computing}</p>`);
  try {
    const answer = await fetch(`class/runs.json${location.search}`);
    if (!answer.ok) throw new Error(String(answer.status));
    return await answer.json();
  } catch (error) {
    console.warn(error);
    root.innerHTML = String(html`<p class="wait" role="alert">${failed} <a href="">${again}</a></p>`);
    return null;
  }
}

// What a lesson's run found: recorded in the file, or run now by the server.
export async function resultOf(name, runs) {
  const recorded = runs.lessons.find((each) => each.name === name).result;
  if (recorded) return recorded;
  const query = new URLSearchParams({ name, lang: runs.language, seed: runs.made.seed });
  const answer = await fetch(`class/lesson.json?${query}`);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
