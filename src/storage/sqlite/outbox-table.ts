import type { OutboxRow, OutboxTable, QueueId } from "../outbox.ts";
import type { Readers } from "./readers.ts";
import type { Writer } from "./writer.ts";

/** The outbox's rows in SQLite. The file belongs to one process, so every queue is ours and nothing is polled for. */
export function createOutboxTable(readers: Readers, writer: Writer): OutboxTable {
  const remove = writer.connection.prepare(
    "DELETE FROM squall_outbox WHERE source = ? AND topic = ? AND position <= ?",
  );
  return {
    nextQueue: (after) =>
      readers.query((connection) => connection.own(nextQueue).get(after?.source ?? "", after?.topic ?? "")) as Promise<
        QueueId | undefined
      >,
    page: (queue, limit) =>
      readers.query((connection) =>
        connection.own(page).all(queue.source, queue.topic, limit),
      ) as Promise<unknown> as Promise<OutboxRow[]>,
    remove: (queue, upToPosition) =>
      writer.step(() => {
        remove.run(queue.source, queue.topic, upToPosition);
      }),
    claim: async () => true,
    unclaim: async () => {},
    pollMs: undefined,
  };
}

const nextQueue =
  "SELECT source, topic FROM squall_outbox WHERE (source, topic) > (?, ?) ORDER BY source, topic LIMIT 1";
const page = "SELECT position, id, payload FROM squall_outbox WHERE source = ? AND topic = ? ORDER BY position LIMIT ?";
