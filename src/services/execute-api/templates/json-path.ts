import type { TemplateValue } from "./template-values.ts";

type Step = { readonly name: string } | { readonly at: number } | { readonly all: true } | { readonly deep: string };

/**
 * The part of JSON Path that mapping templates are written with: `$`, `.name`, `['name']`, `[0]`, `[*]`, `..name`. Undefined for a path that says more, or that
 * leads nowhere. Source: "Variables for data transformations for API Gateway".
 */
export function valueAt(root: TemplateValue, path: string): TemplateValue {
  const steps = parse(path);
  if (!steps) return undefined;
  let found: TemplateValue[] = [root];
  let isMany = false;
  for (const step of steps) {
    if ("all" in step || "deep" in step) isMany = true;
    found = found.flatMap((value) => take(value, step));
    if (found.length > mostFound) return undefined;
  }
  return isMany ? found : found[0];
}

/** A path of many wildcards gathers no more. */
const mostFound = 100_000;

const stepPattern = /\.\.([\w-]+)|\.([\w$-]+)|\.\*|\[\*\]|\[(-?\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y;

function parse(path: string): readonly Step[] | undefined {
  const text = path.startsWith("$") ? path.slice(1) : `.${path}`;
  const steps: Step[] = [];
  const pattern = new RegExp(stepPattern);
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) return undefined;
    const [whole, deep, name, at, quoted, doubly] = match;
    if (deep !== undefined) steps.push({ deep });
    else if (at !== undefined) steps.push({ at: Number(at) });
    else if (whole === ".*" || whole === "[*]") steps.push({ all: true });
    else steps.push({ name: name ?? quoted ?? doubly ?? "" });
  }
  return steps;
}

function take(value: TemplateValue, step: Step): TemplateValue[] {
  if ("name" in step) return value instanceof Map && value.has(step.name) ? [value.get(step.name)] : [];
  if ("at" in step) {
    const found = Array.isArray(value) ? value.at(step.at) : undefined;
    return found === undefined ? [] : [found];
  }
  if ("all" in step) {
    if (value instanceof Map) return [...value.values()];
    return Array.isArray(value) ? value : [];
  }
  const found: TemplateValue[] = [];
  const open = [value];
  for (let at = 0; at < open.length && at < mostFound; at += 1) {
    const each = open[at];
    if (each instanceof Map) {
      if (each.has(step.deep)) found.push(each.get(step.deep));
      open.push(...each.values());
    } else if (Array.isArray(each)) open.push(...each);
  }
  return found;
}
