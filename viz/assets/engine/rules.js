// The compiled rules in a page: one instance of rules.wasm, with memory of its own.
const PAGE = 65536, ALIGNED = 64, MOST_PAGES = 32768;

export class Rules {
  // `module` is a compiled WebAssembly.Module, so that many workers compile it once.
  constructor(module) {
    this.memory = new WebAssembly.Memory({ initial: 512, maximum: MOST_PAGES });
    this.exports = new WebAssembly.Instance(module, { env: { memory: this.memory } }).exports;
    this.clear();
  }

  // Forget all tables: what is allocated from now on lies where they lay.
  clear() {
    this.end = aligned(this.exports.__heap_base.value);
    this.result = this.allocate(ALIGNED);
    this.failure = this.allocate(ALIGNED);
  }

  // Set memory aside; return its address. Nothing is given back before `clear`.
  allocate(bytes) {
    const address = this.end;
    this.end = aligned(address + Math.max(bytes, 8));
    const missing = this.end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE) + 64);
    return address;
  }

  // Bytes at an address. A view is lost when memory grows: take it anew after every allocation.
  bytes(address, length) {
    return new Uint8Array(this.memory.buffer, address, length);
  }

  numbers(address, count) {
    return new BigInt64Array(this.memory.buffer, address, count);
  }

  floats(address, count) {
    return new Float64Array(this.memory.buffer, address, count);
  }

  // Set memory aside for numbers of eight bytes; without bytes they are all zero.
  array(shape, bytes = null) {
    const length = 8 * product(shape);
    const address = this.allocate(length);
    if (bytes) this.bytes(address, length).set(bytes);
    else this.bytes(address, length).fill(0);
    return { address, shape };
  }

  // The memory of an array, copied.
  copied({ address, shape }) {
    return this.bytes(address, 8 * product(shape)).slice();
  }

  // Call a rule. Whole numbers are BigInt, addresses and truth values plain numbers.
  call(name, ...given) {
    const status = this.exports[name](this.result, this.failure, ...given);
    if (status !== 0 && status !== -2) throw new Error(`${name} ended with status ${status}`);
  }

  whole(name, ...given) {
    this.call(name, ...given);
    return this.numbers(this.result, 1)[0];
  }

  truth(name, ...given) {
    this.call(name, ...given);
    return this.bytes(this.result, 1)[0] !== 0;
  }
}

// An array as rules take one: no owner, sizes, address, lengths, and strides in bytes.
export function handed({ address, shape }) {
  const strides = shape.map((_, place) => 8 * product(shape.slice(place + 1)));
  return [0, 0, BigInt(product(shape)), 8n, address, ...shape.map(BigInt), ...strides.map(BigInt)];
}

function product(shape) {
  return shape.reduce((all, each) => all * each, 1);
}

function aligned(address) {
  return Math.ceil(address / ALIGNED) * ALIGNED;
}
