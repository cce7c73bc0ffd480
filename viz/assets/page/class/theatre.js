// The meeting theatre: a citizen's meetings, one of them turn by turn, beside another policy.

import { button, html, put } from "../markup.js";
import { storyline } from "./storyline.js";
import { before, decision, length, moving, talk, turnOf, views } from "./meeting_view.js";
import { canSpeak, hush, speak, speaking } from "./voice.js";
import { controls } from "./controls.js";
import { Player } from "./player.js";

const LETTER = 45; // ms: a line stays as long as it takes to read it
const LEAST = 1500;

export class Theatre {
  constructor(node, recorded, words, asked = {}) {
    Object.assign(this, { node, recorded, words, which: 0, policy: "", aloud: false, announced: "" });
    node.innerHTML = String(html`<div data-part="choices"></div><div data-part="head"></div><div data-part="controls"></div><p class="note" data-part="place"></p>
      <p class="unseen" aria-live="polite" data-part="live"></p><div class="stage" tabindex="0" role="region" aria-label="${words.say("class.meeting.stage")}" data-part="stage"></div>
      <div data-part="after"></div><div data-part="year"></div>`);
    this.nodes = Object.fromEntries([...node.querySelectorAll("[data-part]")].map((each) => [each.dataset.part, each]));
    node.addEventListener("click", (event) => this.click(event));
    node.addEventListener("change", (event) => this.change(event));
    this.nodes.stage.addEventListener("keydown", (event) => this.player.key(event));
    this.open(asked.meeting ?? Math.min(3, recorded.meetings.length - 1), asked.policy ?? "");
  }

  leave() { this.player.stop(); hush(); }

  get meeting() { return this.recorded.meetings[this.which]; }
  get other() { return this.policy ? this.meeting.with[this.policy] : null; }

  open(which, policy = this.policy) {
    this.player?.stop();
    hush();
    Object.assign(this, { readAt: null, played: false });
    this.which = Math.max(0, Math.min(this.recorded.meetings.length - 1, which));
    this.policy = this.recorded.policies.some((each) => each.name === policy) ? policy : "";
    const turns = Math.max(length(this.meeting.today), this.other ? length(this.other) : 0);
    this.player = new Player(turns, () => this.moved(), (place) => Math.max(LEAST, LETTER * this.textAt(place).length), () => this.aloud && speaking());
    this.show();
  }

  textAt(place) { return [this.meeting.today, this.other].map((each) => each?.turns.text[place] ?? "").join(" "); }

  click(event) {
    const pressed = event.target.closest("[data-act]");
    if (!pressed) return;
    const { act } = pressed.dataset;
    if (act === "meeting") this.open(JSON.parse(pressed.dataset.value));
    else if (act === "aloud") { this.aloud = !this.aloud; if (this.aloud) this.read(); else hush(); this.show(); }
    else this.player.act(act);
  }

  change(event) {
    if (event.target.dataset.key === "meeting") this.open(Number(event.target.value));
    if (event.target.dataset.key === "policy") this.open(this.which, event.target.value);
  }

  moved() {
    this.show();
    this.announce();
    this.sound();
  }

  // A line is read once; a pause ends the reading, and playing on begins the line again.
  sound() {
    const { place, playing } = this.player;
    if (this.aloud && place !== this.readAt) this.read();
    else if (this.played && !playing) { hush(); this.readAt = null; }
    this.played = playing;
  }

  read() {
    const meeting = this.meeting.today;
    this.readAt = this.player.place;
    if (this.player.place < length(meeting)) speak(meeting.turns.text[this.player.place], this.words.language, meeting.turns.speaker[this.player.place], this.player.speed);
  }

  // For screen readers: who says what, once a turn; what it did to what was at hand.
  announce() {
    const meeting = this.meeting.today;
    const place = Math.min(this.player.place, length(meeting) - 1);
    const each = turnOf(meeting, place);
    const text = `${place + 1}. ${this.words.say(`speaker.${each.speaker}`)}, ${this.words.say(`act.${each.act}`)}: ${each.text} ${each.marks}`;
    if (text !== this.announced) { this.announced = text; this.nodes.live.textContent = text; }
  }

  show() {
    const { words, player, recorded, meeting, nodes, other } = this;
    const say = (key, values) => words.say(`class.meeting.${key}`, values);
    put(nodes.choices, html`<p class="theatre-choices"><label>${say("choose")} <select data-key="meeting">${recorded.meetings.map((each, place) =>
      html`<option value="${place}" ${place === this.which ? html`selected` : ""}>${say("option", { week: each.week, number: each.today.number })}</option>`)}</select></label>
      <label>${say("beside")} <select data-key="policy"><option value="">${say("alone")}</option>${recorded.policies.map((each) =>
        html`<option value="${each.name}" ${each.name === this.policy ? html`selected` : ""}>${each.title}</option>`)}</select></label></p>`);
    const chosen = recorded.policies.find((each) => each.name === this.policy);
    put(nodes.head, html`${chosen ? html`<p>${chosen.summary} ${say("same", { policy: chosen.title })}${other ? html` <b>${this.differing()}</b>` : ""}</p>` : ""}`);
    put(nodes.controls, controls(player, words, canSpeak() ? button("aloud", say("aloud"), { look: "small", pressed: this.aloud }) : ""));
    put(nodes.place, html`${say("place", { turn: player.place + 1, of: player.length })} ${say("keys")}`);
    put(nodes.stage, html`<div class="meetings">${this.column(meeting.today, words.say("page.plans.today"))}${this.policy
      ? other ? this.column(other, chosen.title) : html`<section><h3>${chosen.title}</h3><p>${say("not_held")}</p></section>` : ""}</div>`);
    put(nodes.after, player.ended ? html`<div class="meetings">${[meeting.today, other].filter(Boolean).map((each) => html`<div><h3>${each === other ? chosen.title : words.say("page.plans.today")}</h3>${decision(each, words, each === other ? meeting.today : null, each === other ? null : other)}${views(each, words)}</div>`)}</div>` : "");
    put(nodes.year, storyline(recorded, words, this.which));
    this.nodes.stage.querySelectorAll(".talk").forEach((each) => { each.scrollTop = each.scrollHeight; });
  }

  // How far the meeting beside differs: in turns, and in what is known before or decided after.
  differing() {
    const { changed } = this.other;
    const lines = ["lines_before", "lines_after"].flatMap((name) => this.other[name].filter((each) => !this.meeting.today[name].includes(each)));
    const key = changed.length ? "differ" : lines.length ? "differ_lines" : "differ_none";
    return this.words.say(`class.meeting.${key}`, { changed: changed.length, of: length(this.other), lines: lines.length });
  }

  column(meeting, title) {
    const { words } = this;
    const place = Math.min(this.player.place, length(meeting) - 1);
    return html`<section><h3>${title}</h3>${before(meeting, words, ...(meeting === this.other ? [this.meeting.today, null] : [null, this.other]))}${moving(meeting, place, words)}${talk(meeting, place, words)}</section>`;
  }
}
