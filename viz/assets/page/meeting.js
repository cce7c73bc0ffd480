// A meeting today beside one with the plan, as lines: who speaks, about what, with which act.

import { button, html } from "./markup.js";

function one(turns, title, words) {
  const rows = turns.map((turn) => html`<li><b>${words.say(`speaker.${turn.speaker}`)}</b>
    <span class="note">${words.say(`code.${turn.code}`)}, ${words.say(`act.${turn.act}`)}</span>
    <q>${words.choose(turn.line)}</q></li>`);
  return html`<section><h3>${title}</h3><ol class="turns-said">${rows}</ol></section>`;
}

export function meetings(found, words, progress) {
  const another = button("meeting", words.say(found ? "page.meeting.another" : "page.meeting.show"), { look: "small" });
  if (!found) return html`<p>${words.say("page.meeting.intro")}</p>${progress ? html`<p class="note">${words.say("page.working")}</p>` : ""}${another}`;
  return html`<p class="note">${words.say("page.meeting.invented")}</p><div class="meetings">${one(found.today, words.say("page.plans.today"), words)}
    ${one(found.plan, words.say("page.your_plan"), words)}</div>${another}`;
}
