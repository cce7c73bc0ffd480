// Three plans side by side, and the files in which a question is kept.

import { canShow, PARTS } from "./link.js";
import { button, html, table } from "./markup.js";
import * as say from "./sentences.js";

export const SLOTS = ["A", "B", "C"];
const ROWS = ["education_start_52w", "strong_reactions", "pressure"];

export const differing = (plan, own, words) => Object.entries(plan)
  .filter(([name, value]) => value !== own[name])
  .map(([name, value]) => `${words.title(name)}: ${words.setting(name, value)}`);

// `about`: which jobcentre and assumptions the answers have to be about.
export function beside(plans, own, words, about) {
  const kept = SLOTS.filter((slot) => plans[slot]);
  if (!kept.length) return html`<p>${words.say("page.plans.none")}</p>`;
  const heads = [words.say("page.plans.row"), words.say("page.plans.today"), ...kept.map((slot) => (plans[slot].name === slot ? slot : `${slot}: ${plans[slot].name}`))];
  const answer = (slot) => (plans[slot].about === about ? plans[slot].answer : null);
  const cells = (of) => kept.map(answer).map((each) => (!each ? words.say("page.working") : each.outcomes ? of(each) : words.say("page.even")));
  const today = kept.map(answer).find((each) => each?.outcomes);
  const rows = [[words.say("page.plans.levers"), "–", ...kept.map((slot) => differing(plans[slot].plan, own, words).join("; ") || "–")],
    [words.say("page.plans.answer"), "–", ...cells((found) => say.gain(found, words, "").text)],
    ...ROWS.map((name) => [`${words.outcome(name)} (${words.outcomeUnit(name)})`, today ? words.level(name, today.outcomes[name].baseline) : "–",
      ...cells((found) => `${words.level(name, found.outcomes[name].policy)} (${words.change(name, found.outcomes[name].difference)})`)]),
    [words.say("page.plans.hours"), "0", ...cells((found) => words.signed(found.hours.caseworker.total.hours))],
    [words.say("page.plans.booked"), today ? words.number(today.outcomes.caseworker_utilisation.baseline * 100) : "–",
      ...cells((found) => words.number(found.outcomes.caseworker_utilisation.policy * 100))]];
  const open = kept.map((slot) => html`<span class="kept">${button("open-plan", words.say("page.plans.open", { slot }), { key: `open ${slot}`, value: slot, look: "small" })}
    <label>${words.say("page.plans.name", { slot })} <input type="text" maxlength="40" data-name="${slot}" data-key="name ${slot}" value="${plans[slot].name}"></label>
    ${button("drop-plan", words.say("page.plans.drop", { slot }), { key: `drop ${slot}`, value: slot, look: "small" })}</span>`);
  return html`${table(words.say("page.plans.caption"), heads, rows, true)}<div class="kept-plans">${open}</div>`;
}

export const keep = (words, plans) => html`<span class="group" role="group" aria-label="${words.say("page.plans.keep")}">${words.say("page.plans.keep")}
  ${SLOTS.map((slot) => button("keep", slot, { key: `keep ${slot}`, value: slot, look: "small", pressed: Boolean(plans[slot]), name: words.say("page.plans.keep_as", { slot }) }))}</span>`;

const KIND = "heterophony question";

export const file = (state) => JSON.stringify({
  kind: KIND, jobcentre: state.jobcentre, plan: state.plan, assumptions: state.assumptions,
  plans: Object.fromEntries(SLOTS.filter((s) => state.plans[s]).map((s) => [s, { name: state.plans[s].name, plan: state.plans[s].plan }])),
}, null, 2);

const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

// Read a kept question; null for anything else, and for what the page cannot show.
export function opened(text, declared) {
  try {
    const found = JSON.parse(text);
    if (found.kind !== KIND || !PARTS.every((part) => isTable(found[part]) && canShow(part, found[part], declared))) return null;
    const plans = {};
    for (const slot of SLOTS) {
      const each = found.plans?.[slot];
      if (isTable(each) && isTable(each.plan) && canShow("plan", each.plan, declared)) plans[slot] = { name: String(each.name ?? "").slice(0, 40), plan: each.plan };
    }
    return { jobcentre: found.jobcentre, plan: found.plan, assumptions: found.assumptions, plans };
  } catch {
    return null;
  }
}
