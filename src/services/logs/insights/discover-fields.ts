import { limits } from "../limits.ts";
import { lambdaFields } from "./lambda-fields.ts";
import type { Value } from "./value.ts";

/**
 * The fields that AWS finds in an event's message by itself: those of a JSON document, by dotted paths (`user.roles.0`), and
 * in Lambda's groups those of Lambda's own lines and of the first piece of JSON in a line. A name that begins with `@` gets
 * another one. Source: "Supported logs and discovered fields".
 */
export function discoverFields(message: string, group: string): ReadonlyMap<string, Value> {
  const fields = new Map<string, Value>();
  const isLambda = group.startsWith("/aws/lambda/");
  for (const [name, value] of lambdaFields(message)) fields.set(name, value);
  const document = parseJson(message, isLambda);
  if (document !== undefined) flatten(document, "", fields, 0);
  return fields;
}

function parseJson(message: string, isLambda: boolean): unknown {
  const from = message.indexOf("{");
  if (from < 0 || (!isLambda && message.slice(0, from).trim() !== "")) return undefined;
  const to = isLambda ? endOfObject(message, from) : message.length;
  if (to === undefined) return undefined;
  try {
    return JSON.parse(message.slice(from, to));
  } catch {
    return undefined;
  }
}

/** Behind the brace that closes the first one. */
function endOfObject(text: string, from: number): number | undefined {
  const marks = /["{}]/g;
  marks.lastIndex = from;
  let depth = 0;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    if (mark[0] === "{") depth++;
    else if (mark[0] === "}") depth--;
    else {
      const end = endOfString(text, mark.index + 1);
      if (end === undefined) return undefined;
      marks.lastIndex = end;
    }
    if (depth === 0) return marks.lastIndex;
  }
  return undefined;
}

function endOfString(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}

function flatten(value: unknown, path: string, fields: Map<string, Value>, depth: number): void {
  if (fields.size >= limits.insightsDiscoveredFields || depth > limits.insightsFieldDepth) return;
  if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      flatten(member, path === "" ? (name.startsWith("@") ? `@${name}` : name) : `${path}.${name}`, fields, depth + 1);
    }
  } else if (path !== "" && value !== null) {
    fields.set(path, value as string | number | boolean);
  }
}
