// The page in a file that is mailed: everything it needs is in the file.

import { Page } from "../page.js";
import { Source } from "./source.js";
import { Worlds } from "./worlds.js";
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
    const later = {
      worlds: async () => {
        const [packed, numbers] = ["worlds", "world-numbers"].map((id) => document.getElementById(id));
        return packed && new Worlds(await unpackedJson(packed), new Uint8Array(await unpacked(numbers)), start.numbers);
      },
      lines: () => unpackedJson(document.getElementById("lines")),
    };
    const whole = { ...declared, assumed: assumptions };
    const source = new Source(whole, assumptions, { ...layout, start: begin }, module, () => new Worker(script), later);
    window.page = new Page(whole, sentences, source);
  } catch (error) {
    console.warn(error);
    root.textContent = root.dataset.failed;
  }
}

start();
