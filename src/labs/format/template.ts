import type { Json } from "./lab.ts";

/** What `${name}` stands for. */
export type Values = Readonly<Record<string, unknown>>;

/** Thrown for a name that nothing is known of yet: what it is in can only be asked later. */
export class UnknownValueError extends Error {
  readonly value: string;

  constructor(value: string) {
    super(`${value} is not known yet`);
    this.name = "UnknownValueError";
    this.value = value;
  }
}

const placeholder = /\$\{([^{}]{1,200})\}/g;

/** A text that is one placeholder is its value, of whatever type; in a longer text it is written out. Throws UnknownValueError. */
export function fill(template: Json, values: Values): Json {
  if (typeof template === "string") return fillText(template, values);
  if (Array.isArray(template)) return template.map((each) => fill(each, values));
  if (typeof template !== "object" || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) => [fillWords(name, values), fill(value, values)]),
  );
}

/** The same for texts that people read: what is not known yet stays as it stands. */
export function fillWords(template: string, values: Values): string {
  return template.replace(placeholder, (all, name: string) =>
    Object.hasOwn(values, name) ? inWords(values[name]) : all,
  );
}

/** Each value written out, and made fit for where it stands. Throws UnknownValueError. */
export function fillWith(template: string, values: Values, fit: (text: string) => string): string {
  return template.replace(placeholder, (_all, name: string) => fit(inWords(known(name, values))));
}

/** The names in a template, each once. */
export function namesIn(template: Json): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (part: Json): void => {
    if (typeof part === "string") for (const [, name] of part.matchAll(placeholder)) found.add(name as string);
    else if (typeof part === "object" && part !== null)
      for (const [name, value] of Object.entries(part)) {
        look(name);
        look(value);
      }
  };
  look(template);
  return found;
}

function fillText(template: string, values: Values): Json {
  const [whole] = template.matchAll(placeholder);
  if (whole?.[0] === template) return known(whole[1] as string, values) as Json;
  return fillWith(template, values, (text) => text);
}

function known(name: string, values: Values): unknown {
  if (!Object.hasOwn(values, name)) throw new UnknownValueError(name);
  return values[name];
}

/** A value as it stands in a sentence. */
export function inWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.length === 0 ? "nothing" : value.map(inWords).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
