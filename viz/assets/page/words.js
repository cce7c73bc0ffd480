// The sentences of one language and the way it writes numbers; numbers are read with either mark.

const MINUS = "\u2212";

export class Words {
  constructor(language, sentences, declared) {
    this.language = language;
    this.sentences = sentences;
    this.declared = declared;
  }

  // A sentence by its key, with `{name}` filled in.
  say(key, values = {}) {
    const sentence = this.sentences[key];
    if (sentence === undefined) return key;
    return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  has(key) { return this.sentences[key] !== undefined; }

  choose(texts) { return texts?.[this.language] || texts?.en || ""; }

  number(value, decimals = 0) {
    if (value === null || value === undefined || !Number.isFinite(value)) return "\u2013";
    const rounded = Number(value.toFixed(decimals));
    const [whole, part] = Math.abs(rounded).toFixed(decimals).split(".");
    const [point, group] = this.language === "da" ? [",", "."] : [".", ","];
    const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, group);
    return (rounded < 0 ? MINUS : "") + grouped + (part ? point + part : "");
  }

  signed(value, decimals = 0) {
    const text = this.number(value, decimals);
    return Number(value?.toFixed?.(decimals)) > 0 ? `+${text}` : text;
  }

  // A number without needless decimals.
  plain(value) {
    const text = String(Number(Number(value).toFixed(4)));
    return this.language === "da" ? text.replace(".", ",") : text;
  }

  // A number as people type it: 0,4 and 0.4 are the same; NaN for anything else.
  static read(text) {
    const clean = text.trim().replace(/\u2212/g, "-").replace(",", ".");
    return /^[+-]?\d+(\.\d*)?$|^[+-]?\.\d+$/.test(clean) ? Number(clean) : NaN;
  }

  // A setting's title; `assumed` has those of assumptions that are no levers.
  title(name) {
    const { parameters, assumed = {} } = this.declared;
    const found = parameters[name] ?? assumed[name] ?? assumed[name.replace(/\.[^.]+$/, "")]; // a component has its table's
    return this.choose(found?.title) || name;
  }

  // What an assumption can be, as a link has it.
  allowed(name) {
    const { type, choices, least, most } = this.declared.assumed?.[name] ?? {};
    if (type === "bool") return "true, false";
    return type === "choice" ? choices.join(", ") : `${this.plain(least)}\u2013${this.plain(most)}`;
  }

  unit(unit) { return unit ? this.sentences[`unit.${unit.replaceAll(".", "")}`] ?? unit : ""; }

  // A level or a change of an outcome, in the unit that people know.
  level(name, value) {
    const { factor, decimals } = this.declared.outcomes[name];
    return this.number(value * factor, factor === 100 ? 0 : decimals);
  }

  change(name, value) {
    const { factor, decimals } = this.declared.outcomes[name];
    return this.signed(value * factor, factor === 100 ? 1 : decimals);
  }

  outcome(name) { return this.choose(this.declared.outcomes[name]?.title) || name; }

  outcomeUnit(name) { return this.unit(this.declared.outcomes[name]?.unit ?? ""); }

  // A setting as the page shows it, with its unit.
  setting(name, value) {
    const { type, unit, shown } = this.declared.parameters[name];
    if (type === "bool") return this.say(value ? "common.yes" : "common.no");
    if (type === "choice") return this.choice(name, value);
    if (shown === "of_ten") return this.say("page.of_ten", { n: this.plain(value * 10) });
    if (shown === "percent") return this.say("page.percent", { n: this.plain(value * 100) });
    const one = value === 1 ? this.sentences[`unit_of_one.${unit}`] : undefined;
    return `${this.plain(value)} ${one ?? this.unit(unit)}`.trim();
  }

  // The declared value of a parameter, as people write it.
  usual(name) {
    const { default: value, type, shown } = this.declared.parameters[name];
    if (value === null || value === undefined) return "\u2013";
    if (Array.isArray(value)) return value.map((each) => this.plain(each)).join("; ");
    return shown || type === "bool" || type === "choice" ? this.setting(name, value) : this.plain(value);
  }

  choice(name, value) {
    if (name === this.declared.funding) return this.say(`page.pays.${value}`);
    return this.sentences[`choice.${name}.${value}`] ?? this.sentences[`choice.${value}`] ?? String(value).replaceAll("_", " ");
  }

  // The value that a rule names: a switch or a choice.
  value(name, word) { return ["true", "false"].includes(word) ? this.say(word === "true" ? "common.yes" : "common.no") : this.choice(name, word); }

  // What a parameter means, in the words and the unit that its lever shows.
  help(name) {
    const { help, type, choices, shown } = this.declared.parameters[name];
    const text = this.choose(help);
    if (type === "choice") {
      return choices.reduce((said, each) => said.replace(` (${each})`, "")
        .replace(new RegExp(`\\b${each}(?=:)`), () => this.say("common.quoted", { text: this.choice(name, each) })), text);
    }
    const most = { of_ten: 10, percent: 100 }[shown];
    return most ? text.replace(/\b0 ([^,;.]+), 1 /, `0 $1, ${most} `) : text;
  }
}
