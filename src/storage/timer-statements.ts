import type { ReadTransaction } from "./database.ts";
import { sql } from "./statement.ts";

/** Of one partition's timers, on both engines. */
export const settleTimer = sql<{ kind: string; key: string; version: number }>(
  "DELETE FROM squall_timers WHERE partition = :partition AND kind = :kind AND key = :key AND version = :version",
);

export const cancelTimer = sql<{ kind: string; key: string }>(
  "DELETE FROM squall_timers WHERE partition = :partition AND kind = :kind AND key = :key",
);

const find = sql<{ kind: string; key: string }, { due_ms: number }>(
  "SELECT due_ms FROM squall_timers WHERE partition = :partition AND kind = :kind AND key = :key",
);

/** When the partition's timer of that kind and key fires next; undefined if none is set. That of a parked one is past. */
export async function findTimer(tx: ReadTransaction, kind: string, key: string): Promise<number | undefined> {
  return (await tx.get(find, { kind, key }))?.due_ms;
}
