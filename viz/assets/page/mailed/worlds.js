// The plausible worlds that a file carries (viz/carried_worlds.py), unpacked when they are first asked for.

const FOLDED = { missing: 2, settings: 4 }; // bytes of a number

export class Worlds {
  // `data` and `numbers` are what the file carries; `numbersAtTheStart` are the settings of no world.
  constructor(data, numbers, numbersAtTheStart) {
    Object.assign(this, { data, nodes: Float64Array.from(data.nodes), start: Float64Array.from(numbersAtTheStart) });
    const ofTables = data.curves.length * data.nodes.length;
    this.missing = unfolded(numbers, 0, ofTables, FOLDED.missing);
    this.settings = unfolded(numbers, ofTables * FOLDED.missing, Object.keys(data.decimals).length * this.count, FOLDED.settings);
  }

  get count() { return this.data.seeds.length; }

  get stale() { return this.data.stale; }

  seeds(place) { return this.data.seeds[place]; }

  // A world as the engine takes it.
  world(place) {
    const { beside, tables } = this.data;
    return { settings: this.settingsOf(place), beside: beside[place], nodes: this.nodes, curves: tables[place].map((each) => this.curve(each)) };
  }

  // The numbers of the settings; a decimal is read as a text of it would be.
  settingsOf(world) {
    const { decimals, exact } = this.data;
    const found = this.start.slice();
    Object.entries(decimals).forEach(([place, digits], row) => {
      found[place] = Number(`${this.settings[row * this.count + world]}e-${digits}`);
    });
    for (const [place, numbers] of Object.entries(exact)) found[place] = numbers[world];
    return found;
  }

  curve(number) {
    if (number < 0) return null;
    const { length } = this.nodes;
    return { from: this.data.curves[number], missing: this.missing.slice(number * length, (number + 1) * length) };
  }
}

// Whole numbers from bytes: all first bytes come first; the last bit of a number is its sign.
function unfolded(bytes, first, count, size) {
  const found = new Int32Array(count);
  for (let place = 0; place < count; place += 1) {
    let folded = 0;
    for (let byte = 0; byte < size; byte += 1) folded |= bytes[first + byte * count + place] << (8 * byte);
    found[place] = (folded >>> 1) ^ -(folded & 1);
  }
  return found;
}
