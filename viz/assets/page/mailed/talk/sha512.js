// SHA-512 (FIPS 180-4) of some bytes. A browser's own is asynchronous, and missing where a file is not a
// secure context.

const MASK = (1n << 64n) - 1n;
const turned = (word, by) => ((word >> by) | (word << (64n - by))) & MASK;

// The first 64 bits behind the point of a root of a whole number.
function fraction(number, degree) {
  const scaled = BigInt(number) << (64n * degree);
  let low = 0n, high = 1n << 70n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= scaled) low = middle;
    else high = middle;
  }
  return low & MASK;
}

const PRIMES = [];
for (let each = 2; PRIMES.length < 80; each += 1) if (PRIMES.every((prime) => each % prime)) PRIMES.push(each);
const ROUNDS = PRIMES.map((prime) => fraction(prime, 3n));
const START = PRIMES.slice(0, 8).map((prime) => fraction(prime, 2n));

export function sha512(bytes) {
  const room = 128 * Math.ceil((bytes.length + 17) / 128);
  const padded = new Uint8Array(room);
  padded.set(bytes);
  padded[bytes.length] = 128;
  const view = new DataView(padded.buffer);
  view.setBigUint64(room - 8, 8n * BigInt(bytes.length));
  let state = START;
  for (let block = 0; block < room; block += 128) state = mixed(state, view, block);
  const found = new DataView(new ArrayBuffer(64));
  state.forEach((word, place) => found.setBigUint64(8 * place, word));
  return new Uint8Array(found.buffer);
}

function schedule(view, block) {
  const found = Array.from({ length: 16 }, (_, place) => view.getBigUint64(block + 8 * place));
  for (let place = 16; place < 80; place += 1) {
    const [near, far] = [found[place - 2], found[place - 15]];
    const first = turned(far, 1n) ^ turned(far, 8n) ^ (far >> 7n);
    const second = turned(near, 19n) ^ turned(near, 61n) ^ (near >> 6n);
    found.push((found[place - 16] + first + found[place - 7] + second) & MASK);
  }
  return found;
}

function mixed(state, view, block) {
  let [a, b, c, d, e, f, g, h] = state;
  schedule(view, block).forEach((word, round) => {
    const chosen = (e & f) ^ (~e & MASK & g);
    const first = h + (turned(e, 14n) ^ turned(e, 18n) ^ turned(e, 41n)) + chosen + ROUNDS[round] + word;
    const most = (a & b) ^ (a & c) ^ (b & c);
    const second = (turned(a, 28n) ^ turned(a, 34n) ^ turned(a, 39n)) + most;
    [a, b, c, d, e, f, g, h] = [(first + second) & MASK, a, b, c, (d + first) & MASK, e, f, g];
  });
  return [a, b, c, d, e, f, g, h].map((word, place) => (word + state[place]) & MASK);
}
