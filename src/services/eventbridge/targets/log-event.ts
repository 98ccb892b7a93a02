import type { TargetMessage } from "../../targets/target-message.ts";
import type { BusEvent } from "../put-events/bus-event.ts";

/**
 * What a log group is told by an input that is not the event itself: `{"timestamp": …, "message": …}`, the time in milliseconds or as the event has it. Undefined for an
 * input of another form: it is the message as it stands. Source: "Amazon EventBridge input transformation", "PutTargets".
 */
export function toLogEvent(input: string, { timeMs }: BusEvent): TargetMessage["logEvent"] {
  const value = read(input);
  if (typeof value !== "object" || value === null || !("message" in value)) return undefined;
  const { message, timestamp } = value as { readonly message: unknown; readonly timestamp?: unknown };
  return {
    timestampMs: toMs(timestamp) ?? timeMs,
    message: typeof message === "string" ? message : JSON.stringify(message),
  };
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toMs(timestamp: unknown): number | undefined {
  if (typeof timestamp !== "number" && typeof timestamp !== "string") return undefined;
  const ms = /^\d{1,15}$/.test(String(timestamp)) ? Number(timestamp) : Date.parse(String(timestamp));
  return Number.isFinite(ms) ? ms : undefined;
}
