import type { QueueRecord } from "../../event-sources/queue-source.ts";

/**
 * Which of a batch the function says have failed. What is no such answer, or names what was not in the batch, fails all of it. Source: "Implementing partial batch
 * responses", "Success and failure conditions".
 */
export function failedOf(payload: Buffer, records: readonly QueueRecord[]): readonly QueueRecord[] {
  let answer: unknown;
  try {
    answer = JSON.parse(payload.toString("utf8"));
  } catch {
    return records;
  }
  if (answer === null || answer === undefined) return [];
  if (typeof answer !== "object") return records;
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures;
  if (failures === null || failures === undefined) return [];
  if (!Array.isArray(failures)) return records;
  const byId = new Map(records.map((record) => [record.event.messageId, record]));
  const failed: QueueRecord[] = [];
  for (const failure of failures) {
    const id = (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    const record = typeof id === "string" ? byId.get(id) : undefined;
    if (!record) return records;
    failed.push(record);
  }
  return failed;
}
