import type { LeaseTable } from "../leases.ts";
import type { Connections } from "./connections.ts";
import { PostgresWrite } from "./write-transaction.ts";

/** Leases as rows of PostgreSQL. A free lease keeps its row with no owner. */
export function createLeaseTable(connections: Connections): LeaseTable {
  return {
    take: async (name, owner, nowMs, expiresAtMs) => {
      const { rows } = await connections.query("take-lease", take, [name, owner, nowMs, expiresAtMs]);
      return rows[0]?.epoch as number | undefined;
    },
    extend: async (name, epoch, expiresAtMs) =>
      (await connections.query("extend-lease", extend, [name, epoch, expiresAtMs])).rowCount === 1,
    free: async (name, epoch) => {
      await connections.query("free-lease", free, [name, epoch]);
    },
    epoch: async (tx, name) => {
      if (!(tx instanceof PostgresWrite)) throw new Error("the lease is checked in a transaction of another database");
      const { rows } = await tx.query({ name: "lease-epoch", text: epoch, values: [name] });
      return (rows[0]?.epoch as number | undefined) ?? 0;
    },
  };
}

const take = `INSERT INTO squall_leases AS held (name, owner, epoch, expires_at_ms) VALUES ($1, $2, 1, $4)
  ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, epoch = held.epoch + 1, expires_at_ms = excluded.expires_at_ms
    WHERE held.owner IN ('', excluded.owner) OR held.expires_at_ms <= $3
  RETURNING epoch`;
const extend = "UPDATE squall_leases SET expires_at_ms = $3 WHERE name = $1 AND epoch = $2 AND owner <> ''";
const free = "UPDATE squall_leases SET owner = '', expires_at_ms = 0 WHERE name = $1 AND epoch = $2";
/** Locked until the transaction ends, so that nobody takes the lease before what it covers is committed. */
const epoch = "SELECT epoch FROM squall_leases WHERE name = $1 AND owner <> '' FOR SHARE";
