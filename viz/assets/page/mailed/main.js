// The page in a file that is mailed: everything it needs is in the file.

import { Page } from "../page.js";
import { Source } from "./source.js";

// Data in the file: packed, and written in letters.
async function unpacked(id) {
  const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (each) => each.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

async function start() {
  const root = document.getElementById("page");
  try {
    const [rules, text, tables] = await Promise.all(["rules", "data", "tables"].map(unpacked));
    const { declared, assumptions, sentences, layout, worker } = JSON.parse(new TextDecoder().decode(text));
    const module = await WebAssembly.compile(rules);
    const script = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
    const { start } = layout;
    const both = new Uint8Array(2 * tables.byteLength); // burn-in and the weeks after it
    both.set(new Uint8Array(tables));
    both.copyWithin(tables.byteLength, 0, tables.byteLength);
    const begin = { ...start, quantiles: { shape: start.quantiles, bytes: both } };
    const source = new Source(declared, assumptions, { ...layout, start: begin }, module, () => new Worker(script));
    window.page = new Page(declared, sentences, source);
  } catch (error) {
    console.warn(error);
    root.textContent = root.dataset.failed;
  }
}

start();
