import { ownValue } from "../../../platform/own-value.ts";

/** What a template may name beside the event. Source: "Amazon EventBridge Pipes input transformation". */
export interface TemplateContext {
  readonly pipeArn: string;
  readonly pipeName: string;
  readonly sourceArn: string;
  readonly enrichmentArn: string;
  readonly targetArn: string;
  readonly ingestionMs: number;
}

/**
 * Puts an event into a template: `<$.body.order>` and `<aws.pipes.…>`. Within a JSON string what is put in is text, elsewhere it is JSON; what is not there is
 * left out of a string, and is an empty string elsewhere.
 */
export function fillTemplate(template: string, event: unknown, context: TemplateContext): string {
  let filled = "";
  let isInString = false;
  for (let index = 0; index < template.length; index++) {
    const character = template[index] ?? "";
    if (character === "\\") {
      filled += character + (template[++index] ?? "");
      continue;
    }
    if (character === '"') isInString = !isInString;
    const end = character === "<" ? template.indexOf(">", index) : -1;
    const name = end > index && end - index <= longestName ? template.slice(index + 1, end) : "";
    if (!/^(\$|aws\.pipes\.)/.test(name)) {
      filled += character;
      continue;
    }
    filled += write(named(name, event, context), isInString);
    index = end;
  }
  return filled;
}

const longestName = 256;

function write(value: unknown, isInString: boolean): string {
  if (!isInString) return JSON.stringify(value ?? "");
  const text = value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}

function named(name: string, event: unknown, context: TemplateContext): unknown {
  if (name.startsWith("$")) return resolvePath(name, event);
  switch (name.slice("aws.pipes.".length)) {
    case "pipe-arn":
      return context.pipeArn;
    case "pipe-name":
      return context.pipeName;
    case "source-arn":
      return context.sourceArn;
    case "enrichment-arn":
      return context.enrichmentArn;
    case "target-arn":
      return context.targetArn;
    case "event.ingestion-time":
      return new Date(context.ingestionMs).toISOString();
    case "event":
    case "event.json":
      return event;
    default:
      return undefined;
  }
}

/** `$.a.b[0]`. A text on the way that is JSON is read ("implicit body data parsing"); undefined for what is not there. */
export function resolvePath(path: string, event: unknown): unknown {
  let value = event;
  for (const [, name, index] of path.matchAll(/\.([^.[\]]+)|\[(\d{1,6})\]/g)) {
    if (typeof value === "string") value = readJson(value);
    if (typeof value !== "object" || value === null) return undefined;
    value =
      index === undefined
        ? ownValue(value as Record<string, unknown>, name ?? "")
        : (value as unknown[])[Number(index)];
  }
  return value;
}

/** A target's parameter: a path into the event, or a text as it stands. */
export function resolveParameter(parameter: string | undefined, event: unknown): string | undefined {
  if (!parameter?.startsWith("$.")) return parameter;
  const value = resolvePath(parameter, event);
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
