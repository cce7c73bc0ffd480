// An answer in sentences. Pure functions of an answer's document: the note, the page and a file
// that is mailed say the same. Which sentence it is, is decided where the document is made.

const size = (words, name, value) => {
  const { factor } = words.declared.outcomes[name];
  const shown = Math.abs(value * factor);
  return words.number(shown, shown < 0.95 ? 1 : 0);
};

const about = (words, size) =>
  words.say(size === "1" ? "page.size.about_one" : "page.size.about", { size });

// How large the change of ownership is: over the worlds where they were looked at.
function amount(answer, words) {
  const name = answer.headline;
  const own = answer.outcomes[name];
  const spread = answer.depth?.outcomes?.[name]?.spread;
  if (!spread) return about(words, size(words, name, own.difference));
  const middle = size(words, name, spread.median);
  const sides = [spread.low, spread.high].map((each) => Math.sign(each));
  if (sides[0] * sides[1] < 0) return about(words, middle);
  const [less, more] = [spread.low, spread.high].map((e) => size(words, name, e))
    .sort((a, b) => parseFloat(a.replace(",", ".")) - parseFloat(b.replace(",", ".")));
  return words.say("page.size.range", { less, more });
}

export function overall(answer) {
  const word = answer.depth?.overall ?? answer.outcomes[answer.headline].standing;
  return word === "unsettled" ? "open" : word;
}

export const tone = (word) => ({
  better: "good", mostly_better: "good", worse: "bad", mostly_worse: "bad",
})[word] ?? "even";

// To which side a change that cannot be settled tends, if all worlds agree on that.
function tendency(answer) {
  const spread = answer.depth?.outcomes?.[answer.headline]?.spread;
  if (!spread) return "";
  return spread.low > 0 ? "_up" : spread.high < 0 ? "_down" : "";
}

export function gain(answer, words, funding) {
  const word = overall(answer);
  const fixed = funding === "fixed" && word === "worse";
  const key = fixed ? "page.own.worse_fixed" : `page.own.${word}${word === "open" ? tendency(answer) : ""}`;
  return { text: words.say(key, { size: amount(answer, words) }), tone: tone(word) };
}

export function other(answer, words) {
  const { way, outcome } = answer.against;
  if (way === "none" || !outcome) return { text: words.say("page.beside.none"), tone: "even" };
  const found = answer.outcomes[outcome];
  const up = found.difference > 0 ? "up" : "down";
  const values = { today: words.level(outcome, found.baseline), plan: words.level(outcome, found.policy) };
  const start = words.say(way === "other" ? "page.but" : "page.and");
  const text = words.say(`page.beside.${outcome}.${up}`, values);
  return { text: `${start} ${text}`, tone: tone(found.standing) };
}

export function price(answer, words) {
  const change = answer.outcomes.caseworker_hours;
  const booked = answer.outcomes.caseworker_utilisation;
  const hours = answer.hours.caseworker.total.hours;
  const round = (value) => (Math.abs(value) >= 100 ? Math.round(value / 10) * 10 : Math.round(value));
  const per = Math.abs(change.difference);
  const kind = per < 0.05 ? "same" : change.difference > 0 ? "more" : "less";
  const values = { per: words.number(per, 1), hours: words.number(Math.abs(round(hours))) };
  const share = Math.round(booked.policy * 100);
  const load = words.say(share > 100 ? "page.price.over" : "page.price.booked",
    { plan: words.number(share), today: words.number(booked.baseline * 100) });
  return { text: `${words.say(`page.price.${kind}`, values)} ${load}`, tone: "even" };
}

export const threeLines = (answer, words, funding) =>
  [gain(answer, words, funding), other(answer, words), price(answer, words)];

// What stands behind an answer.
export function basis(answer, words) {
  const name = answer.headline;
  const said = [];
  if (answer.basis === "emulated") {
    const found = answer.outcomes[name];
    const error = (found.high - found.low) / 4;
    said.push(words.say("page.basis.emulated", { error: size(words, name, error) }));
  } else {
    const kind = answer.final || answer.basis === "prepared" ? answer.basis : "first";
    const values = { pairs: answer.pairs, years: words.number(answer.weeks / 52) };
    said.push(words.say(`page.basis.${kind}`, values));
  }
  if (answer.stale) said.push(words.say("page.basis.stale"));
  return said.join(" ");
}

// Whether more calculations may change what is said of the own assumptions; empty where nobody
// knows. What plausible worlds say is another question.
export function settled(answer, words) {
  if (!answer.settled) return "";
  const { way, outcome } = answer.against;
  const shown = way === "none" ? [answer.headline] : [answer.headline, outcome];
  const open = shown.filter((name) => !answer.settled[name]).map((name) => lower(words.outcome(name)));
  return open.length ? words.say("page.settled.open", { names: open.join(", ") }) : words.say("page.settled.all");
}

// The wide interval first, then what luck alone does.
export function intervals(answer, words) {
  const name = answer.headline;
  const found = answer.outcomes[name];
  const points = (low, high) => ({ low: words.change(name, low), high: words.change(name, high) });
  const said = [];
  const spread = answer.depth?.outcomes?.[name]?.spread;
  if (spread) said.push(words.say("page.sure.wide", points(spread.low, spread.high)));
  if (answer.basis !== "emulated" && found.low !== null) {
    said.push([words.say("page.sure.luck", points(found.low, found.high)), settled(answer, words)].filter(Boolean).join(" "));
  }
  return said;
}

export function sure(answer, words) {
  const { shares } = answer.depth.outcomes[answer.headline];
  const worlds = Object.values(shares).reduce((all, each) => all + each);
  const key = shares.unsettled ? "page.sure.shares_open" : "page.sure.shares";
  return words.say(key, { worlds, ...shares });
}

export function effect(found, words, name) {
  const word = found.standing === "unsettled" ? "open" : found.standing;
  return words.say(`page.effect.${word}`, { size: size(words, name, found.difference) });
}

export function distance(answer, words) {
  return Object.entries(answer.distance ?? {}).map(([name, found]) =>
    words.say(`page.distance.${found.change}`, { outcome: lower(words.outcome(name)) }));
}

export const lower = (title) =>
  /^.[A-ZÆØÅ]/.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1);
