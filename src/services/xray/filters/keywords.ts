import { durationOf, eachWork, type Segment } from "../segments/segment.ts";
import { responseTimeOf, type Trace, traceDuration } from "../traces/trace.ts";

/** What an expression is about: a trace, or within braces one segment of it. */
export interface Subject {
  readonly trace: Trace;
  readonly segments: readonly Segment[];
}

/** Source: "Using filter expressions", "Boolean keywords". */
export const booleans: ReadonlyMap<string, (subject: Subject) => boolean> = new Map([
  ["ok", ({ segments }) => !segments.some(({ fault, error, throttle }) => fault || error || throttle)],
  ["error", ({ segments }) => segments.some(({ error }) => error === true)],
  ["throttle", ({ segments }) => segments.some(({ throttle }) => throttle === true)],
  ["fault", ({ segments }) => segments.some(({ fault }) => fault === true)],
  ["partial", ({ segments }) => segments.some(({ end_time }) => end_time === undefined)],
  ["inferred", ({ segments }) => segments.some(({ inferred }) => inferred === true)],
  ["remote", ({ segments }) => segments.some(({ origin }) => origin === "remote")],
  ["root", ({ trace, segments }) => segments.some((segment) => segment === trace.entry)],
  ["first", ({ trace, segments }) => segments.some((segment) => segment === trace.segments[0])],
  ["last", ({ trace, segments }) => segments.some((segment) => segment === trace.segments.at(-1))],
]);

/** "Number keywords"; seconds. */
export const numbers: ReadonlyMap<string, (subject: Subject) => number[]> = new Map([
  [
    "responsetime",
    ({ trace, segments }) => (segments === trace.segments ? [responseTimeOf(trace)] : segments.map(durationOf)),
  ],
  [
    "duration",
    ({ trace, segments }) => (segments === trace.segments ? [traceDuration(trace)] : segments.map(durationOf)),
  ],
  ["http.status", ({ segments }) => segments.flatMap(({ http }) => http?.response?.status ?? [])],
]);

/** "String keywords". */
export const strings: ReadonlyMap<string, (subject: Subject) => string[]> = new Map([
  ["name", ({ segments }) => segments.map(({ name }) => name)],
  ["type", ({ segments }) => segments.flatMap(({ origin }) => origin ?? [])],
  ["user", ({ segments }) => segments.flatMap(({ user }) => user ?? [])],
  ["resource.arn", ({ segments }) => segments.flatMap(({ resource_arn }) => resource_arn ?? [])],
  ["http.url", ({ segments }) => segments.flatMap(({ http }) => http?.request?.url ?? [])],
  ["http.method", ({ segments }) => segments.flatMap(({ http }) => http?.request?.method ?? [])],
  ["http.useragent", ({ segments }) => segments.flatMap(({ http }) => http?.request?.user_agent ?? [])],
  ["http.clientip", ({ segments }) => segments.flatMap(({ http }) => http?.request?.client_ip ?? [])],
]);

export function annotationsNamed(segments: readonly Segment[], key: string): (string | number | boolean)[] {
  return segments.flatMap((segment) =>
    [...eachWork(segment)].flatMap(({ annotations = {} }) =>
      Object.hasOwn(annotations, key) ? [annotations[key] ?? ""] : [],
    ),
  );
}
