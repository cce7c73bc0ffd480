// Quantile tables of a plausible world, walked anew by a rule (sim/quantile_curves.py). Memory only.
import { handed } from "./rules.js";

const bytesOf = (numbers) => new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

// The tables of all premises, in bytes: those at the start, with a world's own in place. `curves` has
// for each kind of table null, or { from, missing }: shapes and ends, and units in the last place.
export function quantilesOf(rules, { shape, bytes }, { nodes, curves }) {
  const [premises, kinds, length] = shape;
  rules.clear();
  const found = bytes.slice();
  const probabilities = rules.array([length], bytesOf(nodes));
  curves.forEach((curve, kind) => {
    if (!curve) return;
    const table = walked(rules, probabilities, curve, length);
    for (let each = 0; each < premises; each += 1) found.set(table, 8 * length * (each * kinds + kind));
  });
  return { shape, bytes: found };
}

function walked(rules, probabilities, { from: [kind, a, b, scale, low, high], missing }, length) {
  const units = rules.array([length], bytesOf(BigInt64Array.from(missing, BigInt)));
  const table = rules.array([length]);
  const numbers = rules.floats(table.address, length);
  numbers[0] = low;
  numbers[length - 1] = high;
  rules.call("write_quantiles", BigInt(kind), a, b, scale, ...[probabilities, units, table, table].flatMap(handed));
  return rules.copied(table);
}
