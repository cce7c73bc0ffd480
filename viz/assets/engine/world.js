// The tables of one jobcentre in the rules' memory, and how its weeks pass (as sim/jobcentre.py and
// sim/capacity.py let them pass). No arithmetic of the model: sizes and addresses only.

export class World {
  // `layout` is what viz/engine_world.py says of tables; `tables` is name -> { shape, bytes };
  // `changes` says which premises differ from those before them, and in which week they begin.
  constructor(rules, layout, { tables, changes }) {
    Object.assign(this, { rules, layout, changes, tables: {}, place: 0 });
    const fields = Object.keys(layout.tables).length * layout.headerFields;
    this.header = rules.allocate(8 * fields);
    rules.bytes(this.header, 8 * fields).fill(0);
    for (const [name, { shape, bytes }] of Object.entries(tables)) this.put(name, shape, bytes);
    if (tables.meetings) this.aliasMeetings();
  }

  get address() {
    return BigInt(this.header);
  }

  // Put a table in place; without bytes it is all zero.
  put(name, shape, bytes = null) {
    const length = shape.reduce((product, each) => product * each, this.layout.tables[name].bytes);
    const address = this.rules.allocate(length);
    const memory = this.rules.bytes(address, length);
    if (bytes) memory.set(bytes);
    else memory.fill(0);
    this.placeAt(name, shape, address, length);
  }

  placeAt(name, shape, address, length) {
    this.tables[name] = { shape, address, length };
    const index = Object.keys(this.layout.tables).indexOf(name) * this.layout.headerFields;
    const header = this.rules.numbers(this.header + 8 * index, this.layout.headerFields);
    [address, ...shape].forEach((each, field) => (header[field] = BigInt(each)));
  }

  // Meetings are also read as a matrix, on the same memory.
  aliasMeetings() {
    const { shape, address, length } = this.tables.meetings;
    const columns = this.layout.tables.meetings.bytes / this.layout.tables.meeting_matrix.bytes;
    this.placeAt("meeting_matrix", [shape[0], columns], address, length);
  }

  bytesOf(name) {
    return this.rules.bytes(this.tables[name].address, this.tables[name].length);
  }

  // All tables as they are now, copied: name -> { shape, bytes }.
  copied() {
    const copy = ([name, { shape }]) => [name, { shape, bytes: this.bytesOf(name).slice() }];
    return Object.fromEntries(Object.entries(this.tables).map(copy));
  }

  // Say that a run keeps something: KEEP_MEETINGS, KEEP_TURNS or KEEP_EVENTS.
  keep(name) {
    this.rules.numbers(this.tables.counters.address, this.layout.counters.COUNTERS)[this.layout.counters[name]] = 1n;
  }

  counter(name) {
    return Number(this.rules.numbers(this.tables.counters.address, this.layout.counters.COUNTERS)[this.layout.counters[name]]);
  }

  // A field of the calendar at a place.
  day(place, field) {
    const at = this.tables.calendar.address + place * this.layout.tables.calendar.bytes;
    return Number(this.rules.numbers(at + this.layout.calendar[field], 1)[0]);
  }

  // Let the weeks up to a place of the calendar pass; by default all of them.
  liveTo(last = this.tables.calendar.shape[0]) {
    while (this.place < last) {
      this.beginStretch();
      const stop = this.endOfStretch(last);
      while (this.place < stop) {
        if (!this.rules.truth("has_capacity", this.address)) this.grow();
        this.place = Number(this.rules.whole("run_weeks", this.address, BigInt(this.place), BigInt(stop)));
      }
    }
  }

  endOfStretch(last) {
    let stop = this.place + 1;
    while (stop < last && this.day(stop, "premises_begin") !== 1 && this.day(stop, "week") !== 0) stop += 1;
    return stop;
  }

  beginStretch() {
    const number = this.day(this.place, "premises");
    const begins = this.day(this.place, "premises_begin") === 1 && this.place > 0;
    const change = begins && this.changes.find(({ premises }) => premises === number);
    if (change) {
      const { premises, week } = change;
      this.rules.call("change_premises", this.address, BigInt(premises), BigInt(week));
    }
    if (this.day(this.place, "week") !== 0) return;
    this.bytesOf("totals").set(this.layout.firstRows.totals);
    this.bytesOf("meeting_totals").fill(0);
    const counters = this.rules.numbers(this.tables.counters.address, this.layout.counters.COUNTERS);
    counters[this.layout.counters.MEETINGS_KEPT] = 0n;
  }

  // --- making room before a week, by the sizes of sim/capacity.py ---

  grow() {
    const people = Number(this.rules.whole("people_at_most", this.address));
    this.enlarge("citizens", people);
    this.enlarge("cases", this.counter("CASES") + people);
    const places = this.tables.citizens.shape[0];
    if (places > this.tables.caseload.shape[0]) {
      for (const name of ["caseload", "mentees", "queue"]) this.put(name, [places]);
      this.renew("lanes", Math.ceil(places / this.layout.lanes));
    }
    const kept = this.counter("MEETINGS_KEPT") + people;
    if (this.counter("KEEP_MEETINGS")) {
      this.enlarge("meetings", kept);
      this.aliasMeetings();
    }
    if (this.counter("KEEP_TURNS")) this.enlarge("turns", kept);
    if (this.counter("KEEP_EVENTS")) {
      const posts = this.tables.caseworkers.shape[0] + this.tables.mentors.shape[0];
      this.enlarge("events", this.counter("EVENTS_KEPT") + people * this.layout.mostEvents + posts);
    }
  }

  // Give a table room for `wanted` rows, by at least a half more, with the old rows first.
  enlarge(name, wanted) {
    const { shape, address, length } = this.tables[name];
    if (wanted <= shape[0]) return;
    this.renew(name, Math.max(wanted, Math.floor((shape[0] * 3) / 2)));
    this.bytesOf(name).set(this.rules.bytes(address, length));
  }

  // Replace a table by one of fresh rows.
  renew(name, rows) {
    this.begin(name, [rows, ...this.tables[name].shape.slice(1)]);
  }

  // Put a table in place as it begins: every entry a copy of the first.
  begin(name, shape) {
    this.put(name, shape);
    const first = this.layout.firstRows[name];
    const { length } = this.tables[name];
    if (!first || !length) return;
    const memory = this.bytesOf(name);
    memory.set(first);
    for (let filled = first.length; filled < length; filled *= 2) {
      memory.copyWithin(filled, 0, Math.min(filled, length - filled));
    }
  }

  // Take over tables that another run had, all but those that a scenario shares.
  takeOver(tables, place) {
    for (const name of Object.keys(this.layout.shapes)) {
      const { shape, bytes } = tables[name];
      if (bytes.length === this.tables[name].length) this.bytesOf(name).set(bytes);
      else this.put(name, shape, bytes);
    }
    this.aliasMeetings();
    this.place = place;
  }
}
