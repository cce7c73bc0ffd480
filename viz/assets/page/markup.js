// Small pieces of pages. All data is escaped here and nowhere else.

const UNSAFE = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

class Markup {
  constructor(text) { this.text = text; }
  toString() { return this.text; }
}

export const escape = (value) => String(value ?? "").replace(/[&<>"']/g, (each) => UNSAFE[each]);

const written = (value) => {
  if (Array.isArray(value)) return value.map(written).join("");
  if (value === false || value === null || value === undefined) return "";
  return value instanceof Markup ? value.text : escape(value);
};

// A template whose values are escaped, unless they are markup themselves.
export function html(parts, ...values) {
  return new Markup(parts.reduce((all, part, place) => all + written(values[place - 1]) + part));
}

// Put markup into an element: focus stays where it was, and what was open stays open.
export function put(element, markup) {
  const text = String(markup);
  if (element.shown === text) return;
  element.shown = text;
  const active = element.getRootNode().activeElement;
  const focused = element.contains(active) && active.dataset.key;
  const open = [...element.querySelectorAll("details[open][data-key]")].map((e) => e.dataset.key);
  element.innerHTML = text;
  const find = (key) => element.querySelector(`[data-key="${CSS.escape(key)}"]`);
  for (const key of open) find(key)?.setAttribute("open", "");
  if (focused) find(focused)?.focus();
}

export const button = (act, label, more = {}) => html`<button type="button" data-act="${act}"
  data-key="${more.key ?? act}" ${more.pressed === undefined ? "" : html`aria-pressed="${String(more.pressed)}"`}
  ${more.value === undefined ? "" : html`data-value="${JSON.stringify(more.value)}"`}
  ${more.disabled ? html`disabled` : ""} ${more.name ? html`aria-label="${more.name}"` : ""}
  class="${more.look ?? ""}">${label}</button>`;

// A table with a caption; the first cell of each row heads it.
export const table = (caption, heads, rows, named = false) => html`<div class="scroll" tabindex="0"
  role="region" aria-label="${caption}"><table><caption class="${named ? "unseen" : ""}">${caption}</caption>
  <thead><tr>${heads.map((each) => html`<th scope="col">${each}</th>`)}</tr></thead>
  <tbody>${rows.map(([first, ...cells]) => html`<tr><th scope="row">${first}</th>${
    cells.map((cell, place) => html`<td data-label="${heads[place + 1]}">${cell}</td>`)}</tr>`)}</tbody>
  </table></div>`;
