// The year: a jobcentre week by week, and what can be clicked in it.

import { button, html, put, table } from "../markup.js";
import { controls } from "./controls.js";
import { nameOf, network } from "./network.js";
import { Player } from "./player.js";
import { personStory } from "./person.js";

const PACE = 700; // ms a week
const SIDES = ["mentors", "caseworkers"];

export class Year {
  constructor(node, year, words, asked = {}) {
    Object.assign(this, { node, year, words, chosen: { side: "caseworkers", place: 0 }, citizen: null });
    node.innerHTML = String(html`<div data-part="controls"></div><p class="note" data-part="place"></p><p class="unseen" aria-live="polite" data-part="live"></p>
      <div class="year" tabindex="0" role="region" aria-label="${words.say("class.year.stage")}" data-part="stage"><section data-part="network"></section><section data-part="people"></section></div>
      <div class="meetings"><section class="card" data-part="professional"></section><section class="card" data-part="citizen"></section></div>`);
    this.nodes = Object.fromEntries([...node.querySelectorAll("[data-part]")].map((each) => [each.dataset.part, each]));
    this.player = new Player(year.weeks, () => this.moved(), () => PACE);
    this.player.place = Math.min(asked.week ?? 0, year.weeks - 1);
    node.addEventListener("click", (event) => this.click(event));
    node.addEventListener("change", (event) => this.change(event));
    this.nodes.stage.addEventListener("keydown", (event) => this.player.key(event));
    this.show();
  }

  leave() { this.player.stop(); }

  click(event) {
    const post = event.target.closest("[data-side]");
    if (post) { this.chosen = { side: post.dataset.side, place: Number(post.dataset.place) }; this.show(); return; }
    const dot = event.target.closest("[data-citizen]");
    if (dot) { this.citizen = Number(dot.dataset.citizen); this.show(); return; }
    const pressed = event.target.closest("[data-act]");
    if (pressed) this.player.act(pressed.dataset.act);
  }

  change(event) {
    const { key } = event.target.dataset;
    if (key === "post") { const [side, place] = event.target.value.split(" "); this.chosen = { side, place: Number(place) }; this.show(); }
    if (key === "person") { this.citizen = event.target.value === "" ? null : Number(event.target.value); this.show(); }
  }

  moved() { this.show(); this.announce(); }

  // For screen readers, when nobody plays: who is there, who left.
  announce() { if (!this.player.playing) this.nodes.live.textContent = this.summary(); }

  summary() {
    const week = this.player.place;
    const counts = this.counts(week).map(([status, count]) => `${this.words.say(`class.year.status.${status}`)} ${count}`);
    const left = SIDES.flatMap((side) => this.year[side].flatMap((post, place) => (post.left[week] ? [nameOf(side, place, this.words)] : [])));
    return `${this.words.say("class.year.week", { week })} ${counts.join(", ")}. ${left.length ? this.words.say("class.year.leaves", { names: left.join(", ") }) : ""}`;
  }

  counts(week) {
    const found = {};
    for (const each of this.year.citizens) {
      const status = this.year.statuses[each.status[week]];
      if (status) found[status] = (found[status] ?? 0) + 1;
    }
    return Object.values(this.year.statuses).filter((status) => found[status]).map((status) => [status, found[status]]);
  }

  show() {
    const { nodes, player, words, year } = this;
    const week = player.place;
    put(nodes.controls, controls(player, words));
    put(nodes.place, html`${this.summary()} ${words.say("class.year.keys")}`);
    put(nodes.network, html`<h3>${words.say("class.year.network")}</h3>${network(year, week, this.chosen, words)}<p class="note">${words.say("class.year.network_how")}</p>`);
    put(nodes.people, html`<h3>${words.say("class.year.people")}</h3><p class="note">${words.say("class.year.dots_how")}</p>${this.people(week)}`);
    put(nodes.professional, this.professional(week));
    put(nodes.citizen, this.storyline());
  }

