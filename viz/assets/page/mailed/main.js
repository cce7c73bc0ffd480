// The page in a file that is mailed: everything it needs is in the file.

import { Page } from "../page.js";
import { Source } from "./source.js";
import { unpacked, unpackedJson } from "../unpack.js";

async function start() {
  const root = document.getElementById("page");
  try {
    const [rules, tables, data] = ["rules", "tables", "data"].map((id) => document.getElementById(id));
    const { declared, assumptions, sentences, layout, worker } = await unpackedJson(data);
    const module = await WebAssembly.compile(await unpacked(rules));
    const script = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
    const { start } = layout;
    const once = new Uint8Array(await unpacked(tables));
    const both = new Uint8Array(2 * once.length); // burn-in and the weeks after it
    both.set(once);
    both.set(once, once.length);
    const begin = { ...start, quantiles: { shape: start.quantiles, bytes: both } };
    const source = new Source(declared, assumptions, { ...layout, start: begin }, module, () => new Worker(script));
    window.page = new Page(declared, sentences, source);
  } catch (error) {
    console.warn(error);
    root.textContent = root.dataset.failed;
  }
}

start();
