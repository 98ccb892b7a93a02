import type { Migration, ReadTransaction, WriteTransaction } from "../../../../storage/database.ts";
import { sql } from "../../../../storage/statement.ts";
import { receivedStore } from "./received-store.ts";

/** One asynchronous invocation, accepted and not finished. */
export interface StoredEvent {
  /** The request's id, or that of the effect that caused it: a repeated delivery finds it there. */
  readonly id: string;
  readonly requestId: string;
  /** The version or alias it was sent to. */
  readonly qualifier: string | undefined;
  readonly tenant: string | undefined;
  readonly payload: Buffer;
  readonly clientContext: string | undefined;
  readonly traceId: string | undefined;
  /** Attempts that ended with the function's error. */
  readonly failures: number;
  /** Attempts that the platform could not make, since the last one it could. */
  readonly deferrals: number;
  readonly acceptedMs: number;
  readonly dueMs: number;
}

export const eventMigrations: readonly Migration[] = [
  {
    name: "events",
    sql: `
      CREATE TABLE lambda_events (
        partition BIGINT NOT NULL,
        id TEXT NOT NULL,
        request_id TEXT NOT NULL,
        qualifier TEXT,
        tenant TEXT,
        payload BLOB NOT NULL,
        client_context TEXT,
        trace_id TEXT,
        failures BIGINT NOT NULL,
        deferrals BIGINT NOT NULL,
        accepted_ms BIGINT NOT NULL,
        due_ms BIGINT NOT NULL,
        PRIMARY KEY (partition, id)
      );
      CREATE INDEX lambda_events_due ON lambda_events (partition, due_ms, id);`,
  },
];

interface Row {
  id: string;
  request_id: string;
  qualifier: string | null;
  tenant: string | null;
  payload: Uint8Array;
  client_context: string | null;
  trace_id: string | null;
  failures: number;
  deferrals: number;
  accepted_ms: number;
  due_ms: number;
}

export const eventStore = {
  /** False if it was accepted already: the delivery of an effect may be repeated, also after its event has ended. */
  async add(tx: WriteTransaction, event: StoredEvent): Promise<boolean> {
    const isDelivery = event.id !== event.requestId;
    if (isDelivery && !(await receivedStore.add(tx, event.id, event.acceptedMs))) return false;
    const changes = await tx.change(add, {
      id: event.id,
      requestId: event.requestId,
      qualifier: event.qualifier ?? null,
      tenant: event.tenant ?? null,
      payload: event.payload,
      clientContext: event.clientContext ?? null,
      traceId: event.traceId ?? null,
      acceptedMs: event.acceptedMs,
    });
    return changes > 0;
  },

  /** In the order they are due, after the place of the last page. */
  async list(tx: ReadTransaction, after: { dueMs: number; id: string }, limit: number): Promise<StoredEvent[]> {
    const rows = await tx.all(page, { afterMs: after.dueMs, afterId: after.id, limit });
    return rows.map(toEvent);
  },

  /** False if it is gone. */
  async postpone(tx: WriteTransaction, event: StoredEvent): Promise<boolean> {
    const { id, failures, deferrals, dueMs } = event;
    const changes = await tx.change(postpone, { id, failures, deferrals, dueMs });
    return changes > 0;
  },

  /** False if it is gone. */
  async remove(tx: WriteTransaction, id: string): Promise<boolean> {
    const changes = await tx.change(remove, { id });
    return changes > 0;
  },
};

function toEvent(row: Row): StoredEvent {
  return {
    id: row.id,
    requestId: row.request_id,
    qualifier: row.qualifier ?? undefined,
    tenant: row.tenant ?? undefined,
    payload: Buffer.from(row.payload.buffer, row.payload.byteOffset, row.payload.byteLength),
    clientContext: row.client_context ?? undefined,
    traceId: row.trace_id ?? undefined,
    failures: row.failures,
    deferrals: row.deferrals,
    acceptedMs: row.accepted_ms,
    dueMs: row.due_ms,
  };
}

const add = sql<{
  id: string;
  requestId: string;
  qualifier: string | null;
  tenant: string | null;
  payload: Uint8Array;
  clientContext: string | null;
  traceId: string | null;
  acceptedMs: number;
}>(
  `INSERT INTO lambda_events
     (partition, id, request_id, qualifier, tenant, payload, client_context, trace_id, failures, deferrals, accepted_ms, due_ms)
   VALUES (:partition, :id, :requestId, :qualifier, :tenant, :payload, :clientContext, :traceId, 0, 0, :acceptedMs, :acceptedMs)
   ON CONFLICT (partition, id) DO NOTHING`,
);
const page = sql<{ afterMs: number; afterId: string; limit: number }, Row>(
  `SELECT * FROM lambda_events
   WHERE partition = :partition AND (due_ms, id) > (:afterMs, :afterId)
   ORDER BY due_ms, id LIMIT :limit`,
);
const postpone = sql<{ id: string; failures: number; deferrals: number; dueMs: number }>(
  `UPDATE lambda_events SET failures = :failures, deferrals = :deferrals, due_ms = :dueMs
   WHERE partition = :partition AND id = :id`,
);
const remove = sql<{ id: string }>("DELETE FROM lambda_events WHERE partition = :partition AND id = :id");
