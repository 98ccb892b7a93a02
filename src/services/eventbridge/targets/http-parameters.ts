import type { HttpParameters } from "@aws-sdk/client-eventbridge";
import type { EventValue } from "../put-events/bus-event.ts";
import { parseEventPath, valueAt } from "./event-path.ts";

/**
 * The parameters of a target that is called by HTTP, for one event: a value that is a path as a whole stands for what the event has there, whatever its input is made
 * into; names of parameters are themselves. Source: "Event bus targets in Amazon EventBridge", "Dynamic path parameters".
 */
export function toHttpParameters(
  { PathParameterValues, HeaderParameters, QueryStringParameters }: HttpParameters,
  toValue: () => EventValue,
): HttpParameters {
  const filled = (value: string): string => {
    const path = value.startsWith("$.") ? parseEventPath(value) : undefined;
    return path ? toText(valueAt(toValue(), path)) : value;
  };
  return {
    PathParameterValues: PathParameterValues?.map((value) => toSegment(filled(value))),
    HeaderParameters: HeaderParameters && mapValues(HeaderParameters, (value) => toHeader(filled(value))),
    QueryStringParameters: QueryStringParameters && mapValues(QueryStringParameters, filled),
  };
}

/** Whoever puts events says what stands in a place of the path, but does not lead out of it. */
function toSegment(text: string): string {
  return /^\.{1,2}$/.test(text) ? "" : text;
}

/** What no header may hold is left out: a new line, say, and what is not ASCII. */
function toHeader(text: string): string {
  return text.replace(/[^\t -~]/g, "");
}

function mapValues(values: Readonly<Record<string, string>>, change: (value: string) => string) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}

function toText(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
