import { isMap, isScalar, isSeq, LineCounter, type Node, type ParsedNode, parseDocument, visit } from "yaml";
import { limits } from "../limits.ts";
import type { AnyCheck, Call, Check, Expectation, Hint, Json, Keep, Lab, Leftover, Preparation, Step } from "./lab.ts";
import { queryFault } from "./query.ts";
import { namesIn } from "./template.ts";

/** What is wrong in a lab's folder, and where: `lab.yaml:12: steps[2].checks[0].call …`. */
export class LabError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.name = "LabError";
    this.faults = faults;
  }
}

/** Nothing is wrong with the folder: it needs operations that this Squall does not have yet. */
export class UnbuiltError extends LabError {
  constructor(operations: readonly string[]) {
    super([`it needs ${operations.join(", ")}, which Squall has not built yet`]);
    this.name = "UnbuiltError";
  }
}

/** Whether there is such an operation: in words if there is none, or if there is one of AWS's that is not built. */
export type KnowsOperation = (service: string, operation: string) => Promise<Unknown | undefined>;

export interface Unknown {
  readonly says: string;
  readonly isUnbuilt: boolean;
}

/** Names that every template may use; what is kept comes to them. */
export const givenNames: ReadonlySet<string> = new Set([
  "account",
  "region",
  "lab",
  "started",
  "startedMs",
  "now",
  "nowMs",
  "token",
]);

/** Reads `lab.yaml`. Throws LabError with all that is wrong with it, not only the first. */
export async function readLab(
  name: string,
  text: string,
  files: ReadonlySet<string>,
  knows: KnowsOperation,
): Promise<Lab> {
  const lines = new LineCounter();
  // Without tags of its own kinds, dates or keys that merge: what stands there is text, numbers, lists and maps.
  const document = parseDocument(text, { schema: "core", lineCounter: lines });
  if (document.errors.length > 0)
    throw new LabError(
      document.errors.map(({ message, linePos }) => `${file}:${linePos?.[0].line ?? 1}: ${message.split("\n")[0]}`),
    );
  const faults: string[] = [];
  const reader = new LabReader(faults, document.contents, lines, files);
  // A few lines of aliases can stand for more than there is memory.
  visit(document, { Alias: (_key, node) => reader.fault({ node, path: "" }, "has an alias (*): write it out") });
  if (faults.length > 0) throw new LabError(faults);
  const lab = reader.lab(name);
  const unbuilt = new Set<string>();
  for (const { call, node } of reader.calls) {
    const unknown = await knows(call.service, call.operation);
    if (unknown?.isUnbuilt) unbuilt.add(`${call.service}.${call.operation}`);
    else if (unknown) reader.fault(node, unknown.says);
  }
  if (faults.length > 0) throw new LabError(faults);
  if (unbuilt.size > 0) throw new UnbuiltError([...unbuilt]);
  return lab;
}

/** Of operations that only read: what a check may call, since checks are made again and again. */
export const readingOperation =
  /^(?:(?:Get|List|Describe|Head|Filter|Lookup|Search|BatchGet|Simulate)[A-Z]|(?:Query|Scan)$)/;

const file = "lab.yaml";
const shortName = /^[a-zA-Z][\w-]{0,63}$/;

/** A node of the document with its place, for messages. */
interface At {
  readonly node: Node | null | undefined;
  readonly path: string;
}

class LabReader {
  readonly calls: { readonly call: Call; readonly node: At }[] = [];
  readonly #faults: string[];
  readonly #root: At;
  readonly #lines: LineCounter;
  readonly #files: ReadonlySet<string>;
  /** What has been kept so far, in the order of the text. */
  readonly #kept = new Set<string>(givenNames);

  constructor(faults: string[], root: ParsedNode | null, lines: LineCounter, files: ReadonlySet<string>) {
    this.#faults = faults;
    this.#root = { node: root, path: "" };
    this.#lines = lines;
    this.#files = files;
  }

  fault({ node, path }: At, what: string): void {
    const line = node?.range ? this.#lines.linePos(node.range[0]).line : 1;
    if (this.#faults.length < 50) this.#faults.push(`${file}:${line}: ${path === "" ? "" : `${path} `}${what}`);
  }

  lab(name: string): Lab {
    const known = ["title", "about", "minutes", "order", "start", "steps", "end"];
    const of = this.#map(this.#root, known, "a lab is a map with title, about, steps");
    const steps = this.#list(of.steps, limits.steps, true);
    const lab: Lab = {
      name,
      title: this.#text(of.title, true),
      about: this.#words(of.about),
      minutes: this.#number(of.minutes),
      order: this.#number(of.order),
      start: this.#list(of.start, limits.calls).map((each) => this.#preparation(each)),
      steps: steps.map((each) => this.#step(each)),
      end: this.#list(of.end, limits.calls).map((each) => this.#leftover(each)),
    };
    const ids = new Set<string>();
    for (const [index, { id }] of lab.steps.entries()) {
      if (ids.has(id)) this.fault(steps[index] as At, `has the id ${id}, as another step`);
      ids.add(id);
    }
    return lab;
  }

  #preparation(at: At): Preparation {
    const of = this.#map(at, ["call", "input", "unless", "allowed", "keep"], "a call: call, input");
    const unless = of.unless && this.#check(of.unless, []);
    const call = this.#call(at, of, false);
    const allowed = this.#list(of.allowed, 20).map((each) => this.#text(each, true));
    const keep = this.#keep(of.keep);
    for (const name of Object.keys(keep))
      if (unless && !Object.hasOwn(unless.keep, name)) this.fault(of.unless as At, `has to keep ${name}, too`);
    return { ...call, unless, allowed, keep };
  }

  #step(at: At): Step {
    const of = this.#map(at, ["id", "title", "text", "checks"], "a step: id, title, text, checks");
    const id = this.#text(of.id, true);
    if (of.id && !shortName.test(id)) this.fault(of.id, "takes letters, digits, - and _");
    return {
      id,
      title: this.#text(of.title, true),
      text: this.#words(of.text),
      checks: this.#list(of.checks, limits.checksOfStep, true).map((each) => this.#anyCheck(each)),
    };
  }

