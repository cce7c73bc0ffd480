// Workers that share the runs of a page; each has the compiled rules and memory of its own.

export class Pool {
  // `source` is the address of rules.wasm, `layout` what viz/engine_world.py says of tables.
  static async start(source, layout, workers = navigator.hardwareConcurrency || 1) {
    const module = await WebAssembly.compile(await (await fetch(source)).arrayBuffer());
    return new Pool(module, layout, workers);
  }

  constructor(module, layout, workers) {
    Object.assign(this, { waiting: [], asked: new Map(), number: 0 });
    this.workers = Array.from({ length: workers }, () => this.worker(module, layout));
    this.free = [...this.workers];
  }

  worker(module, layout) {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => this.answered(worker, data);
    worker.onerror = (event) => this.failed(event.message || "a worker could not be started");
    worker.postMessage({ module, layout });
    return worker;
  }

  // Let a jobcentre live to its end; `world` has the tables of its first week, and which premises
  // change anything (world.js). Resolves to its tables.
  run(world) {
    return new Promise((resolve, reject) => {
      const number = (this.number += 1);
      this.asked.set(number, { resolve, reject });
      this.waiting.push({ number, world });
      this.hand();
    });
  }

  hand() {
    while (this.free.length && this.waiting.length) this.free.pop().postMessage(this.waiting.shift());
  }

  answered(worker, { number, tables, error }) {
    const { resolve, reject } = this.asked.get(number);
    this.asked.delete(number);
    this.free.push(worker);
    this.hand();
    if (error) reject(new Error(error));
    else resolve(tables);
  }

  failed(message) {
    for (const { reject } of this.asked.values()) reject(new Error(message));
    this.asked.clear();
  }

  stop() {
    for (const worker of this.workers) worker.terminate();
    this.failed("the pool was stopped");
  }
}
