import { type ParkedRow, parkedShard, type TimerRow, type TimerTable } from "../timer-table.ts";
import type { Readers } from "./readers.ts";
import type { Writer } from "./writer.ts";

/** Timers as rows of SQLite. The file belongs to one process, so there is one shard, and it is ours. */
export function createTimerTable(readers: Readers, writer: Writer): TimerTable {
  const all = <R>(text: string, ...values: (string | number)[]) =>
    readers.query((connection) => connection.own(text).all(...values)) as Promise<unknown> as Promise<R[]>;
  const get = async <R>(text: string, ...values: (string | number)[]) => (await all<R>(text, ...values))[0];
  const run = (text: string, ...values: (string | number)[]) =>
    writer.step(() => Number(writer.connection.own(text).run(...values).changes));
  const nextDue = async (shard: number, kind: string, afterMs: number) =>
    (await get<{ dueMs: number }>(next, shard, kind, afterMs))?.dueMs;
  return {
    shards: 1,
    due: (shard, kind, nowMs, limit) => all<TimerRow>(due, shard, kind, nowMs, limit),
    nextDue,
    earliest: async (shards, kinds) => {
      const found = [];
      for (const shard of shards) {
        for (const kind of kinds) {
          const dueMs = await nextDue(shard, kind, before);
          if (dueMs !== undefined) found.push({ shard, kind, dueMs });
        }
      }
      return found;
    },
    countDue: async (shards, kinds, nowMs, most) => {
      let count = 0;
      for (const shard of shards) {
        for (const kind of kinds)
          count += (await get<{ count: number }>(countDue, shard, kind, nowMs, most))?.count ?? 0;
      }
      return count;
    },
    remove: (rows) =>
      writer.step(() => {
        const statement = writer.connection.own(remove);
        for (const { version } of rows) statement.run(version);
      }),
    postpone: async ({ version }, { failures, reason, dueMs }) => {
      await run(postpone, failures, reason, dueMs, version);
    },
    park: async ({ version }, { failures, reason, parkedMs }) => {
      await run(park, failures, reason, parkedMs, version);
    },
    listParked: (afterVersion, limit) => all<ParkedRow>(listParked, afterVersion, limit),
    unpark: (version, nowMs) =>
      writer.step(() => {
        const { connection } = writer;
        const row = connection.own(findParked).get(version) as { source: string; kind: string } | undefined;
        if (row) connection.own(unpark).run(nowMs, version);
        return row;
      }),
    dropParked: async (version) => (await run(dropParked, version)) > 0,
    counts: async () => {
      const row = await get<{ retrying: number; parked: number }>(counts);
      return { retrying: row?.retrying ?? 0, parked: row?.parked ?? 0 };
    },
    aheadMs: async () => 0,
    pollMs: undefined,
  };
}

const before = -1;
/** As `keyText` writes it. */
const source = "json_array(p.kind, p.account, p.region, p.name) AS source";
const due = `SELECT ${source}, t.partition, t.kind, t.key, t.payload, t.version, t.failures, t.set_for_ms AS setForMs
  FROM squall_timers t JOIN squall_partitions p ON p.id = t.partition
  WHERE t.shard = ? AND t.kind = ? AND t.due_ms <= ? ORDER BY t.due_ms LIMIT ?`;
const next =
  "SELECT due_ms AS dueMs FROM squall_timers WHERE shard = ? AND kind = ? AND due_ms > ? ORDER BY due_ms LIMIT 1";
const countDue =
  "SELECT count(*) AS count FROM (SELECT 1 FROM squall_timers WHERE shard = ? AND kind = ? AND due_ms <= ? LIMIT ?)";
const remove = "DELETE FROM squall_timers WHERE version = ?";
const postpone = "UPDATE squall_timers SET failures = ?, reason = ?, due_ms = ? WHERE version = ?";
const park = `UPDATE squall_timers SET failures = ?, reason = ?, due_ms = ?, shard = ${parkedShard} WHERE version = ?`;
const parked = `FROM squall_timers t JOIN squall_partitions p ON p.id = t.partition WHERE t.shard = ${parkedShard}`;
const listParked = `SELECT ${source}, t.kind, t.key, t.payload, t.version, t.failures, t.reason, t.due_ms AS parkedMs
  ${parked} AND t.version > ? ORDER BY t.version LIMIT ?`;
const findParked = `SELECT ${source}, t.kind ${parked} AND t.version = ?`;
const unpark = "UPDATE squall_timers SET failures = 0, reason = '', due_ms = ?, shard = 0 WHERE version = ?";
const dropParked = `DELETE FROM squall_timers WHERE version = ? AND shard = ${parkedShard}`;
const counts = `SELECT sum(shard >= 0) AS retrying, sum(shard = ${parkedShard}) AS parked FROM squall_timers WHERE failures > 0`;
