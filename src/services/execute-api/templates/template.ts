import { parse } from "velocityjs";
import { BoundedCache } from "../../../platform/bounded-cache.ts";
import { callMethod } from "./template-methods.ts";
import { isObject, type TemplateValue, toText } from "./template-values.ts";

/** A template cannot be read, or does more than one may. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
}

/** Ours, so that no template holds the server: steps of one run, characters of what it writes, and items of a loop. */
const mostSteps = 200_000;
const mostCharacters = 10 * 1024 * 1024;
/** Source: "Amazon API Gateway important notes": the iterations of a `#foreach`. */
const mostIterations = 1_000;
const mostDepth = 64;

/** The parser's nodes, as far as they are used. */
type Node =
  | string
  | readonly Node[]
  | {
      readonly type: string;
      readonly id?: string | Node;
      readonly value?: unknown;
      readonly leader?: string;
      readonly isWraped?: boolean;
      readonly path?: readonly {
        readonly type: string;
        readonly id: string | Node;
        readonly args?: readonly Node[] | false;
      }[];
      readonly args?: readonly Node[] | false;
      readonly equal?: readonly [Node, Node];
      readonly condition?: Node;
      readonly expression?: readonly Node[];
      readonly operator?: string;
      readonly from?: Node;
      readonly to?: string;
      readonly isEval?: boolean;
      readonly isRange?: boolean;
      readonly pos?: {
        readonly first_line: number;
        readonly first_column: number;
        readonly last_line: number;
        readonly last_column: number;
      };
    };

/** Parsed templates that are kept. */
const mostParsed = 1_000;

/**
 * Runs mapping templates. The parser is a library's; the run is ours, because a library's reaches the prototypes of JavaScript's values and has no bounds,
 * and a template is a stranger's program.
 */
export class Templates {
  readonly #parsed = new BoundedCache<string, readonly Node[]>(mostParsed);

  /** Throws TemplateError. */
  render(template: string, variables: ReadonlyMap<string, TemplateValue>): string {
    let nodes = this.#parsed.get(template);
    if (!nodes) {
      nodes = parseTemplate(template);
      this.#parsed.set(template, nodes);
    }
    return new Run(variables).text(nodes);
  }
}

function parseTemplate(template: string): readonly Node[] {
  try {
    return parse(template) as unknown as readonly Node[];
  } catch (error) {
    throw new TemplateError(error instanceof Error ? error.message : String(error));
  }
}

type NodeObject = Exclude<Node, string | readonly Node[]>;

/** `#break` leaves a loop, `#stop` the template. */
type Signal = "break" | "stop" | undefined;

class Run {
  readonly #variables: Map<string, TemplateValue>;
  readonly #macros = new Map<string, { readonly names: readonly string[]; readonly body: readonly Node[] }>();
  #written: string[] = [];
  #characters = 0;
  #steps = 0;
  #depth = 0;

  constructor(variables: ReadonlyMap<string, TemplateValue>) {
    this.#variables = new Map(variables);
  }

  text(nodes: readonly Node[]): string {
    this.#block(nodes);
    return this.#written.join("");
  }

  #write(text: string): void {
    this.#characters += text.length;
    if (this.#characters > mostCharacters) throw new TemplateError("it writes too much");
    this.#written.push(text);
  }

  #step(): void {
    this.#steps += 1;
    if (this.#steps > mostSteps) throw new TemplateError("it takes too many steps");
  }

  #block(nodes: readonly Node[]): Signal {
    this.#depth += 1;
    if (this.#depth > mostDepth) throw new TemplateError("it is nested too deep");
    for (const node of nodes) {
      this.#step();
      const signal = this.#node(node);
      if (signal) {
        this.#depth -= 1;
        return signal;
      }
    }
    this.#depth -= 1;
    return undefined;
  }