  // Everybody who is there, as dots by status; the darker, the more ownership.
  people(week) {
    const { words, year } = this;
    return this.counts(week).map(([status, count]) => html`<h4>${words.say(`class.year.status.${status}`)}: ${count}</h4><div class="dots-of" role="group" aria-label="${words.say(`class.year.status.${status}`)}">${
      year.citizens.map((each, place) => (year.statuses[each.status[week]] === status ? html`<button type="button" class="dot o${Math.floor(Number(each.ownership.slice(2 * week, 2 * week + 2)) / 20)} ${this.citizen === place ? "chosen" : ""}"
        data-citizen="${place}" data-key="citizen ${place}" tabindex="-1" aria-label="${words.say("class.year.dot", { number: each.number, ownership: Number(each.ownership.slice(2 * week, 2 * week + 2)) })}"></button>` : ""))}</div>`);
  }

  professional(week) {
    const { chosen, words, year } = this;
    const post = year[chosen.side][chosen.place];
    const say = (key, values) => words.say(`class.year.${key}`, values);
    const percent = (value) => words.say("class.year.percent", { value: words.number(100 * value) });
    const rows = [[say("asked"), percent(post.utilisation[week])], [say("meetings"), post.meetings[week]], [say("cases"), post.on_course[week]]];
    if (chosen.side === "caseworkers") rows.push([say("preparation"), percent(post.preparation[week])], [say("waiting"), post.waiting[week]]);
    else rows.push([say("sessions"), post.sessions_due[week]], [say("session_hours"), words.number(post.hours[week], 1)], [say("give"), percent(post.give[week])]);
    rows.push([say("understands"), words.number(this.understood(chosen, week), 2)]);
    const options = SIDES.flatMap((side) => year[side].map((_, place) => html`<option value="${side} ${place}" ${side === chosen.side && place === chosen.place ? html`selected` : ""}>${nameOf(side, place, words)}</option>`));
    return html`<h3>${say("professional", { name: nameOf(chosen.side, chosen.place, words), week })}</h3><label>${say("choose_post")} <select data-key="post">${options}</select></label>
      ${post.left[week] ? html`<p><b>${say("post_left")}</b></p>` : post.vacant[week] ? html`<p><b>${say("post_vacant")}</b></p>` : ""}${table(say("professional", { name: nameOf(chosen.side, chosen.place, words), week }), [say("what"), say("how_much")], rows, true)}${this.load(post)}`;
  }

  // How well a professional and each of the other side understand each other, in the mean.
  understood({ side, place }, week) {
    const wide = this.year.caseworkers.length;
    const own = this.year.understanding[week].filter((_, pair) => (side === "mentors" ? Math.floor(pair / wide) : pair % wide) === place);
    return own.reduce((sum, each) => sum + each, 0) / own.length / 100;
  }

  // A year of asked hours as bars; above the line there were not enough.
  load(post) {
    const { words, year, player } = this;
    const bars = post.utilisation.map((value, week) => html`<rect class="${value > 1 ? "over" : ""} ${week === player.place ? "here" : ""}" x="${week * 6}" y="${(90 - 60 * Math.min(1.5, value)).toFixed(1)}" width="5" height="${(60 * Math.min(1.5, value)).toFixed(1)}"/>`);
    return html`<figure><svg class="load" viewBox="0 0 ${year.weeks * 6} 92" role="img" aria-label="${words.say("class.year.load")}">${bars}<line class="grid" x1="0" x2="${year.weeks * 6}" y1="30" y2="30"/></svg>
      <figcaption class="note">${words.say("class.year.load")}</figcaption></figure>`;
  }

  storyline() {
    const { words, year, citizen } = this;
    const choice = html`<label>${words.say("class.year.choose_citizen")} <select data-key="person"><option value="">–</option>${year.citizens.map((each, place) =>
      html`<option value="${place}" ${citizen === place ? html`selected` : ""}>${each.number}</option>`)}</select></label>`;
    return personStory(year, citizen, this.player.place, choice, words);
  }
}
