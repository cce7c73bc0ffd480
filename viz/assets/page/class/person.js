// Where one citizen was, week by week, and two of their states.

import { html, table } from "../markup.js";
import { lines } from "./storyline.js";

const STATES = ["ownership", "pressure"];

// `which` is a place among the year's citizens, null for nobody; `choice` is what chooses one, and
// `how` the sentence that says so.
export function personStory(year, which, week, choice, words, how = "story_how") {
  const say = (key, values) => words.say(`class.year.${key}`, values);
  if (which === null) return html`<h3>${say("story")}</h3>${choice}<p>${say(how)}</p>`;
  const each = year.citizens[which];
  const weeks = [...each.status].flatMap((letter, place) => (letter === "." ? [] : [place]));
  const states = Object.fromEntries(STATES.map((name) => [name, weeks.map((place) => Number(each[name].slice(2 * place, 2 * place + 2)) / 100)]));
  const spells = weeks.filter((place, number) => !number || each.status[place] !== each.status[weeks[number - 1]])
    .map((place) => [words.say("class.story.week", { week: place }), say(`status.${year.statuses[each.status[place]]}`)]);
  return html`<h3>${say("citizen", { number: each.number })}</h3>${choice}<figure>${lines(weeks, states, STATES, [week], words, say("story_said", { number: each.number }))}</figure>
    ${table(say("spells"), [words.say("class.story.when"), say("status_head")], spells, true)}`;
}
