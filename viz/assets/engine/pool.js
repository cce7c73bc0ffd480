// Workers that share the runs of a page; each has the compiled rules and memory of its own.

export class Pool {
  // `module` is the compiled rules.wasm, `layout` what viz/engine_world.py and engine_books.py say,
  // `begin` makes a worker that runs worker.js.
  constructor(module, layout, begin, workers = navigator.hardwareConcurrency || 1) {
    this.asked = new Map();
    this.number = 0;
    this.workers = Array.from({ length: workers }, () => this.worker(module, layout, begin));
  }

  worker(module, layout, begin) {
    const worker = { itself: begin(), waiting: [], busy: null };
    worker.itself.onmessage = ({ data }) => this.answered(worker, data);
    worker.itself.onerror = (event) => this.failed(event.message || "a worker could not be started");
    worker.itself.postMessage({ module, layout });
    return worker;
  }

  // Let a worker do a task (worker.js knows which). What one place has made, it uses again: tasks
  // of the same place go to the same worker.
  run(task, place = this.number) {
    return new Promise((resolve, reject) => {
      const number = (this.number += 1);
      const worker = this.workers[place % this.workers.length];
      this.asked.set(number, { resolve, reject });
      worker.waiting.push({ ...task, number });
      this.hand(worker);
    });
  }

  hand(worker) {
    if (worker.busy !== null || !worker.waiting.length) return;
    const task = worker.waiting.shift();
    worker.busy = task.number;
    worker.itself.postMessage(task);
  }

  answered(worker, { number, found, error }) {
    const asked = this.asked.get(number);
    this.asked.delete(number);
    worker.busy = null;
    this.hand(worker);
    if (error) asked?.reject(new Error(error));
    else asked?.resolve(found);
  }

  // Nobody wants what is waiting any more, or what of it was asked for by `from`; what is being done
  // goes on.
  clear(from = null) {
    for (const worker of this.workers) {
      const unwanted = (task) => from === null || task.from === from;
      const refused = worker.waiting.filter(unwanted);
      worker.waiting = worker.waiting.filter((task) => !unwanted(task));
      for (const { number } of refused) this.refuse(number, "superseded");
    }
  }

  failed(message) {
    for (const worker of this.workers) worker.waiting = [];
    for (const number of [...this.asked.keys()]) this.refuse(number, message);
  }

  refuse(number, message) {
    this.asked.get(number)?.reject(new Error(message));
    this.asked.delete(number);
  }

  stop() {
    for (const { itself } of this.workers) itself.terminate();
    this.failed("the pool was stopped");
  }
}
