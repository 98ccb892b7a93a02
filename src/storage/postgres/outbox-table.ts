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
    page: async ({ source, topic }, limit) => (await connections.query("page", page, [source, topic, limit])).rows,
    remove: async ({ source, topic }, upToPosition) => {
      await connections.query("remove", remove, [source, topic, upToPosition]);
    },
    claim: (queue) => claims.take(queue),
    unclaim: (queue) => claims.give(queue),
    pollMs,
  };
}

const nextQueue =
  "SELECT source, topic FROM squall_outbox WHERE (source, topic) > ($1, $2) ORDER BY source, topic LIMIT 1";
const page =
  "SELECT position, id, payload FROM squall_outbox WHERE source = $1 AND topic = $2 ORDER BY position LIMIT $3";
const remove = "DELETE FROM squall_outbox WHERE source = $1 AND topic = $2 AND position <= $3";
