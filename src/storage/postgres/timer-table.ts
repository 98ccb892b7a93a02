import type { Clock } from "../../platform/clock.ts";
import { keyText } from "../partition-key.ts";
import {
  type EarliestTimer,
  type ParkedRow,
  parkedShard,
  shardOf,
  type TimerRow,
  type TimerTable,
} from "../timer-table.ts";
import type { Connections } from "./connections.ts";

/** How long what another node has set waits for us at most. What this process commits wakes its timers at once. */
const pollMs = 1_000;

export const timerShards = 8;

/** Timers as rows of PostgreSQL, shared by all nodes. Its clock says what is due. */
export function createTimerTable(connections: Connections, clock: Clock): TimerTable {
  const change = async (name: string, text: string, values: readonly unknown[]) =>
    (await connections.query(name, text, values)).rowCount ?? 0;
  return {
    shards: timerShards,
    due: async (shard, kind, nowMs, limit) =>
      (await connections.query("timers-due", due, [shard, kind, Math.ceil(nowMs), limit])).rows.map(
        ({ account, region, name, of, ...row }) => ({ ...row, source: keyText({ account, region, kind: of, name }) }),
      ) as TimerRow[],
    nextDue: async (shard, kind, afterMs) =>
      (await connections.query("timers-next", next, [shard, kind, Math.ceil(afterMs)])).rows[0]?.dueMs,
    earliest: async (shards, kinds) =>
      (await connections.query("timers-earliest", earliest, [shards, kinds])).rows as EarliestTimer[],
    countDue: async (shards, kinds, nowMs, most) => {
      const { rows } = await connections.query("timers-count", countDue, [shards, kinds, Math.ceil(nowMs), most]);
      return Number(rows[0]?.count ?? 0);
    },
    remove: async (rows) => {
      const column = (name: "partition" | "kind" | "key" | "version") => rows.map((row) => row[name]);
      const values = [column("partition"), column("kind"), column("key"), column("version")];
      await connections.query("timers-remove", remove, values);
    },
    postpone: async ({ partition, kind, key, version }, { failures, reason, dueMs }) => {
      await change("timer-postpone", postpone, [partition, kind, key, version, failures, reason, Math.ceil(dueMs)]);
    },
    park: async ({ partition, kind, key, version }, { failures, reason, parkedMs }) => {
      await change("timer-park", park, [partition, kind, key, version, failures, reason, Math.ceil(parkedMs)]);
    },
    listParked: async (afterVersion, limit) =>
      (await connections.query("timers-parked", listParked, [afterVersion, limit])).rows.map(
        ({ account, region, name, of, ...row }) => ({ ...row, source: keyText({ account, region, kind: of, name }) }),
      ) as ParkedRow[],
    unpark: async (version, nowMs) => {
      const found = (await connections.query("timer-parked", findParked, [version])).rows[0];
      if (!found) return undefined;
      const source = keyText({ account: found.account, region: found.region, kind: found.of, name: found.name });
      const values = [version, Math.ceil(nowMs), shardOf(source, timerShards)];
      return (await change("timer-unpark", unpark, values)) > 0 ? { source, kind: found.kind } : undefined;
    },
    dropParked: async (version) => (await change("timer-drop", dropParked, [version])) > 0,
    counts: async () => {
      const { rows } = await connections.query("timer-counts", counts, []);
      return { retrying: Number(rows[0]?.retrying ?? 0), parked: Number(rows[0]?.parked ?? 0) };
    },
    aheadMs: async () => {
      const beganMs = clock.machineMs();
      const { rows } = await connections.query("database-time", time, []);
      const endedMs = clock.machineMs();
      const aheadMs = Math.round(rows[0].now - (beganMs + endedMs) / 2);
      // A difference that the way of the question and its answer may have made is none.
      return Math.abs(aheadMs) <= (endedMs - beganMs) / 2 + 1 ? 0 : aheadMs;
    },
    pollMs,
  };
}

const time = `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;
const place = "p.kind AS of, p.account, p.region, p.name";
const due = `SELECT ${place}, t.partition, t.kind, t.key, t.payload, t.version, t.failures, t.set_for_ms AS "setForMs"
  FROM squall_timers t JOIN squall_partitions p ON p.id = t.partition
  WHERE t.shard = $1 AND t.kind = $2 AND t.due_ms <= $3 ORDER BY t.due_ms LIMIT $4`;
const next = `SELECT due_ms AS "dueMs" FROM squall_timers WHERE shard = $1 AND kind = $2 AND due_ms > $3 ORDER BY due_ms LIMIT 1`;
const earliest = `SELECT shard, kind, first.due_ms AS "dueMs" FROM unnest($1::bigint[]) AS shard, unnest($2::text[]) AS kind,
  LATERAL (SELECT due_ms FROM squall_timers t WHERE t.shard = shard.shard AND t.kind = kind.kind ORDER BY due_ms LIMIT 1) AS first`;
const countDue = `SELECT count(*) AS count FROM unnest($1::bigint[]) AS shard, unnest($2::text[]) AS kind,
  LATERAL (SELECT 1 FROM squall_timers t WHERE t.shard = shard.shard AND t.kind = kind.kind AND t.due_ms <= $3 LIMIT $4) AS due`;
const remove = `DELETE FROM squall_timers t
  USING unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[]) AS done (partition, kind, key, version)
  WHERE t.partition = done.partition AND t.kind = done.kind AND t.key = done.key AND t.version = done.version`;
const itself = "partition = $1 AND kind = $2 AND key = $3 AND version = $4";
const postpone = `UPDATE squall_timers SET failures = $5, reason = $6, due_ms = $7 WHERE ${itself}`;
const park = `UPDATE squall_timers SET failures = $5, reason = $6, due_ms = $7, shard = ${parkedShard} WHERE ${itself}`;
const parked = `FROM squall_timers t JOIN squall_partitions p ON p.id = t.partition WHERE t.shard = ${parkedShard}`;
const listParked = `SELECT ${place}, t.kind, t.key, t.payload, t.version, t.failures, t.reason, t.due_ms AS "parkedMs"
  ${parked} AND t.version > $1 ORDER BY t.version LIMIT $2`;
const findParked = `SELECT ${place}, t.kind ${parked} AND t.version = $1`;
const unpark = `UPDATE squall_timers SET failures = 0, reason = '', due_ms = $2, shard = $3
  WHERE version = $1 AND shard = ${parkedShard}`;
const dropParked = `DELETE FROM squall_timers WHERE version = $1 AND shard = ${parkedShard}`;
const counts = `SELECT count(*) FILTER (WHERE shard >= 0) AS retrying, count(*) FILTER (WHERE shard = ${parkedShard}) AS parked
  FROM squall_timers WHERE failures > 0`;
