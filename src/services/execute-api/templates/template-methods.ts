import { isObject, type TemplateValue, toText } from "./template-values.ts";

/** Methods of Java's values that templates call; what is not among them gives nothing, as Velocity does for a method that is not there. */
export function callMethod(value: TemplateValue, method: string, args: readonly TemplateValue[]): TemplateValue {
  if (isObject(value)) return value.call(method, args);
  if (typeof value === "string") return ofText(value, method, args);
  if (Array.isArray(value)) return ofList(value, method, args);
  if (value instanceof Map) return ofMap(value, method, args);
  return method === "toString" && value !== undefined && value !== null ? toText(value) : undefined;
}

function ofText(text: string, method: string, args: readonly TemplateValue[]): TemplateValue {
  const [first, second] = args;
  const word = toText(first);
  switch (method) {
    case "length":
      return text.length;
    case "isEmpty":
      return text === "";
    case "toString":
      return text;
    case "trim":
      return text.trim();
    case "toUpperCase":
      return text.toUpperCase();
    case "toLowerCase":
      return text.toLowerCase();
    case "substring":
      return text.substring(Number(first), second === undefined ? undefined : Number(second));
    case "indexOf":
      return text.indexOf(word);
    case "lastIndexOf":
      return text.lastIndexOf(word);
    case "contains":
      return text.includes(word);
    case "startsWith":
      return text.startsWith(word);
    case "endsWith":
      return text.endsWith(word);
    case "equals":
      return text === first;
    case "equalsIgnoreCase":
      return text.toLowerCase() === word.toLowerCase();
    case "concat":
      return text + word;
    case "charAt":
      return text.charAt(Number(first));
    case "replace":
      return text.replaceAll(word, () => toText(second));
    case "replaceAll":
    case "split":
    case "matches":
      return byPattern(text, method, word, second);
    default:
      return undefined;
  }
}

/**
 * A pattern that is only text is taken as such; of the others those that cannot go back (no group that repeats) are run, on texts of a bounded length: a
 * template's pattern must not hold the server.
 */
function byPattern(text: string, method: string, pattern: string, replacement: TemplateValue): TemplateValue {
  if (text.length > 100_000 || /[)*+}]\s*[*+{]/.test(pattern) || /\\\d/.test(pattern)) return undefined;
  // Two repetitions after one another may cost the square of the length.
  if ((pattern.match(/[*+{]/g) ?? []).length > 1 && text.length > 1_000) return undefined;
  let compiled: RegExp;
  try {
    compiled = new RegExp(pattern, "gu");
  } catch {
    try {
      // Java lets what is nothing special be escaped all the same: `\\'`.
      compiled = new RegExp(pattern, "g");
    } catch {
      return undefined;
    }
  }
  if (method === "split") return text.split(compiled);
  if (method === "matches") return compiled.exec(text)?.[0] === text;
  return text.replace(compiled, toText(replacement).replaceAll("\\$", "$$$$").replaceAll("\\\\", "\\"));
}

function ofList(list: TemplateValue[], method: string, [first, second]: readonly TemplateValue[]): TemplateValue {
  switch (method) {
    case "size":
    case "length":
      return list.length;
    case "isEmpty":
      return list.length === 0;
    case "get":
      return list[Number(first)];
    case "contains":
      return list.includes(first);
    case "indexOf":
      return list.indexOf(first);
    case "add":
      if (second === undefined) list.push(first);
      else list.splice(Number(first), 0, second);
      return true;
    case "addAll":
      if (Array.isArray(first)) list.push(...first.slice(0, 10_000));
      return true;
    case "set":
      list[Math.min(Number(first), list.length)] = second;
      return undefined;
    case "remove":
      return list.splice(Number(first), 1)[0];
    case "toString":
      return toText(list);
    default:
      return undefined;
  }
}

function ofMap(
  map: Map<string, TemplateValue>,
  method: string,
  [first, second]: readonly TemplateValue[],
): TemplateValue {
  const key = toText(first);
  switch (method) {
    case "get":
      return map.get(key);
    case "getOrDefault":
      return map.has(key) ? map.get(key) : second;
    case "put": {
      const former = map.get(key);
      map.set(key, second);
      return former;
    }
    case "putAll":
      if (first instanceof Map) for (const [name, value] of first) map.set(name, value);
      return undefined;
    case "remove": {
      const former = map.get(key);
      map.delete(key);
      return former;
    }
    case "containsKey":
      return map.has(key);
    case "containsValue":
      return [...map.values()].includes(first);
    case "keySet":
      return [...map.keys()];
    case "values":
      return [...map.values()];
    case "entrySet":
      return [...map].map(
        ([name, value]) =>
          new Map<string, TemplateValue>([
            ["key", name],
            ["value", value],
          ]),
      );
    case "size":
      return map.size;
    case "isEmpty":
      return map.size === 0;
    case "toString":
      return toText(map);
    default:
      return undefined;
  }
}
