// The buttons of a player.

import { button, html } from "../markup.js";

export function controls(player, words, more = "") {
  const say = (name) => words.say(`class.player.${name}`);
  return html`<div class="player" role="group" aria-label="${say("name")}">
    ${button("restart", say("restart"), { look: "small", disabled: player.place === 0 })}
    ${button("back", say("back"), { look: "small", disabled: player.place === 0 })}
    ${button("play", say(player.playing ? "pause" : "play"), { key: "play" })}
    ${button("step", say("step"), { look: "small", disabled: player.ended })}
    ${button("faster", words.say("class.player.speed", { speed: words.plain(player.speed) }), { look: "small" })}${more}</div>`;
}