  #node(node: Node): Signal {
    if (typeof node === "string") {
      this.#write(node);
      return undefined;
    }
    if (isList(node)) return this.#directive(node);
    switch (node.type) {
      case "references":
        this.#write(this.#shown(node));
        return undefined;
      case "set":
        if (node.equal) this.#set(node.equal[0], this.#value(node.equal[1]));
        return undefined;
      case "raw":
        this.#write(String(node.value));
        return undefined;
      case "break":
        return "break";
      case "stop":
        return "stop";
      case "macro_call":
        return this.#call(node);
      case "comment":
        return undefined;
      default:
        if (typeof node.value === "string") this.#write(node.value);
        return undefined;
    }
  }

  /** `#if`, `#foreach`, `#macro`: the first node says which, the others are its body. */
  #directive(nodes: readonly Node[]): Signal {
    const [head, ...body] = nodes;
    if (head === undefined || typeof head === "string" || isList(head)) return this.#block(nodes);
    if (head.type === "if") return this.#if(nodes);
    if (head.type === "foreach") return this.#foreach(head, body);
    if (head.type === "macro") {
      const names = (head.args || []).map((arg) => (typeof arg === "object" && !isList(arg) ? String(arg.id) : ""));
      this.#macros.set(String(head.id), { names, body });
      return undefined;
    }
    return this.#block(nodes);
  }

  #if(nodes: readonly Node[]): Signal {
    let isTaken = false;
    let isOver = false;
    const body: Node[] = [];
    for (const node of nodes) {
      const type = typeof node === "object" && !isList(node) ? node.type : "";
      if (type === "if" || type === "elseif" || type === "else") {
        if (isTaken) isOver = true;
        isTaken = !isOver && (type === "else" || isTrue(this.#value((node as NodeObject).condition ?? "")));
      } else if (isTaken && !isOver) body.push(node);
    }
    return this.#block(body);
  }

  #foreach({ from, to = "" }: NodeObject, body: readonly Node[]): Signal {
    const given = this.#value(from ?? "");
    const items = given instanceof Map ? [...given.values()] : Array.isArray(given) ? given : [];
    const former = [this.#variables.get(to), this.#variables.get("foreach"), this.#variables.get("velocityCount")];
    const count = Math.min(items.length, mostIterations);
    for (let at = 0; at < count; at += 1) {
      this.#variables.set(to, items[at]);
      this.#variables.set("velocityCount", at + 1);
      this.#variables.set(
        "foreach",
        new Map<string, TemplateValue>([
          ["index", at],
          ["count", at + 1],
          ["hasNext", at + 1 < count],
          ["first", at === 0],
          ["last", at + 1 === count],
        ]),
      );
      const signal = this.#block(body);
      if (signal === "stop") return "stop";
      if (signal === "break") break;
    }
    for (const [at, name] of [to, "foreach", "velocityCount"].entries()) this.#variables.set(name, former[at]);
    return undefined;
  }

  #call({ id, args }: NodeObject): Signal {
    const macro = this.#macros.get(String(id));
    if (!macro) {
      this.#write(`#${String(id)}`);
      return undefined;
    }
    const values = (args || []).map((arg) => this.#value(arg));
    for (const [at, name] of macro.names.entries()) this.#variables.set(name, values[at]);
    return this.#block(macro.body);
  }

  /** A reference in the text: of one that is nothing the text stays, with `$!` nothing. */
  #shown(node: NodeObject): string {
    const value = this.#reference(node);
    if (value !== undefined && value !== null) return toText(value);
    // As recorded: what a variable has nothing of is nothing, and a variable that is not there is its own text.
    const isKnown = this.#variables.has(String(node.id));
    return isKnown || node.leader?.includes("!") ? "" : sourceOf(node);
  }

  #reference({ id, path = [] }: NodeObject): TemplateValue {
    let value = this.#variables.get(String(id));
    for (const step of path) {
      this.#step();
      if (value === undefined || value === null) return undefined;
      if (step.type === "method")
        value = callMethod(
          value,
          String(step.id),
          (step.args || []).map((arg) => this.#value(arg)),
        );
      else value = propertyOf(value, step.type === "index" ? toText(this.#value(step.id)) : String(step.id));
      if (typeof value === "string" && value.length > mostCharacters) throw new TemplateError("it writes too much");
    }
    return value;
  }

  #set(target: Node, value: TemplateValue): void {
    if (typeof target === "string" || isList(target)) return;
    const path = target.path ?? [];
    const last = path.at(-1);
    if (!last) {
      this.#variables.set(String(target.id), value);
      return;
    }
    const owner = this.#reference({ ...target, path: path.slice(0, -1) });
    const name = last.type === "index" ? toText(this.#value(last.id)) : String(last.id);
    if (owner instanceof Map) owner.set(name, value);
    else if (Array.isArray(owner) && /^\d+$/.test(name)) owner[Math.min(Number(name), owner.length)] = value;
  }

  #value(node: Node): TemplateValue {
    this.#step();
    if (typeof node === "string") return node;
    if (isList(node)) return undefined;
    switch (node.type) {
      case "references":
        return this.#reference(node);
      case "string":
        return node.isEval ? this.#inner(String(node.value)) : String(node.value);
      case "integer":
      case "decimal":
        return Number(node.value);
      case "bool":
        return node.value === "null" ? null : node.value === true || node.value === "true";
      case "runt":
        return String(node.value);
      case "array":
        return node.isRange ? this.#range(node) : (node.value as readonly Node[]).map((each) => this.#value(each));
      case "map":
        return new Map(
          Object.entries((node.value ?? {}) as Record<string, Node>).map(([name, each]) => [
            name.includes("$") ? this.#inner(name) : name,
            this.#value(each),
          ]),
        );
      case "math":
        return this.#math(node);
      default:
        return undefined;
    }
  }

  /** A text in quotes is a template itself. */
  #inner(text: string): string {
    if (!text.includes("$") && !text.includes("#")) return text;
    const written = this.#written;
    this.#written = [];
    this.#block(parseTemplate(text));
    const inner = this.#written.join("");
    this.#written = written;
    return inner;
  }

  #range({ value }: NodeObject): TemplateValue[] {
    const [from = 0, to = 0] = (value as readonly Node[]).map((each) => Number(this.#value(each)));
    if (!Number.isInteger(from) || !Number.isInteger(to)) return [];
    const length = Math.min(Math.abs(to - from) + 1, mostIterations);
    return Array.from({ length }, (_, at) => (to >= from ? from + at : from - at));
  }

  #math({ operator, expression = [] }: NodeObject): TemplateValue {
    const [one = "", other = ""] = expression;
    const left = this.#value(one);
    if (operator === "not") return !isTrue(left);
    if (operator === "minus") return -Number(left);
    if (operator === "&&") return isTrue(left) && isTrue(this.#value(other));
    if (operator === "||") return isTrue(left) || isTrue(this.#value(other));
    if (expression.length < 2) return left;
    const right = this.#value(other);
    switch (operator) {
      case "==":
        return isSame(left, right);
      case "!=":
        return !isSame(left, right);
      case ">":
        return Number(left) > Number(right);
      case ">=":
        return Number(left) >= Number(right);
      case "<":
        return Number(left) < Number(right);
      case "<=":
        return Number(left) <= Number(right);
      case "+": {
        if (typeof left === "number" && typeof right === "number") return left + right;
        const sum = toText(left) + toText(right);
        if (sum.length > mostCharacters) throw new TemplateError("it writes too much");
        return sum;
      }
      case "-":
        return Number(left) - Number(right);
      case "*":
        return Number(left) * Number(right);
      case "/":
        return Number.isInteger(left) && Number.isInteger(right)
          ? Math.trunc(Number(left) / Number(right))
          : Number(left) / Number(right);
      case "%":
        return Number(left) % Number(right);
      default:
        return undefined;
    }
  }
}

function isList(node: Node): node is readonly Node[] {
  return Array.isArray(node);
}

function isTrue(value: TemplateValue): boolean {
  return value !== undefined && value !== null && value !== false;
}

function isSimple(value: TemplateValue): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** As recorded: nothing is null, and an empty text, too. */
function isSame(left: TemplateValue, right: TemplateValue): boolean {
  if (left === right) return true;
  if (isNothing(left) || isNothing(right)) return (left ?? "") === (right ?? "");
  return isSimple(left) && isSimple(right) && toText(left) === toText(right);
}

function isNothing(value: TemplateValue): boolean {
  return value === undefined || value === null;
}

function propertyOf(value: TemplateValue, name: string): TemplateValue {
  if (value instanceof Map) return value.get(name);
  if (Array.isArray(value)) return /^\d+$/.test(name) ? value[Number(name)] : undefined;
  return isObject(value) ? value.get(name) : undefined;
}

/** The reference as it stands in the template. */
function sourceOf({ id, leader = "$", isWraped, path = [] }: NodeObject): string {
  const steps = path.map((step) => {
    if (step.type === "method") return `.${String(step.id)}(${(step.args || []).map(literalOf).join(", ")})`;
    return step.type === "index" ? `[${literalOf(step.id)}]` : `.${String(step.id)}`;
  });
  const whole = `${String(id)}${steps.join("")}`;
  return isWraped ? `${leader}{${whole}}` : `${leader}${whole}`;
}

function literalOf(node: Node): string {
  if (typeof node === "string") return node;
  if (isList(node)) return "";
  if (node.type === "references") return sourceOf(node);
  if (node.type === "string") return node.isEval ? `"${node.value}"` : `'${node.value}'`;
  return String(node.value ?? "");
}
