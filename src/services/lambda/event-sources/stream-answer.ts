import type { StreamRecord } from "../../event-sources/stream-records.ts";

/**
 * From which record on a batch is to come again, by a function's answer: the first of those that it names. All of it where the answer is none, or names what was not in the
 * batch; undefined where nothing failed. Source: "Configuring partial batch response with DynamoDB and Lambda".
 */
export function firstFailed(payload: Buffer, records: readonly StreamRecord[]): number | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(payload.toString("utf8"));
  } catch {
    return 0;
  }
  if (answer === null || answer === undefined || answer === "") return undefined;
  if (typeof answer !== "object") return 0;
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures;
  if (failures === null || failures === undefined) return undefined;
  if (!Array.isArray(failures)) return 0;
  let first: number | undefined;
  for (const failure of failures) {
    const id = (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    const at = records.findIndex(({ sequenceNumber }) => sequenceNumber === id);
    if (at === -1) return 0;
    first = Math.min(first ?? at, at);
  }
  return first;
}
