import type { ModelRecord } from "../parts/part.ts";

type Schema = Readonly<Record<string, unknown>>;

const mostDepth = 20;

/** Source: "GetModelTemplate". Of what refers to itself the template goes on until a bound. */
export function templateOf(model: ModelRecord, models: readonly ModelRecord[]): string {
  const lines = ["#set($inputRoot = $input.path('$'))"];
  lines.push(write(parse(model), "$inputRoot", models, 0, ""));
  return lines.join("\n");
}

function parse({ schema = "{}" }: Pick<ModelRecord, "schema">): Schema {
  try {
    const value: unknown = JSON.parse(schema);
    return typeof value === "object" && value !== null ? (value as Schema) : {};
  } catch {
    return {};
  }
}

function write(given: unknown, path: string, models: readonly ModelRecord[], depth: number, indent: string): string {
  const schema = dereferenced(given, models);
  if (depth > mostDepth) return `"${path}"`;
  const inner = `${indent}  `;
  if (schema.type === "array") {
    const item = write(schema.items, "$elem", models, depth + 1, inner);
    return `[\n${inner}#foreach($elem in ${path})\n${inner}${item}#if($foreach.hasNext),#end\n${inner}#end\n${indent}]`;
  }
  if (typeof schema.properties === "object" && schema.properties !== null) {
    const members = Object.entries(schema.properties).map(
      ([name, each]) => `${inner}${JSON.stringify(name)} : ${write(each, `${path}.${name}`, models, depth + 1, inner)}`,
    );
    return `{\n${members.join(",\n")}\n${indent}}`;
  }
  return schema.type === "string" || schema.type === undefined ? `"${path}"` : path;
}

function dereferenced(given: unknown, models: readonly ModelRecord[]): Schema {
  const schema = (typeof given === "object" && given !== null ? given : {}) as Schema;
  const [, name] = typeof schema.$ref === "string" ? (/\/models\/([^/]+)$/.exec(schema.$ref) ?? []) : [];
  const found = name === undefined ? undefined : models.find((model) => model.name === name);
  return found ? parse(found) : schema;
}
