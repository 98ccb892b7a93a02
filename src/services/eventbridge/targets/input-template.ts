import { limits } from "../limits.ts";
import { type BusEvent, type EventValue, eventValueOnce, toEventText, toEventTime } from "../put-events/bus-event.ts";
import { parseEventPath, valueAt } from "./event-path.ts";
import type { Target } from "./target.ts";

/** What of the rule a template may name. */
export interface TemplateRule {
  readonly arn: string;
  readonly name: string;
}

const placeholder = /<([\w.-]+)>/g;

/** Names that every template has besides its own. Source: "Amazon EventBridge input transformation", "Predefined variables". */
const predefined: ReadonlySet<string> = new Set([
  "aws.events.rule-arn",
  "aws.events.rule-name",
  "aws.events.event.ingestion-time",
  "aws.events.event",
  "aws.events.event.json",
]);

/** The first placeholder of a template that stands for nothing. */
export function findUnknownPlaceholder(template: string, paths: Readonly<Record<string, string>>): string | undefined {
  for (const [, name = ""] of template.matchAll(placeholder))
    if (!predefined.has(name) && !Object.hasOwn(paths, name)) return name;
  return undefined;
}

/**
 * What a target is told of an event: its constant input, a part of the event, the template filled, or the event; undefined where the template
 * becomes larger than a target may be told, or no JSON any more.
 * Source: "Amazon EventBridge input transformation".
 */
export function toTargetInput(
  { Input, InputPath, InputTransformer }: Target,
  event: BusEvent,
  rule: TemplateRule,
  toValue = eventValueOnce(event),
): string | undefined {
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) {
    const path = parseEventPath(InputPath);
    const value = path && valueAt(toValue(), path);
    return value === undefined ? "{}" : JSON.stringify(value);
  }
  if (!InputTransformer) return toEventText(event);
  return fillTemplate(
    InputTransformer.InputTemplate ?? "",
    InputTransformer.InputPathsMap ?? {},
    event,
    rule,
    toValue(),
  );
}

function fillTemplate(
  template: string,
  paths: Readonly<Record<string, string>>,
  event: BusEvent,
  rule: TemplateRule,
  value: EventValue,
): string | undefined {
  const find = (name: string): unknown => {
    switch (name) {
      case "aws.events.rule-arn":
        return rule.arn;
      case "aws.events.rule-name":
        return rule.name;
      case "aws.events.event.ingestion-time":
        return toEventTime(event.ingestedMs);
      case "aws.events.event": {
        const { detail: _detail, "detail-type": detailType, ...rest } = value;
        return { ...rest, detailType };
      }
      case "aws.events.event.json":
        return value;
      default: {
        const path = parseEventPath(paths[name] ?? "");
        return path && valueAt(value, path);
      }
    }
  };
  const isJson = /^\s*[{[]/.test(template);
  let filled = "";
  let at = 0;
  let isInString = false;
  for (const match of template.matchAll(placeholder)) {
    const before = template.slice(at, match.index);
    isInString = endsInString(before, isInString);
    const found = find(match[1] ?? "");
    if (filled.length > limits.inputBytes) return undefined;
    filled += before + (isInString ? toText(found, isJson) : found === undefined ? '""' : JSON.stringify(found));
    at = match.index + match[0].length;
  }
  filled += template.slice(at);
  return isJson && !canBeParsed(filled) ? undefined : filled;
}

function canBeParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Within a string a text stands as it is. An object or list is its JSON; without its quotes where the template is a text. In a template of JSON the quotes
 * stay, and break it: AWS delivers nothing then.
 */
function toText(value: unknown, isJson: boolean): string {
  if (value === undefined) return "";
  if (typeof value === "string") return JSON.stringify(value).slice(1, -1);
  return isJson ? JSON.stringify(value) : JSON.stringify(value).replaceAll('"', "");
}

function endsInString(text: string, begun: boolean): boolean {
  let isInString = begun;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "\\") index += 1;
    else if (text[index] === '"') isInString = !isInString;
  }
  return isInString;
}
