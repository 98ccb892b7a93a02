import type { StreamRecord } from "../../event-sources/stream-records.ts";
import type { OpenWindow } from "./checkpoint-store.ts";

/** Records that are handled together, and what is known of the attempts. */
export interface StreamBatch {
  readonly records: readonly StreamRecord[];
  /** Invocations that have failed: with the batch, or with a larger one that it is the rest of. */
  readonly attempts: number;
  readonly lastFailure?: BatchFailure;
}

/** How the last attempt failed, for who is told of a batch that is given up. */
export interface BatchFailure {
  readonly requestId: string;
  readonly executedVersion: string;
  /** Null where the function has answered, and named records that failed. */
  readonly functionError: "Unhandled" | null;
}

export type GiveUp = "RetryAttemptsExhausted" | "RecordAgeExceeded";

/** What becomes of a batch whose attempt failed from a record on: the parts that are tried again, in order. A batch that is split by its error has not used an attempt up. */
export function afterFailure(
  batch: StreamBatch,
  from: number,
  failure: BatchFailure,
  bisects: boolean,
): readonly StreamBatch[] {
  const records = batch.records.slice(from);
  const middle = Math.ceil(records.length / 2);
  if (bisects && failure.functionError && records.length > 1) {
    const { attempts } = batch;
    return [records.slice(0, middle), records.slice(middle)].map((part) => ({
      records: part,
      attempts,
      lastFailure: failure,
    }));
  }
  // What comes after some progress is a batch of its own: recorded of AWS, its attempts are counted anew.
  return [{ records, attempts: from > 0 ? 0 : batch.attempts + 1, lastFailure: failure }];
}

/** What a destination is told of records that are given up. Source: "Retain discarded batches for a DynamoDB event source in Lambda". */
export function failureRecord(
  { records, attempts, lastFailure }: StreamBatch,
  condition: GiveUp,
  about: { readonly functionArn: string; readonly streamArn: string; readonly shardId: string; readonly nowMs: number },
) {
  const [first, last] = [records[0]!, records.at(-1)!];
  return {
    requestContext: {
      requestId: lastFailure?.requestId,
      functionArn: about.functionArn,
      condition,
      approximateInvokeCount: attempts,
    },
    responseContext: lastFailure && {
      statusCode: 200,
      executedVersion: lastFailure.executedVersion,
      functionError: lastFailure.functionError,
    },
    version: "1.0",
    timestamp: new Date(about.nowMs).toISOString(),
    DDBStreamBatchInfo: {
      shardId: about.shardId,
      startSequenceNumber: first.sequenceNumber,
      endSequenceNumber: last.sequenceNumber,
      approximateArrivalOfFirstRecord: toSeconds(first.createdMs),
      approximateArrivalOfLastRecord: toSeconds(last.createdMs),
      batchSize: records.length,
      streamArn: about.streamArn,
    },
  };
}

/** The event of a function. Of a tumbling window it has the window and what the function answered last. Source: "Performing stateful processing…", *Tumbling windows*. */
export function toEvent(
  records: readonly StreamRecord[],
  window?: {
    readonly open: OpenWindow;
    readonly seconds: number;
    readonly shardId: string;
    readonly streamArn: string;
    readonly isFinal: boolean;
    /** The shard ends before the window does. */
    readonly isEarly: boolean;
  },
): Buffer {
  const list = `{"Records":[${records.map(({ text }) => text).join(",")}]`;
  if (!window) return Buffer.from(`${list}}`);
  const { startMs, state } = window.open;
  const more = {
    window: { start: toSeconds(startMs), end: toSeconds(startMs + window.seconds * 1_000) },
    state,
    shardId: window.shardId,
    eventSourceARN: window.streamArn,
    isFinalInvokeForWindow: window.isFinal,
    isWindowTerminatedEarly: window.isEarly,
  };
  return Buffer.from(`${list},${JSON.stringify(more).slice(1)}`);
}

/** What the function wants to know the next time; what is no object is nothing. */
export function stateOf(payload: Buffer): unknown {
  try {
    const { state } = JSON.parse(payload.toString("utf8")) as { state?: unknown };
    return typeof state === "object" && state !== null ? state : {};
  } catch {
    return {};
  }
}

function toSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
