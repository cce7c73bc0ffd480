// A worker of the engine: lets jobcentres live, one after the other, and sends their tables back.
import { Rules } from "./rules.js";
import { World } from "./world.js";

let rules = null, layout = null;

self.onmessage = ({ data }) => {
  try {
    if (data.module) {
      rules = new Rules(data.module);
      layout = data.layout;
      return;
    }
    const world = new World(rules, layout, data.world);
    world.liveTo();
    const tables = world.copied();
    const buffers = Object.values(tables).map(({ bytes }) => bytes.buffer);
    self.postMessage({ number: data.number, tables }, buffers);
  } catch (error) {
    self.postMessage({ number: data.number, error: String(error?.message ?? error) });
  }
};
