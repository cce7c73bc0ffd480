// Pictures of a model that is stepped on Mesa's own page: those of the year, drawn in an element
// with a style of its own. What `module` exports becomes the Vue component of `viz/mesa_page.py`.

import { html, put } from "../markup.js";
import { network } from "./network.js";
import { personStory } from "./person.js";
import { Words } from "../words.js";

class Live {
  // `chosen` is told the number of a citizen, null for nobody.
  constructor(element, style, spoken, chosen) {
    const { language, words, declared } = JSON.parse(spoken);
    this.words = new Words(language, words, declared);
    this.root = element.attachShadow({ mode: "open" });
    this.root.innerHTML = `<style>${style}</style><div class="live" lang="${language}"></div>`;
    this.node = this.root.lastElementChild;
    this.post = null;
    this.node.addEventListener("click", (event) => this.click(event.target.closest("[data-side]")));
    this.node.addEventListener("change", ({ target }) => chosen(target.value === "" ? null : Number(target.value)));
  }

  say(key, values) { return this.words.say(`class.year.${key}`, values); }

  show(text) {
    this.shown = JSON.parse(text);
    this.draw();
  }

  draw() { put(this.node, this[this.shown.kind](this.shown)); }

  click(post) {
    if (!post) return;
    this.post = { side: post.dataset.side, place: Number(post.dataset.place) };
    this.draw();
  }

  network({ year, week }) {
    return html`<h3>${this.say("network_week", { week })}</h3>${network(year, 0, this.post, this.words)}<p class="note">${this.say("network_how_live")}</p>`;
  }

  storyline({ year, week, numbers }) {
    const [one] = year.citizens;
    const choice = html`<label>${this.say("choose_citizen")} <select data-key="person"><option value="">–</option>${numbers.map((number) =>
      html`<option value="${number}" ${number === one?.number ? html`selected` : ""}>${number}</option>`)}</select></label>`;
    return personStory(year, one ? 0 : null, week, choice, this.words, "story_how_live");
  }
}

module.exports = {
  mounted() {
    this.live = new Live(this.$el, this.look, this.spoken, (number) => { this.chosen = number; });
    this.live.show(this.shown);
  },
  watch: { shown(text) { this.live.show(text); } },
};