  #anyCheck(at: At): AnyCheck {
    if (!isMap(at.node) || !at.node.has("any")) return this.#check(at, []);
    const of = this.#map(at, ["any"], "");
    return { any: this.#list(of.any, limits.checksOfStep, true).map((each) => this.#check(each, [])) };
  }

  #check(at: At, more: readonly string[]): Check {
    const known = ["call", "input", "expect", "fails", "refused", "keep", "hints", ...more];
    const of = this.#map(at, known, "a check: call, input, expect");
    const call = this.#call(at, of, true);
    const refused = Object.fromEntries(this.#entries(of.refused).map(([code, each]) => [code, this.#text(each, true)]));
    const fails = of.fails && this.#text(of.fails, true);
    if (fails !== undefined && of.expect) this.fault(at, "has fails and expect: an error has nothing to expect of");
    return {
      ...call,
      expect: this.#list(of.expect, limits.expectations).map((each) => this.#expectation(each, ["say"])),
      fails,
      refused,
      keep: this.#keep(of.keep),
      hints: this.#list(of.hints, limits.hints).map((each) => this.#hint(each)),
    };
  }

  #hint(at: At): Hint {
    const of = this.#map(at, ["call", "input", "expect", "say"], "a hint: call, input, expect, say");
    const call = this.#call(at, of, true);
    const expect = this.#list(of.expect, limits.expectations).map((each) => this.#expectation(each, []));
    return { ...call, expect, say: this.#text(of.say, true) };
  }

