// The first week of a jobcentre from settings, by the rules that begin a run; viz/engine_world.py says
// in which order. Memory and places of numbers only.
import { handed } from "./rules.js";
import { World } from "./world.js";

const TOLERANCE = 1e-9; // of a sum of shares

export const bytesOf = (numbers) => new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

// Settings from their sparse form: the numbers that come first, and the places beyond them that are 1.
export function expanded({ numbers, weeks }, count) {
  const settings = new Float64Array(count);
  settings.set(numbers);
  for (const place of weeks) settings[place] = 1;
  return settings;
}

// Settings in which some parameters, by name, have other values; shares of one whole are scaled to it.
export function moved(settings, { places, shares }, values) {
  const found = settings.slice();
  for (const [name, value] of Object.entries(values)) {
    const { first, choices } = places[name];
    found[first] = choices ? choices.indexOf(value) : Number(value);
  }
  for (const group of shares) {
    const firsts = group.map((name) => places[name].first);
    scaled(firsts.map((first) => found[first])).forEach((share, place) => { found[firsts[place]] = share; });
  }
  return found;
}

// Shares scaled to the sum 1, as scenarios/consistency.py does it: those that sum to it stay as they are.
export function scaled(shares) {
  const total = shares.reduce((sum, each) => sum + each, 0);
  return Math.abs(total - 1) > TOLERANCE ? shares.map((each) => each / total) : shares;
}

// Begin a run. `premises` and `baseline` are { settings, beside }, each premises from its week on;
// `quantiles` is { shape, bytes } for all of them; `changes` is as World takes it.
export function begun(rules, layout, { premises, baseline, firstWeeks, quantiles, changes }, seed) {
  const world = new World(rules, layout, { tables: {}, changes });
  world.put("premises", [premises.length]);
  world.put("baseline", [1]);
  premises.forEach((each, place) => record(world, "premises", place, each));
  record(world, "baseline", 0, baseline);
  const sizes = sizesOf(world, firstWeeks[0]);
  world.sizes = JSON.stringify(sizes);
  world.put("calendar", [sizes.days]);
  rules.call("write_calendar", world.address, ...handed(matrix(rules, premises)), ...handed(wholes(rules, firstWeeks)));
  world.put("quantiles", quantiles.shape, quantiles.bytes);
  for (const [name, shape] of Object.entries(layout.shapes)) {
    world.begin(name, shape.map((each) => (typeof each === "number" ? each : sizes[each])));
  }
  world.aliasMeetings();
  rules.call("furnish", world.address, BigInt(seed), 0n);
  return world;
}

const floats = (rules, numbers) => rules.array([numbers.length], bytesOf(new Float64Array(numbers)));
const wholes = (rules, numbers) => rules.array([numbers.length], bytesOf(new BigInt64Array(numbers.map(BigInt))));

function record({ rules, layout, tables }, name, place, { settings, beside }) {
  const { bytes } = layout.tables[name];
  const words = { address: tables[name].address + place * bytes, shape: [bytes / 8] };
  rules.call("write_premises", words.address, ...[words, floats(rules, settings), floats(rules, beside)].flatMap(handed));
}

function matrix(rules, premises) {
  const count = premises[0].settings.length;
  const found = rules.array([premises.length, count]);
  premises.forEach(({ settings }, place) => rules.floats(found.address + 8 * place * count, count).set(settings));
  return found;
}

function sizesOf({ rules, layout: { sizes }, address }, first) {
  const found = rules.array([sizes.length]);
  rules.call("write_sizes", address, BigInt(first), ...handed(found));
  return Object.fromEntries(sizes.map((name, place) => [name, Number(rules.numbers(found.address, sizes.length)[place])]));
}

// What outcomes are reckoned by, from the settings of an arm.
export function termsOf(rules, { settings: { ranges }, books: { terms } }, settings) {
  const given = { ...floats(rules, ranges.flat()), shape: [ranges.length, ranges[0].length] };
  const found = rules.array(terms);
  rules.call("write_terms", ...[floats(rules, settings), given, found].flatMap(handed));
  return found;
}
