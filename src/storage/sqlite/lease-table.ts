import type { LeaseTable } from "../leases.ts";
import { SqliteWrite } from "./write-transaction.ts";
import type { Writer } from "./writer.ts";

/** Leases as rows of SQLite. A free lease keeps its row with no owner. */
export function createLeaseTable(writer: Writer): LeaseTable {
  const take = writer.connection.prepare(
    `INSERT INTO squall_leases (name, owner, epoch, expires_at_ms) VALUES (?1, ?2, 1, ?4)
     ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, epoch = epoch + 1, expires_at_ms = excluded.expires_at_ms
       WHERE owner IN ('', excluded.owner) OR expires_at_ms <= ?3
     RETURNING epoch`,
  );
  const extend = writer.connection.prepare(
    "UPDATE squall_leases SET expires_at_ms = ?3 WHERE name = ?1 AND epoch = ?2 AND owner <> ''",
  );
  const free = writer.connection.prepare(
    "UPDATE squall_leases SET owner = '', expires_at_ms = 0 WHERE name = ?1 AND epoch = ?2",
  );
  const epoch = writer.connection.prepare("SELECT epoch FROM squall_leases WHERE name = ? AND owner <> ''");
  return {
    take: (name, owner, nowMs, expiresAtMs) =>
      writer.step(() => take.get(name, owner, nowMs, expiresAtMs)?.epoch as number | undefined),
    extend: (name, expected, expiresAtMs) => writer.step(() => extend.run(name, expected, expiresAtMs).changes === 1),
    free: (name, expected) =>
      writer.step(() => {
        free.run(name, expected);
      }),
    epoch: async (tx, name) => {
      if (!(tx instanceof SqliteWrite)) throw new Error("the lease is checked in a transaction of another database");
      tx.checkOpen();
      return (epoch.get(name)?.epoch as number | undefined) ?? 0;
    },
  };
}
