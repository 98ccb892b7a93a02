import type { Clock } from "../../../platform/clock.ts";
import { readYaml } from "./read-yaml.ts";

/** A part of a document that a stranger wrote: nothing is taken for granted of it. */
export type Json = Readonly<Record<string, unknown>>;

export interface Reading {
  readonly clock: Pick<Clock, "afterMachine">;
  /** Makes the service's own error of what is wrong with a document. */
  readonly refuse: (message: string) => Error;
}

/** Of a document, and of one in YAML, which takes longer: the second is ours. Source: "Amazon API Gateway quotas". */
const mostBytes = 6 * 1024 * 1024;
const mostYamlCharacters = 512 * 1024;

/** JSON or YAML. Throws what `refuse` makes for what is no OpenAPI document of version 2 or 3. Source: "Import a REST API". */
export async function readOpenApi(body: Uint8Array, reading: Reading): Promise<Json> {
  const document = await readDocument(body, "Invalid OpenAPI input.", reading);
  if (document.swagger === undefined && document.openapi === undefined) throw reading.refuse("Invalid OpenAPI input.");
  return document;
}

/** The same of any document. `refusal` is what a text that is none is refused by. */
export async function readDocument(body: Uint8Array, refusal: string, reading: Reading): Promise<Json> {
  if (body.length > mostBytes) throw reading.refuse("API definition size limit exceeded");
  const text = Buffer.from(body).toString("utf8");
  const document = text.trimStart().startsWith("{") ? fromJson(text) : await fromYaml(text, reading);
  if (!isRecord(document)) throw reading.refuse(refusal);
  return document;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fromYaml(text: string, { clock, refuse }: Reading): Promise<unknown> {
  if (text.length > mostYamlCharacters)
    throw refuse(`Squall does not read YAML of more than ${mostYamlCharacters} characters: send JSON.`);
  return readYaml(text, clock);
}

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An empty one for what is no object. */
export function recordOf(value: unknown): Json {
  return isRecord(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

/** A map of texts; undefined for none at all. */
export function textsOf(value: unknown): Record<string, string> | undefined {
  if (!isRecord(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, isRecord(each) ? JSON.stringify(each) : (textOf(each) ?? "")]),
  );
}

/** What `#/…` leads to, through as many steps as a document may have. */
export function resolve(document: Json, value: unknown): Json {
  let found = recordOf(value);
  for (let step = 0; step < 20 && typeof found.$ref === "string"; step += 1) {
    const path = found.$ref.startsWith("#/") ? found.$ref.slice(2).split("/") : [];
    let target: unknown = document;
    for (const name of path) {
      const key = name.replaceAll("~1", "/").replaceAll("~0", "~");
      target = isRecord(target) && Object.hasOwn(target, key) ? target[key] : undefined;
    }
    found = path.length === 0 ? {} : recordOf(target);
  }
  return found;
}
