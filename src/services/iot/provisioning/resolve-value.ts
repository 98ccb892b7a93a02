import { invalidRequest } from "../errors.ts";

export interface ResolvingParts {
  readonly parameters: ReadonlyMap<string, string>;
  readonly mappings: Readonly<Record<string, unknown>>;
}

/** Source: "Provisioning templates": a value has so many levels at most, ours. */
const mostDepth = 20;
/** Ours: what parameters and lists may grow to. */
const mostCharacters = 64 * 1024;

/**
 * A value of a template with what is given put in the place of its functions: `Ref`, `Fn::Join`, `Fn::Select`, `Fn::Split`, `Fn::Sub`, `Fn::FindInMap`. Throws for a parameter
 * that is not given, and for a function of wrong form.
 */
export function resolveValue(value: unknown, parts: ResolvingParts, depth = 0): unknown {
  if (depth > mostDepth) throw invalid("it is too deep");
  const within = (each: unknown) => resolveValue(each, parts, depth + 1);
  if (Array.isArray(value)) return value.map(within);
  if (typeof value !== "object" || value === null) return value;
  const [[name = "", argument] = [], ...others] = Object.entries(value);
  const resolve = others.length === 0 && Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!resolve) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, within(each)]));
  const resolved = resolve(name === "Fn::Sub" || name === "Ref" ? argument : within(argument), parts, within);
  if (typeof resolved === "string" && resolved.length > mostCharacters) throw invalid("a value is too long");
  return resolved;
}

type Resolve = (argument: unknown, parts: ResolvingParts, within: (value: unknown) => unknown) => unknown;

const functions: Readonly<Record<string, Resolve>> = {
  Ref: (name, { parameters }) => parameterOf(String(name), parameters),
  "Fn::Join": (argument) => {
    const [delimiter, parts] = listOf(argument);
    return listOf(parts).map(String).join(String(delimiter));
  },
  "Fn::Select": (argument) => {
    const [index, list] = listOf(argument);
    const found = listOf(list)[Number(index)];
    if (found === undefined) throw invalid("Fn::Select chooses what is not there");
    return found;
  },
  "Fn::Split": (argument) => {
    const [delimiter, text] = listOf(argument).map(String);
    return (text ?? "").split(delimiter ?? "");
  },
  "Fn::Sub": (argument, { parameters }, within) => {
    const [text, own] = Array.isArray(argument) ? argument : [argument, {}];
    const given = new Map(Object.entries((own as Record<string, unknown> | undefined) ?? {}));
    return String(text).replace(/\$\{([^}]{1,256})\}/g, (_all, name: string) =>
      given.has(name) ? String(within(given.get(name))) : parameterOf(name, parameters),
    );
  },
  "Fn::FindInMap": (argument, { mappings }) => {
    let found: unknown = mappings;
    for (const key of listOf(argument).map(String))
      found =
        typeof found === "object" && found !== null && Object.hasOwn(found, key)
          ? (found as Record<string, unknown>)[key]
          : undefined;
    if (found === undefined) throw invalid("Fn::FindInMap finds nothing");
    return found;
  },
};

function parameterOf(name: string, parameters: ReadonlyMap<string, string>): string {
  const value = parameters.get(name);
  if (value === undefined) throw invalidRequest(`Missing value for template parameter ${name}.`);
  return value;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid("a function wants a list");
  return value;
}

function invalid(why: string): Error {
  return invalidRequest(`Invalid templateBody: ${why}.`);
}
