import type { Subscription } from "./subscription.ts";

export interface TelemetryEvent {
  readonly time: string;
  /** `platform.start`, `function`, … */
  readonly type: string;
  readonly record: unknown;
}

/**
 * The event in the form that the subscription's schema gives it, or undefined if it isn't for it.
 * Source: "Lambda Telemetry API Event schema reference" and "Lambda Logs API".
 */
export function toSchema(
  event: TelemetryEvent,
  { api, schemaVersion, types }: Subscription,
): TelemetryEvent | undefined {
  const category = event.type.startsWith("platform.") ? "platform" : event.type;
  if (!types.includes(category)) return undefined;
  if (api === "logs") return toLogsSchema(event, schemaVersion);
  if (ofLogsOnly.has(event.type)) return undefined;
  if (schemaVersion !== "2022-07-01" || event.type !== "platform.initReport") return event;
  // The first version's report of INIT tells durations only.
  const { status, errorType, ...record } = event.record as Record<string, unknown>;
  return { ...event, record };
}

const ofLogsOnly = new Set(["platform.end", "platform.logsSubscription", "platform.fault"]);

/** Type → the members of its record that the Logs API has. */
const logsRecords: Readonly<Record<string, readonly string[] | undefined>> = {
  "platform.start": ["requestId", "version"],
  "platform.end": ["requestId"],
  "platform.report": ["requestId", "metrics"],
  "platform.runtimeDone": ["requestId", "status"],
  "platform.extension": ["name", "state", "events"],
  "platform.logsSubscription": ["name", "state", "types"],
  "platform.logsDropped": ["reason", "droppedRecords", "droppedBytes"],
};

function toLogsSchema(event: TelemetryEvent, schemaVersion: string): TelemetryEvent | undefined {
  if (!event.type.startsWith("platform.") || event.type === "platform.fault") return event;
  const members = logsRecords[event.type];
  if (!members || (event.type === "platform.runtimeDone" && schemaVersion === "2020-08-15")) return undefined;
  const entries = Object.entries(event.record as Record<string, unknown>);
  return { ...event, record: Object.fromEntries(entries.filter(([name]) => members.includes(name))) };
}
