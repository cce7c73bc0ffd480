// Python's random.Random seeded by a text: the Mersenne Twister (Matsumoto & Nishimura 1998), whose key
// is the text and its SHA-512. Lines of meetings are drawn with it, so that a file says what the
// installed program says.

import { sha512 } from "./sha512.js";

const LENGTH = 624, SHIFT = 397;

export class Random {
  constructor(text) {
    const bytes = new TextEncoder().encode(text);
    this.state = keyed(words([...bytes, ...sha512(bytes)]));
    this.place = LENGTH;
  }

  // A whole number of so many bits, at most 32.
  bits(count) { return this.next() >>> (32 - count); }

  // A number from 0 up to 1, with 53 bits.
  number() { return ((this.next() >>> 5) * 67108864 + (this.next() >>> 6)) / 9007199254740992; }

  below(most) {
    const bits = 32 - Math.clz32(most);
    for (;;) {
      const drawn = this.bits(bits);
      if (drawn < most) return drawn;
    }
  }

  choice(list) { return list[this.below(list.length)]; }

  shuffle(list) {
    for (let last = list.length - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      [list[last], list[other]] = [list[other], list[last]];
    }
    return list;
  }

  next() {
    if (this.place >= LENGTH) this.renew();
    let value = this.state[this.place];
    this.place += 1;
    value ^= value >>> 11;
    value ^= (value << 7) & 0x9d2c5680;
    value ^= (value << 15) & 0xefc60000;
    return (value ^ (value >>> 18)) >>> 0;
  }

  renew() {
    const { state } = this;
    for (let place = 0; place < LENGTH; place += 1) {
      const both = (state[place] & 0x80000000) | (state[(place + 1) % LENGTH] & 0x7fffffff);
      state[place] = state[(place + SHIFT) % LENGTH] ^ (both >>> 1) ^ (both & 1 ? 0x9908b0df : 0);
    }
    this.place = 0;
  }
}

// A large number's bytes, the highest first, as words, the lowest first; no word of 0 at the end.
function words(bytes) {
  const turned = bytes.reverse();
  const found = [];
  for (let place = 0; place < turned.length; place += 4) {
    found.push([0, 1, 2, 3].reduce((word, each) => word | ((turned[place + each] ?? 0) << (8 * each)), 0) >>> 0);
  }
  while (found.length > 1 && !found.at(-1)) found.pop();
  return found;
}

const seeded = (seed) => {
  const state = new Uint32Array(LENGTH);
  state[0] = seed;
  for (let place = 1; place < LENGTH; place += 1) state[place] = Math.imul(1812433253, mixed(state, place)) + place;
  return state;
};
const mixed = (state, place) => state[place - 1] ^ (state[place - 1] >>> 30);

function keyed(key) {
  const state = seeded(19650218);
  let place = 1;
  const forth = () => {
    place += 1;
    if (place >= LENGTH) { state[0] = state[LENGTH - 1]; place = 1; }
  };
  for (let step = 0; step < Math.max(LENGTH, key.length); step += 1) {
    const at = step % key.length;
    state[place] = (state[place] ^ Math.imul(mixed(state, place), 1664525)) + key[at] + at;
    forth();
  }
  for (let step = 0; step < LENGTH - 1; step += 1) {
    state[place] = (state[place] ^ Math.imul(mixed(state, place), 1566083941)) - place;
    forth();
  }
  state[0] = 0x80000000;
  return state;
}
