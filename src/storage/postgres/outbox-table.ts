import type { OutboxTable, QueueId } from "../outbox.ts";
import type { Claims } from "./claims.ts";
import type { Connections } from "./connections.ts";

/** How long what another node has left waits for us at most. What this process commits wakes the outbox at once. */
const pollMs = 1_000;

/** The outbox's rows in PostgreSQL, shared by all nodes. */
export function createOutboxTable(connections: Connections, claims: Claims): OutboxTable {
  return {
    nextQueue: async (after) => {
      const { rows } = await connections.query("next-queue", nextQueue, [after?.source ?? "", after?.topic ?? ""]);
      return rows[0] as QueueId | undefined;
    },
    page: async ({ source, topic }, after, limit) =>
      (await connections.query("page", page, [source, topic, after, limit])).rows,
    row: async ({ source, topic }, position) =>
      (await connections.query("outbox-row", row, [source, topic, position])).rows[0],
    remove: async ({ source, topic }, upTo, except) => {
      if (except.length === 0) await connections.query("remove", remove, [source, topic, upTo]);
      else await connections.query("remove-except", removeExcept, [source, topic, upTo, JSON.stringify(except)]);
    },
    removeRow: async ({ source, topic }, position) => {
      await connections.query("remove-row", removeRow, [source, topic, position]);
    },
    park: async ({ source, topic }, { position, id, payload }, { failures, reason, parkedMs }, most) => {
      await connections.query("park", park, [source, topic, position, id, payload, failures, reason, parkedMs]);
      return (await connections.query("trim-parked", trimParked, [most])).rowCount ?? 0;
    },
    listParked: async (after, limit) => (await connections.query("list-parked", listParked, [after, limit])).rows,
    countParked: async () => Number((await connections.query("count-parked", countParked, [])).rows[0]?.count ?? 0),
    unpark: async (id) => (await connections.query("unpark", unpark, [id])).rows[0] as QueueId | undefined,
    dropParked: async (id) => ((await connections.query("drop-parked", dropParked, [id])).rowCount ?? 0) > 0,
    claim: (queue) => claims.take(queue),
    isClaimed: (queue) => claims.holds(queue),
    unclaim: (queue) => claims.give(queue),
    pollMs,
  };
}

const nextQueue =
  "SELECT source, topic FROM squall_outbox WHERE (source, topic) > ($1, $2) ORDER BY source, topic LIMIT 1";
const columns = "SELECT position, id, payload FROM squall_outbox WHERE source = $1 AND topic = $2";
const page = `${columns} AND position > $3 ORDER BY position LIMIT $4`;
const row = `${columns} AND position = $3`;
const remove = "DELETE FROM squall_outbox WHERE source = $1 AND topic = $2 AND position <= $3";
const removeExcept = `${remove} AND position NOT IN (SELECT value::bigint FROM json_array_elements_text($4::json))`;
const removeRow = "DELETE FROM squall_outbox WHERE source = $1 AND topic = $2 AND position = $3";
/** One statement, so that the effect is in one of the two tables at every moment. */
const park = `WITH taken AS (DELETE FROM squall_outbox WHERE source = $1 AND topic = $2 AND position = $3)
  INSERT INTO squall_parked (id, source, topic, payload, failures, reason, parked_ms)
  VALUES ($4, $1, $2, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`;
const trimParked = `DELETE FROM squall_parked WHERE id IN
  (SELECT id FROM squall_parked ORDER BY parked_ms DESC, id DESC OFFSET $1)`;
const listParked = `SELECT id, source, topic, payload, failures, reason, parked_ms AS "parkedMs" FROM squall_parked
  WHERE id > $1 ORDER BY id LIMIT $2`;
const countParked = "SELECT count(*) AS count FROM squall_parked";
const unpark = `WITH taken AS (DELETE FROM squall_parked WHERE id = $1 RETURNING source, topic, payload)
  INSERT INTO squall_outbox (source, topic, id, payload) SELECT source, topic, $1, payload FROM taken RETURNING source, topic`;
const dropParked = "DELETE FROM squall_parked WHERE id = $1";
