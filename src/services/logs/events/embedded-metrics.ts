import type { Random } from "../../../platform/random.ts";
import type { Effect } from "../../../storage/database.ts";
import type { StoredEvent } from "./chunk-store.ts";

/**
 * What tells CloudWatch of events that may hold metrics (the embedded metric format): it looks at them itself. Undefined where no
 * event looks like it, which nearly all do not.
 */
export function toMetricsEffect(events: readonly StoredEvent[], random: Random): Effect | undefined {
  const found = events.filter(([, message]) => message.includes('"CloudWatchMetrics"') && message.includes('"_aws"'));
  if (found.length === 0) return undefined;
  return { topic: "cloudwatch.embedded-metrics", id: random.uuid(), payload: JSON.stringify({ events: found }) };
}
