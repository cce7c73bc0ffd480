// A meeting's log in the words of the vocabulary, as sim/result.py puts it. Memory only.

// The `which`-th meeting that was held from a week on, or from the last one on; none where none was.
export function logOf(world, which, week) {
  const { meetings, turns } = world.layout.talk;
  const held = world.counter("MEETINGS_KEPT");
  const rows = world.rules.floats(world.tables.meetings.address, held * meetings.columns);
  const weeks = Array.from({ length: held }, (_, row) => rows[row * meetings.columns + meetings.week]);
  const earliest = Math.min(week, Math.max(0, ...weeks));
  const settled = weeks.map((each, row) => [each, row]).filter(([each]) => each >= earliest).map(([, row]) => row);
  if (!settled.length) return [];
  const row = settled[which % settled.length];
  const count = rows[row * meetings.columns + meetings.turns];
  const { address, shape: [, length] } = world.tables.turns;
  return Array.from({ length: count }, (_, place) => turnOf(world, address + (row * length + place) * turns.bytes, turns.fields));
}

function turnOf(world, address, fields) {
  return Object.fromEntries(Object.entries(fields).map(([name, { at, names }]) => {
    const number = Number(world.rules.numbers(address + at, 1)[0]);
    return [name, names ? names[number] : number];
  }));
}
