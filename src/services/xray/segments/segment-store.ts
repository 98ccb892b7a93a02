import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Segment } from "./segment.ts";

export const segmentStore = {
  /** One that comes again is the later word of the same work. */
  async put(tx: WriteTransaction, segment: Segment): Promise<void> {
    const document = JSON.stringify(segment);
    await tx.run(put, { trace: segment.trace_id, segment: segment.id, bytes: Buffer.byteLength(document), document });
  },

  /** Of a trace. */
  async countBytes(tx: ReadTransaction, trace: string): Promise<number> {
    return (await tx.get(countBytes, { trace }))?.bytes ?? 0;
  },

  /** Of one of its segments; 0 where it has none of this id. */
  async bytesOf(tx: ReadTransaction, trace: string, segment: string): Promise<number> {
    return (await tx.get(bytesOf, { trace, segment }))?.bytes ?? 0;
  },

  /** The segments of a trace, JSON: half a megabyte at most, which is not parsed in a transaction. */
  async documentsOf(tx: ReadTransaction, trace: string): Promise<string[]> {
    return (await tx.all(ofTrace, { trace })).map(({ document }) => document);
  },

  /** Ids of traces between two, the latest first. */
  async tracesBetween(tx: ReadTransaction, from: string, before: string, limit: number): Promise<string[]> {
    return (await tx.all(tracesBetween, { from, before, limit })).map(({ trace }) => trace);
  },

  /** Gives how many segments went. */
  async removeBefore(tx: WriteTransaction, before: string, limit: number): Promise<number> {
    const traces = await tx.all(oldest, { before, limit });
    for (const { trace, segment } of traces) await tx.run(remove, { trace, segment });
    return traces.length;
  },
};

const put = sql<{ trace: string; segment: string; bytes: number; document: string }>(
  `INSERT INTO xray_segments (partition, trace, segment, bytes, document) VALUES (:partition, :trace, :segment, :bytes, :document)
   ON CONFLICT (partition, trace, segment) DO UPDATE SET bytes = excluded.bytes, document = excluded.document`,
);
const countBytes = sql<{ trace: string }, { bytes: number }>(
  "SELECT COALESCE(SUM(bytes), 0) AS bytes FROM xray_segments WHERE partition = :partition AND trace = :trace",
);
const bytesOf = sql<{ trace: string; segment: string }, { bytes: number }>(
  "SELECT bytes FROM xray_segments WHERE partition = :partition AND trace = :trace AND segment = :segment",
);
const ofTrace = sql<{ trace: string }, { document: string }>(
  "SELECT document FROM xray_segments WHERE partition = :partition AND trace = :trace ORDER BY segment",
);
const tracesBetween = sql<{ from: string; before: string; limit: number }, { trace: string }>(
  `SELECT DISTINCT trace FROM xray_segments WHERE partition = :partition AND trace >= :from AND trace < :before
   ORDER BY trace DESC LIMIT :limit`,
);
const oldest = sql<{ before: string; limit: number }, { trace: string; segment: string }>(
  "SELECT trace, segment FROM xray_segments WHERE partition = :partition AND trace < :before ORDER BY trace, segment LIMIT :limit",
);
const remove = sql<{ trace: string; segment: string }>(
  "DELETE FROM xray_segments WHERE partition = :partition AND trace = :trace AND segment = :segment",
);
