// A question as a mailed file takes it: checked against the declarations, nothing evaluated.

import { scaled } from "../../engine/setup.js";

// Assumptions that a plan contradicts, as scenarios/consistency.py says. The ranges of all others keep
// them apart.
const CONTRADICTIONS = [
  { name: "mentor.enabled", is: (value) => !value, other: "meeting.chair", value: "mentor" },
  { name: "dialogue.caseworkers_attending", is: (value) => value > 0, other: "dialogue.attendance", value: "mentors" },
];

export class RefusedError extends Error {
  // `kind` names the page's sentence for it; `about` is what the sentence names.
  constructor(kind = "refused", about = {}) {
    super(kind);
    Object.assign(this, { kind, about });
  }
}

const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

function allowed(parameter, value) {
  if (parameter.type === "bool") return typeof value === "boolean";
  if (parameter.type === "choice") return parameter.choices.includes(value);
  const whole = parameter.type !== "int" || Number.isInteger(value);
  return Number.isFinite(value) && whole && value >= parameter.least && value <= parameter.most;
}

function checkedPart(part, names, declared) {
  if (!isTable(part)) throw new RefusedError();
  for (const [name, value] of Object.entries(part)) {
    if (!names.includes(name) || !allowed(declared.assumed[name], value)) throw new RefusedError();
  }
  return part;
}

function checkedAssumptions(part, { assumed: parameters, mailed: { assumable } }) {
  if (!isTable(part)) throw new RefusedError();
  for (const [name, value] of Object.entries(part)) {
    if (!Object.hasOwn(parameters, name)) throw new RefusedError("unknown", { name });
    if (!assumable.includes(name)) throw new RefusedError("elsewhere", { name });
    if (!allowed(parameters[name], value)) throw new RefusedError("value", { name, value });
  }
  return part;
}

// What is assumed otherwise. A value that is the declared one leaves the word to a plausible world.
function assumed(part, { mailed, assumed: parameters }) {
  const usual = (name) => parameters[name].default;
  const found = { ...part };
  for (const group of mailed.shares.filter((names) => names.some((name) => name in part))) {
    scaled(group.map((name) => found[name] ?? usual(name))).forEach((share, place) => { found[group[place]] = share; });
  }
  const moved = ([name, value]) => name in mailed.values || value !== usual(name);
  return Object.fromEntries(Object.entries(found).filter(moved));
}

// Return both arms as values by name; refuse what is unknown or out of range.
export function armsOf({ jobcentre, plan, assumptions = {} }, declared) {
  const { settings, mailed: { values, levers } } = declared;
  const other = assumed(checkedAssumptions(assumptions, declared), declared);
  const today = { ...values, ...checkedPart(jobcentre, settings, declared), ...other };
  const planned = { ...today, ...checkedPart(plan, levers, declared) };
  for (const each of [today, planned]) {
    if (each["staffing.mentors"] * each["staffing.mentor_caseload"] > declared.most_places) throw new RefusedError("too_large");
    for (const { name, is, other: lever, value } of CONTRADICTIONS) {
      if (name in other && is(each[name]) && each[lever] === value) throw new RefusedError("contradicts", { name, other: lever });
    }
  }
  return { today, plan: planned };
}

// The values that a map has of a lever: those of any jobcentre, and the own one among them.
export function axisOf(name, today, declared) {
  const usual = declared.mailed.axes[name];
  if (typeof usual[0] !== "number") return usual;
  return [...new Set([...usual, Number(today[name].toFixed(6))])].sort((one, other) => one - other);
}

export const same = (one, other) => Object.keys(one).every((name) => one[name] === other[name]);

// What each ready question changes at a jobcentre: a policy of the library, or what the file lists
// for a jobcentre with so many weeks or cases.
export function questionsOf({ jobcentre }, declared) {
  const { values, questions } = declared.mailed;
  const there = { ...values, ...jobcentre };
  return Object.fromEntries(Object.entries(questions).map(([name, { plan, lever, listed }]) =>
    [name, plan ?? { [lever]: listed[Math.round(there[lever])] }]));
}

// Who else might pay for the hours, and other caseloads (experiments/methods/deepening.py).
export function conditionsOf(question, declared) {
  const { funding, mailed: { caseload, caseloads } } = declared;
  const { today, plan } = armsOf(question, declared);
  const other = plan[funding] === "funded" ? "fixed" : "funded";
  const found = [{ name: funding, value: other, question: { ...question, plan: { ...question.plan, [funding]: other } } }];
  if (plan[caseload] !== today[caseload]) return found;
  const own = today[caseload];
  for (const value of caseloads.filter((each) => Math.abs(each - own) > 0.1 * own)) {
    found.push({ name: caseload, value, question: { ...question, jobcentre: { ...question.jobcentre, [caseload]: value } } });
  }
  return found;
}
