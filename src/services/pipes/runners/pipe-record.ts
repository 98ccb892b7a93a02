import type { QueueRecord } from "../../event-sources/queue-source.ts";
import type { StreamRecord } from "../../event-sources/stream-records.ts";

/** What a pipe has read. */
export type PipeRecord = QueueRecord | StreamRecord;

/** By which a target names a record that failed. */
export function recordId(record: PipeRecord): string {
  return "sequenceNumber" in record ? record.sequenceNumber : record.event.messageId;
}