  #leftover(at: At): Leftover {
    const of = this.#map(at, ["name", "look", "each", "delete"], "something left: name, look, delete");
    const look = of.look ? this.#check(of.look, []) : this.#missing(at, "look", noCheck);
    const each = of.each && this.#query(of.each);
    if (each !== undefined) this.#kept.add("each");
    const name = this.#text(of.name, true);
    const calls = this.#list(of.delete, 20, true).map((call) =>
      this.#call(call, this.#map(call, ["call", "input"], "a call: call, input"), false),
    );
    this.#kept.delete("each");
    return { name, look, each, delete: calls };
  }

  #call(at: At, of: Members, isReading: boolean): Call {
    const text = of.call ? this.#text(of.call, true) : this.#missing(at, "call", "");
    const [, service = "", operation = ""] = /^([a-z][a-z0-9-]*)\.([A-Z][A-Za-z0-9]*)$/.exec(text) ?? [];
    const input = of.input ? this.#json(of.input) : {};
    const call: Call = { service, operation, input };
    if (of.call && service === "")
      this.fault(of.call, `takes SERVICE.Operation, like lambda.GetFunctionConfiguration, not ${text}`);
    else if (of.call && isReading && !readingOperation.test(operation))
      this.fault(of.call, `is ${text}, which may change something: checks only read (Get…, List…, Describe…, Filter…)`);
    else if (of.call) this.calls.push({ call, node: of.call });
    if (of.input && !isMap(of.input.node)) this.fault(of.input, "takes a map, as the operation's input");
    if (of.input) this.#names(of.input, input);
    return call;
  }

  #expectation(at: At, more: readonly string[]): Expectation {
    const known = ["query", "is", "isNot", "like", "has", "atLeast", "atMost", "exists", ...more];
    const of = this.#map(at, known, "an expectation: query, and is, like, has, atLeast or exists");
    const tests = ["is", "isNot", "like", "has", "atLeast", "atMost", "exists"].filter((name) => of[name]);
    if (isMap(at.node) && tests.length === 0)
      this.fault(at, "says nothing to hold: is, isNot, like, has, atLeast, atMost or exists");
    const exists = of.exists && this.#json(of.exists);
    if (of.exists && typeof exists !== "boolean") this.fault(of.exists, "takes true or false");
    const value = (name: string) => {
      const member = of[name];
      if (!member) return undefined;
      const json = this.#json(member);
      this.#names(member, json);
      return json;
    };
    const scalar = (name: string) => {
      const json = value(name);
      if (json === undefined || typeof json === "string" || typeof json === "number") return json;
      this.fault(of[name] as At, "takes a number or a text");
      return undefined;
    };
    const say = of.say && this.#text(of.say, true);
    return {
      query: of.query ? this.#query(of.query) : "@",
      is: value("is"),
      isNot: value("isNot"),
      like: of.like && String(scalar("like") ?? ""),
      has: value("has"),
      atLeast: scalar("atLeast"),
      atMost: scalar("atMost"),
      exists: exists as boolean | undefined,
      say,
    };
  }

  #keep(at: At | undefined): Keep {
    const keep: Record<string, string> = {};
    for (const [name, each] of this.#entries(at)) {
      if (!shortName.test(name) || givenNames.has(name) || name === "each" || name === "found")
        this.fault(each, `cannot be kept by the name ${name}`);
      keep[name] = this.#query(each);
    }
    for (const name of Object.keys(keep)) this.#kept.add(name);
    return keep;
  }

  #query(at: At): string {
    const text = this.#text(at, true);
    const fault = queryFault(text);
    if (fault !== undefined) this.fault(at, fault);
    this.#names(at, text);
    return text;
  }

  /** A placeholder for what nobody has kept before would never be filled. */
  #names(at: At, template: Json): void {
    for (const name of namesIn(template)) {
      const [, path] = /^(?:file|text):(.+)$/.exec(name) ?? [];
      if (path !== undefined) {
        if (!this.#files.has(path)) this.fault(at, `names the file ${path}, which is not in the lab's folder`);
      } else if (!this.#kept.has(name)) {
        this.fault(at, `has \${${name}}, which nothing before it keeps: there are ${[...this.#kept].join(", ")}`);
      }
    }
  }

  /** What people read: names that are not known yet stay as they are, files have to be there. */
  #words(at: At | undefined): string {
    const text = this.#text(at, false);
    for (const name of namesIn(text)) if (at && /^(?:file|text):/.test(name)) this.#names(at, `\${${name}}`);
    return text;
  }

  #json({ node, path }: At): Json {
    try {
      return (node?.toJSON() ?? null) as Json;
    } catch (error) {
      this.fault({ node, path }, (error as Error).message);
      return null;
    }
  }

  #text(at: At | undefined, isNeeded: boolean): string {
    if (!at) return "";
    const value = isScalar(at.node) ? at.node.value : undefined;
    if (typeof value !== "string") this.fault(at, "takes a text; put it in quotes if it looks like a number");
    else if (value.length > limits.textCharacters) this.fault(at, `has more than ${limits.textCharacters} characters`);
    else if (isNeeded && value.trim() === "") this.fault(at, "is empty");
    return typeof value === "string" ? value : "";
  }

  #number(at: At | undefined): number | undefined {
    if (!at) return undefined;
    const value = isScalar(at.node) ? at.node.value : undefined;
    if (typeof value === "number" && value > 0) return value;
    this.fault(at, "takes a number");
    return undefined;
  }

  #list(at: At | undefined, most: number, isNeeded = false): At[] {
    if (!at?.node) {
      if (isNeeded && at) this.fault(at, "takes a list with something in it");
      return [];
    }
    if (!isSeq(at.node) || at.node.items.length > most || (isNeeded && at.node.items.length === 0)) {
      this.fault(at, `takes a list of ${isNeeded ? "1" : "0"} to ${most}`);
      return [];
    }
    return at.node.items.map((node, index) => ({ node: node as Node, path: `${at.path}[${index}]` }));
  }

  #entries(at: At | undefined): [string, At][] {
    if (!at) return [];
    if (!isMap(at.node)) {
      this.fault(at, "takes a map");
      return [];
    }
    return at.node.items.map(({ key, value }) => {
      const name = String(isScalar(key) ? key.value : key);
      return [name, { node: (value ?? key) as Node, path: `${at.path}.${name}` }];
    });
  }

  #map(at: At, known: readonly string[], what: string): Members {
    const members: Record<string, At> = {};
    if (!isMap(at.node)) {
      this.fault(at, what === "" ? "takes a map" : `is to be ${what}`);
      return members;
    }
    for (const [name, member] of this.#entries(at)) {
      const path = at.path === "" ? name : `${at.path}.${name}`;
      if (known.includes(name)) members[name] = { node: member.node, path };
      else this.fault({ node: member.node, path }, `is not known: there are ${known.join(", ")}`);
    }
    for (const name of required(known)) if (!members[name]) this.#missing(at, name, undefined);
    return members;
  }

  #missing<T>(at: At, name: string, instead: T): T {
    this.fault(at, `lacks ${name}`);
    return instead;
  }
}

type Members = Readonly<Record<string, At | undefined>>;

const noCheck: Check = {
  service: "",
  operation: "",
  input: {},
  expect: [],
  fails: undefined,
  refused: {},
  keep: {},
  hints: [],
};

/** What a map of this kind cannot be without; `call` and `look` are asked for where they are read. */
function required(known: readonly string[]): readonly string[] {
  if (known.includes("steps")) return ["title", "steps"];
  if (known.includes("checks")) return ["id", "title", "checks"];
  if (known.includes("delete")) return ["name", "delete"];
  return known.length === 1 ? known : [];
}
