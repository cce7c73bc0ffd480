// A lesson as a sheet of paper: printed alone, with room to write.

import { html } from "../markup.js";

export function printSheet(lesson, options, words) {
  const say = (key, values) => words.say(`class.lesson.${key}`, values);
  const sheet = document.createElement("div");
  const room = html`<p class="room"></p><p class="room"></p>`;
  sheet.className = "sheet";
  sheet.innerHTML = String(html`<h1>${lesson.title}</h1><p>${say("name_line")}</p><h2>${say("step.question")}</h2><p>${lesson.question}</p>
    <ul class="boxes">${options.map(([, text]) => html`<li>☐ ${text}</li>`)}</ul><h2>${say("step.look")}</h2><p>${lesson.look}</p>${room}
    <h2>${say("step.run")}</h2><p>${say("write_seen")}</p>${room}<h2>${say("step.theory")}</h2>${lesson.theory.map((each) => html`<p>${each.text} (${each.source})</p>`)}
    <h2>${say("step.discuss")}</h2><p>${lesson.discuss}</p>${room}<h2>${say("limits")}</h2><p>${lesson.limits}</p><p>${words.say("class.invented")} ${words.say("class.limits")}</p>`);
  document.body.append(sheet);
  document.body.classList.add("printing");
  addEventListener("afterprint", () => { document.body.classList.remove("printing"); sheet.remove(); }, { once: true });
  print();
}
