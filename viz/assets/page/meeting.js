// A meeting today beside one with the plan, as lines: who speaks, about what, with which act.

import { button, html } from "./markup.js";

// A line that is written for the act and topic of a turn; none comes twice in a meeting.
function lines(turns, words) {
  const said = {};
  return turns.map(({ act, code }) => {
    const written = words.sentences[`say.${act}.${code}`] ?? words.sentences[`say.${act}.any`] ?? "";
    const several = written.split("|").map((each) => each.trim());
    const place = said[written] ?? 0;
    said[written] = place + 1;
    return several[place] ?? "";
  });
}

function one(turns, title, words) {
  const spoken = lines(turns, words);
  const rows = turns.map((turn, place) => html`<li><b>${words.say(`speaker.${turn.speaker}`)}</b>
    <span class="note">${words.say(`code.${turn.code}`)}, ${words.say(`act.${turn.act}`)}</span>
    ${spoken[place] ? html`<q>${spoken[place]}</q>` : ""}</li>`);
  return html`<section><h3>${title}</h3><ol class="turns-said">${rows}</ol></section>`;
}

export function meetings(found, words, progress) {
  const another = button("meeting", words.say(found ? "page.meeting.another" : "page.meeting.show"), { look: "small" });
  if (!found) return html`<p>${words.say("page.meeting.intro")}</p>${progress ? html`<p class="note">${words.say("page.working")}</p>` : ""}${another}`;
  return html`<p class="note">${words.say("page.meeting.invented")}</p><div class="meetings">${one(found.today, words.say("page.plans.today"), words)}
    ${one(found.plan, words.say("page.your_plan"), words)}</div>${another}`;
}
