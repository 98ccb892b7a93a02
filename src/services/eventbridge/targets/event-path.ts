/** The steps of a path of an event (`$.detail.items[0]`); undefined for what is none. Source: "Amazon EventBridge input transformation". */
export function parseEventPath(text: string): readonly (string | number)[] | undefined {
  if (!text.startsWith("$")) return undefined;
  const steps: (string | number)[] = [];
  let at = 1;
  while (at < text.length) {
    step.lastIndex = at;
    const match = step.exec(text);
    if (!match) return undefined;
    const [whole, name, quoted, index] = match;
    steps.push(index !== undefined ? (index === "*" ? "*" : Number(index)) : (name ?? quoted ?? ""));
    at += whole.length;
  }
  return steps;
}

const step = /\.([^.[\]'"]+)|\['([^']*)'\]|\[(\d{1,9}|\*)\]/y;

/** What is there; undefined where there is nothing. `[*]` is each of an array's elements. */
export function valueAt(value: unknown, [first, ...rest]: readonly (string | number)[]): unknown {
  if (first === undefined) return value;
  if (first === "*" && Array.isArray(value)) {
    const found = value.map((item) => valueAt(item, rest)).filter((item) => item !== undefined);
    return found.length > 0 ? found : undefined;
  }
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, first)) return undefined;
  return valueAt((value as Record<string | number, unknown>)[first], rest);
}
