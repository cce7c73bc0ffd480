// Sums over pairs that share a seed, their means, intervals and words, by the rules of
// sim/pairing.py. Memory only.
import { handed } from "./rules.js";

// Add pairs up in their order; each is { baseline, policy } in bytes. Returns rows of numbers.
export function differences(rules, { books: { pairing, quantiles } }, pairs) {
  const values = pairs[0].baseline.length / 8;
  const sums = rules.array([pairing.SUMS, values]);
  const arms = ["baseline", "policy"].map((name) => ({ name, ...rules.array([values]) }));
  for (const pair of pairs) {
    for (const { name, address } of arms) rules.bytes(address, 8 * values).set(pair[name]);
    rules.call("add_pair", ...arms.flatMap(handed), ...handed(sums));
  }
  const table = rules.array([quantiles.length]);
  rules.floats(table.address, quantiles.length).set(quantiles);
  const found = rules.array([pairing.FOUND, values]);
  rules.call("write_differences", ...handed(sums), ...handed(table), ...handed(found));
  const row = (place) => [...rules.floats(found.address + 8 * values * place, values)];
  const names = ["COUNT", "BASELINE", "POLICY", "DIFFERENCE", "LOW", "HIGH"];
  return Object.fromEntries(names.map((name) => [name.toLowerCase(), row(pairing[name])]));
}

// The word for one value of `differences`.
export function wordOf(rules, { books: { words } }, found, place, smallest) {
  const names = ["baseline", "policy", "difference", "low", "high"];
  return words[Number(rules.whole("word_of", ...names.map((name) => found[name][place]), smallest))];
}

// Whether more pairs would hardly change the word of a figure (sim/settling.py).
export function isSettled(rules, { books: { words, quantiles } }, { verdict, difference, low, high }, pairs, smallest) {
  if (low === null) return false;
  const table = rules.array([quantiles.length]);
  rules.floats(table.address, quantiles.length).set(quantiles);
  return rules.truth("is_settled_figure", BigInt(words.indexOf(verdict)), difference, low, high, BigInt(pairs), smallest, ...handed(table));
}
