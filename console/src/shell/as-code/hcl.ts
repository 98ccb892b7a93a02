/** A block of Terraform's language, whose entries are attributes or blocks of their own. */
export class Block {
  readonly entries: Readonly<Record<string, unknown>>;

  constructor(entries: Readonly<Record<string, unknown>>) {
    this.entries = entries;
  }
}

/** A value that is written as it stands. */
export class Expression {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A document of JSON as an object of Terraform's, so that it can be read and changed. */
export function jsonencode(document: unknown): unknown {
  if (typeof document !== "string" || document === "") return undefined;
  try {
    return new Expression(`jsonencode(${toValue(JSON.parse(document), 1)})`);
  } catch {
    return document;
  }
}

export function toResource(type: string, name: string, entries: Readonly<Record<string, unknown>>): string {
  return `resource "${type}" "${toLabel(name)}" {\n${toBody(entries, 1)}}\n`;
}

/** What has no value is left out; a list of blocks is that block several times. */
function toBody(entries: Readonly<Record<string, unknown>>, depth: number): string {
  const indent = "  ".repeat(depth);
  return Object.entries(entries)
    .flatMap(([key, value]) =>
      [value].flat().some((one) => one instanceof Block)
        ? [value].flat().map((one) => [key, one] as const)
        : [[key, value] as const],
    )
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) =>
      value instanceof Block
        ? `${indent}${key} {\n${toBody(value.entries, depth + 1)}${indent}}\n`
        : `${indent}${key} = ${toValue(value, depth)}\n`,
    )
    .join("");
}

function toValue(value: unknown, depth: number): string {
  if (value instanceof Expression) return value.text;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Date) return JSON.stringify(value.toISOString().replace(/\.000Z$/, "Z"));
  const inner = "  ".repeat(depth + 1);
  const end = `\n${"  ".repeat(depth)}`;
  if (Array.isArray(value)) {
    if (value.every((one) => typeof one !== "object")) return `[${value.map((one) => toValue(one, depth)).join(", ")}]`;
    return `[${value.map((one) => `\n${inner}${toValue(one, depth + 1)},`).join("")}${end}]`;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, one]) => `\n${inner}${toKey(key)} = ${toValue(one, depth + 1)}`);
    return entries.length === 0 ? "{}" : `{${entries.join("")}${end}}`;
  }
  // `${` and `%{` begin a template.
  return JSON.stringify(String(value ?? "")).replace(/([$%])\{/g, "$1$1{");
}

function toKey(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? key : JSON.stringify(key);
}

function toLabel(name: string): string {
  const label = name.replace(/[^\w-]+/g, "_");
  return /^[A-Za-z_]/.test(label) ? label : `_${label}`;
}
