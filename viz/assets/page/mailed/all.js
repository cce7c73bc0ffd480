// Both parts in one file: the policy page and the classroom; the link says which is shown.

import { ofClassroom } from "./source.js";
import * as policy from "./main.js";
import * as classroom from "../class/main.js";

const NODES = { page: document.getElementById("page"), class: document.getElementById("class") };

function show() {
  const shown = ofClassroom(location.hash) ? "class" : "page";
  for (const [name, node] of Object.entries(NODES)) node.hidden = name !== shown;
  for (const link of document.querySelectorAll(".file-parts a")) {
    if ((link.hash === "#lessons") === (shown === "class")) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

// A visitor who comes back to the plans gets the link of the plan on the page.
addEventListener("hashchange", () => {
  show();
  if (location.hash === "#policy") window.page?.state.dress({});
  document.title = (ofClassroom(location.hash) ? window.classroom?.words.say("class.title") : window.page?.words.say("page.title")) ?? document.title;
});
show();
export const PARTS = { policy, classroom };
