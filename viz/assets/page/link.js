// The question in the page's address: what is special about the jobcentre, the plan, assumptions.

const OWN = "my.";
const IF = "if.";
export const PARTS = ["jobcentre", "plan", "assumptions"];

function value(parameter, text) {
  if (!parameter) return undefined;
  if (parameter.type === "bool") return text === "true" ? true : text === "false" ? false : undefined;
  if (parameter.type === "choice") return parameter.choices.includes(text) ? text : undefined;
  const number = Number(text.replace(",", "."));
  return Number.isFinite(number) && text.trim() ? number : undefined;
}

// What is declared of a setting; undefined for one that this part of a question cannot have.
const declaredIn = (part, name, declared) => ((part === "plan" || declared.settings.includes(name)) && Object.hasOwn(declared.parameters, name)
  ? declared.parameters[name] : undefined);

// Whether the values of a part can be shown; the server checks ranges, and all of the assumptions.
export function canShow(part, values, declared) {
  return Object.entries(values).every(([name, given]) => {
    if (part === "assumptions") return ["number", "boolean", "string"].includes(typeof given);
    const { type, choices } = declaredIn(part, name, declared) ?? {};
    if (type === "bool") return typeof given === "boolean";
    return type === "choice" ? choices.includes(given) : type !== undefined && Number.isFinite(given);
  });
}

// Read a link. Values out of range are moved inside and named; what is unknown is named too.
export function read(query, declared) {
  const found = { jobcentre: {}, plan: {}, assumptions: {}, language: null, theme: null };
  const notes = { moved: [], ignored: [] };
  for (const [name, text] of new URLSearchParams(query.slice(0, 4000))) {
    if (name === "lang") { if (["da", "en"].includes(text)) found.language = text; continue; }
    if (name === "theme") { if (["dark", "light"].includes(text)) found.theme = text; continue; }
    const part = name.startsWith(OWN) ? "jobcentre" : name.startsWith(IF) ? "assumptions" : "plan";
    const key = part === "plan" ? name : name.slice(3);
    if (part === "assumptions") {
      const number = Number(text.replace(",", "."));
      found.assumptions[key.slice(0, 80)] = text === "true" ? true : text === "false" ? false
        : Number.isFinite(number) ? number : text.slice(0, 80);
      continue;
    }
    const parameter = declaredIn(part, key, declared);
    let given = value(parameter, text);
    if (given === undefined) { notes.ignored.push(name.slice(0, 40)); continue; }
    if (typeof given === "number") {
      const inside = Math.min(parameter.most, Math.max(parameter.least, given));
      const kept = parameter.type === "int" ? Math.round(inside) : inside;
      if (kept !== given) notes.moved.push(key);
      given = kept;
    }
    found[part][key] = given;
  }
  return { found, notes };
}

// Write a link; what is as in the study is left out.
export function write(state) {
  const query = new URLSearchParams({ lang: state.language });
  if (state.theme) query.set("theme", state.theme);
  const prefixes = { jobcentre: OWN, plan: "", assumptions: IF };
  for (const part of PARTS) {
    for (const [name, given] of Object.entries(state[part])) query.set(prefixes[part] + name, given);
  }
  return String(query);
}
