import type { OutboxRow, OutboxTable, QueueId } from "../outbox.ts";
import type { Readers } from "./readers.ts";
import type { Writer } from "./writer.ts";

/** The outbox's rows in SQLite. The file belongs to one process, so every queue is ours and nothing is polled for. */
export function createOutboxTable(readers: Readers, writer: Writer): OutboxTable {
  const all = <R>(text: string, ...values: (string | number)[]) =>
    readers.query((connection) => connection.own(text).all(...values)) as Promise<unknown> as Promise<R[]>;
  const get = async <R>(text: string, ...values: (string | number)[]) => (await all<R>(text, ...values))[0];
  /** Of what is on the disk only: what a power cut could still undo must not be delivered. */
  const durable = <R>(text: string, ...values: (string | number)[]) =>
    readers.peek((connection) =>
      connection.own(text).all(...values, writer.sync.position),
    ) as Promise<unknown> as Promise<R[]>;
  const run = (text: string, ...values: (string | number)[]) =>
    writer.step(() => Number(writer.connection.own(text).run(...values).changes));
  return {
    nextQueue: (after) => get<QueueId>(nextQueue, after?.source ?? "", after?.topic ?? ""),
    page: ({ source, topic }, after, limit) => durable<OutboxRow>(page, source, topic, after, limit),
    row: ({ source, topic }, position) => get<OutboxRow>(row, source, topic, position),
    remove: async ({ source, topic }, upTo, except) => {
      if (except.length === 0) await run(remove, source, topic, upTo);
      else await run(removeExcept, source, topic, upTo, JSON.stringify(except));
    },
    removeRow: async ({ source, topic }, position) => {
      await run(removeRow, source, topic, position);
    },
    park: ({ source, topic }, { position, id, payload }, { failures, reason, parkedMs }, most) =>
      writer.step(() => {
        const { connection } = writer;
        connection.own(park).run(id, source, topic, payload, failures, reason, parkedMs);
        connection.own(removeRow).run(source, topic, position);
        return Number(connection.own(trimParked).run(most).changes);
      }),
    listParked: (after, limit) => all(listParked, after, limit),
    countParked: async () => (await get<{ count: number }>(countParked))?.count ?? 0,
    unpark: (id) =>
      writer.step(() => {
        const { connection } = writer;
        const parked = connection.own(takeParked).get(id) as (QueueId & { payload: string }) | undefined;
        if (!parked) return undefined;
        const { source, topic, payload } = parked;
        writer.statements.emit.run(source, topic, writer.nextPosition(), id, payload);
        return { source, topic };
      }),
    dropParked: async (id) => (await run(dropParked, id)) > 0,
    claim: async () => true,
    isClaimed: () => true,
    unclaim: async () => {},
    pollMs: undefined,
  };
}

const nextQueue =
  "SELECT source, topic FROM squall_outbox WHERE (source, topic) > (?, ?) ORDER BY source, topic LIMIT 1";
const page =
  "SELECT position, id, payload FROM squall_outbox WHERE source = ?1 AND topic = ?2 AND position > ?3 AND position <= ?5 ORDER BY position LIMIT ?4";
const row = "SELECT position, id, payload FROM squall_outbox WHERE source = ? AND topic = ? AND position = ?";
const remove = "DELETE FROM squall_outbox WHERE source = ? AND topic = ? AND position <= ?";
const removeExcept = `${remove} AND position NOT IN (SELECT value FROM json_each(?))`;
const removeRow = "DELETE FROM squall_outbox WHERE source = ? AND topic = ? AND position = ?";
const park = `INSERT INTO squall_parked (id, source, topic, payload, failures, reason, parked_ms)
  VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`;
const trimParked = `DELETE FROM squall_parked WHERE id IN
  (SELECT id FROM squall_parked ORDER BY parked_ms DESC, id DESC LIMIT -1 OFFSET ?)`;
const listParked = `SELECT id, source, topic, payload, failures, reason, parked_ms AS parkedMs FROM squall_parked
  WHERE id > ? ORDER BY id LIMIT ?`;
const countParked = "SELECT count(*) AS count FROM squall_parked";
const takeParked = "DELETE FROM squall_parked WHERE id = ? RETURNING source, topic, payload";
const dropParked = "DELETE FROM squall_parked WHERE id = ?";
