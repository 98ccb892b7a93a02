import type { SmallBlobs } from "../database.ts";
import type { Readers } from "./readers.ts";
import type { Writer } from "./writer.ts";

/** What fits into a few pages costs less as a row than as a file: above, copying it twice costs more. */
const mostBytes = 16 * 1024;
const namesPerPage = 1_000;
const prefix = "row-";

/**
 * Small blobs as rows. Their commit is not waited for on the disk: the row that names one is committed later, to the same log, and is on
 * the disk only with it. So a small object costs one sync, not three.
 */
export function createSmallBlobs(readers: Readers, writer: Writer): SmallBlobs {
  const { connection } = writer;
  return {
    mostBytes,
    owns: (name) => toId(name) !== undefined,
    write: (bytes, nowMs) =>
      writer.step(
        () =>
          `${prefix}${connection.own("INSERT INTO squall_blobs (written_ms, bytes) VALUES (?, ?)").run(nowMs, bytes).lastInsertRowid}`,
        { early: true, watch: () => writer.room.watch() },
      ),
    read: (name) =>
      readers.peek((reader) => {
        const row = reader.own("SELECT bytes FROM squall_blobs WHERE id = ?").get(toId(name) ?? 0);
        return row && toBuffer(row.bytes as Uint8Array);
      }),
    delete: (names) =>
      writer.step(
        () => {
          for (const name of names) connection.own("DELETE FROM squall_blobs WHERE id = ?").run(toId(name) ?? 0);
        },
        { early: true },
      ),
    async *list(writtenBeforeMs) {
      for (let after = 0; ; ) {
        const rows = await readers.peek((reader) => reader.own(page).all(after, writtenBeforeMs, namesPerPage));
        for (const { id } of rows) yield `${prefix}${id}`;
        if (rows.length < namesPerPage) return;
        after = rows.at(-1)?.id as number;
      }
    },
    reset: () =>
      writer.step(() => {
        connection.exec("DELETE FROM squall_blobs");
      }),
  };
}

const page = "SELECT id FROM squall_blobs WHERE id > ? AND written_ms <= ? ORDER BY id LIMIT ?";

/** Ids are never used twice, so a name that outlives its blob finds nothing. */
function toId(name: string): number | undefined {
  return /^row-[1-9]\d{0,14}$/.test(name) ? Number(name.slice(prefix.length)) : undefined;
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
