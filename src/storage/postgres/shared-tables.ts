import type { WriteTransaction } from "../database.ts";
import type { NodeRow, SharedDatabase } from "../shared-database.ts";
import type { Connections } from "./connections.ts";
import type { HeartbeatConnection } from "./heartbeat-connection.ts";
import { PostgresWrite } from "./write-transaction.ts";

/** What is known of nodes, in tables of PostgreSQL. `clock_timestamp()` is the one clock. */
export function createSharedTables(connections: Connections, heartbeat: HeartbeatConnection): SharedDatabase {
  return {
    join: ({ id, address, version, blobs }, { leaseMs, former, admit }) =>
      connections.retry(() =>
        connections.withWriter(async (client) => {
          await client.query("BEGIN");
          // One node at a time: of two that may not be together the second sees the first.
          await client.query("LOCK TABLE squall_nodes IN SHARE ROW EXCLUSIVE MODE");
          if (former !== undefined) await client.query(endLease, [former]);
          const nodes = (await client.query(listNodes)).rows.map(toNodeRow);
          const others = nodes.filter((node) => node.id !== id && node.leaseLeftMs > 0);
          const known = await client.query("SELECT newest_version AS newest FROM squall_cluster");
          const newest = admit(others, known.rows[0]?.newest ?? "");
          await client.query(forgetNodes);
          await client.query("UPDATE squall_cluster SET newest_version = $1", [newest]);
          if (others.length === 0) await client.query("UPDATE squall_cluster SET clock_offset_ms = 0");
          await client.query(countChange);
          const { rows } = await client.query(join, [id, address, version, blobs, leaseMs]);
          await client.query("COMMIT");
          return { epoch: rows[0]?.epoch as number };
        }),
      ),
    beat: async ({ id, epoch, isDraining }, leaseMs, since) => {
      const results = await heartbeat.query([
        { name: "beat", text: beat, values: [id, epoch, leaseMs] },
        ...(isDraining ? [{ name: "drain", text: drain, values: [id, epoch] }] : []),
        since === undefined
          ? { name: "nodes-and-clock", text: listWithClock, values: [] }
          : { name: "changes-and-clock", text: listChanges, values: [since] },
      ]);
      const rows = results.at(-1)?.rows ?? [];
      return {
        isAlive: results[0]?.rowCount === 1,
        nodes: rows.filter((row) => row.id !== null).map(toNodeRow),
        change: Number(rows[0]?.change ?? 0),
        clockOffsetMs: Number(rows[0]?.clockOffsetMs ?? 0),
      };
    },
    bury: async (nodes) => {
      const values = [nodes.map((node) => node.id), nodes.map((node) => node.epoch)];
      await connections.query("bury", bury, values);
    },
    listNodes: async () => (await connections.query("nodes", listNodes, [])).rows.map(toNodeRow),
    giveUp: async (id, epoch) => {
      await connections.query("give-up-node", giveUp, [id, epoch]);
    },
    leave: async (id, epoch) => {
      await connections.query("leave", leave, [id, epoch]);
    },
    take: async (names, { id, epoch }) => {
      await connections.query("name-owned", addNames, [names]);
      return (await connections.query("take-owned", take, [names, id, epoch])).rows as {
        name: string;
        epoch: number;
      }[];
    },
    release: async (names, { id, epoch }) => {
      await connections.query("release-owned", release, [names, id, epoch]);
    },
    isOwned: async (tx: WriteTransaction, name, epoch) => {
      if (!(tx instanceof PostgresWrite)) throw new Error("the owner is checked in a transaction of another database");
      return (await tx.query({ name: "is-owned", text: isOwned, values: [name, epoch] })).rowCount === 1;
    },
    secret: async (name, made) => {
      await connections.query("add-secret", addSecret, [name, made]);
      return (await connections.query("secret", secret, [name])).rows[0]?.value as Buffer;
    },
    moveClock: async (byMs) => (await connections.query("move-clock", moveClock, [byMs])).rows[0]?.offset as number,
  };
}

function toNodeRow({ isDraining, hasLeft, hasDied, ...row }: Record<string, unknown>): NodeRow {
  return {
    ...(row as Omit<NodeRow, "isDraining" | "hasLeft" | "hasDied">),
    isDraining: isDraining === 1,
    hasLeft: hasLeft === 1,
    hasDied: hasDied === 1,
  };
}

const inMs = (time: string) => `(extract(epoch FROM ${time}) * 1000)::bigint`;
const leaseLeft = inMs("(lease_until - clock_timestamp())");
const listed = `id, epoch, address, version, blobs, is_draining AS "isDraining", has_left AS "hasLeft", has_died AS "hasDied",
  ${inMs("started_at")} AS "startedMs", ${inMs("heartbeat_at")} AS "heartbeatMs",
  CASE WHEN has_left = 1 THEN 0 ELSE ${leaseLeft} END AS "leaseLeftMs"`;
const lately = "lease_until > clock_timestamp() - interval '1 minute'";
const listNodes = `SELECT ${listed} FROM squall_nodes WHERE ${lately} ORDER BY id`;
/** One statement sees the count and the rows at one moment. */
const withClock = `SELECT ${listed}, clock_offset_ms AS "clockOffsetMs", node_changes AS change
  FROM (SELECT clock_offset_ms, node_changes FROM squall_cluster) AS whole LEFT JOIN squall_nodes`;
const listWithClock = `${withClock} ON ${lately}`;
const listChanges = `${withClock} ON changed > $1`;
/** Whoever counts holds the row until it commits: changes become visible in the order of their numbers. */
const countChange = "UPDATE squall_cluster SET node_changes = node_changes + 1";
const counted = `WITH counted AS (${countChange} RETURNING node_changes)`;
const forgetNodes = `DELETE FROM squall_nodes WHERE NOT ${lately}`;
const endLease =
  "UPDATE squall_nodes SET lease_until = clock_timestamp() WHERE id = $1 AND lease_until > clock_timestamp()";
const join = `INSERT INTO squall_nodes (id, epoch, address, version, blobs, started_at, heartbeat_at, lease_until, changed)
  VALUES ($1, nextval('squall_node_epochs'), $2, $3, $4, clock_timestamp(), clock_timestamp(), clock_timestamp() + $5 * interval '1 ms',
    (SELECT node_changes FROM squall_cluster))
  ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, address = excluded.address, heartbeat_at = excluded.heartbeat_at,
    lease_until = excluded.lease_until, is_given_up = 0, is_draining = 0, has_left = 0, has_died = 0, changed = excluded.changed
  RETURNING epoch`;
/** A lease that has run out is not renewed: others may have taken what the node had. */
const isAlive = "lease_until > clock_timestamp() AND has_left = 0";
const beat = `UPDATE squall_nodes SET heartbeat_at = clock_timestamp(), lease_until = clock_timestamp() + $3 * interval '1 ms'
  WHERE id = $1 AND epoch = $2 AND is_given_up = 0 AND ${isAlive}`;
const giveUp = "UPDATE squall_nodes SET is_given_up = 1 WHERE id = $1 AND epoch = $2";
const drain = `WITH counted AS (${countChange}
    WHERE EXISTS (SELECT 1 FROM squall_nodes WHERE id = $1 AND epoch = $2 AND is_draining = 0) RETURNING node_changes)
  UPDATE squall_nodes SET is_draining = 1, changed = node_changes FROM counted WHERE id = $1 AND epoch = $2`;
const leave = `${counted} UPDATE squall_nodes SET has_left = 1, changed = node_changes FROM counted WHERE id = $1 AND epoch = $2`;
const bury = `${counted} UPDATE squall_nodes SET has_died = 1, changed = node_changes
  FROM counted, unnest($1::text[], $2::bigint[]) AS dead (dead_id, dead_epoch)
  WHERE id = dead_id AND squall_nodes.epoch = dead_epoch AND has_died = 0 AND lease_until <= clock_timestamp()`;
const addNames = `INSERT INTO squall_owned (name) SELECT name FROM unnest($1::text[]) AS name
  WHERE NOT EXISTS (SELECT 1 FROM squall_owned AS known WHERE known.name = name.name) ON CONFLICT DO NOTHING`;
/** Rows that an open transaction of the former owner has checked are passed over until it has ended. */
const take = `WITH free AS (
    SELECT name FROM squall_owned WHERE name = ANY ($1::text[]) AND (
      (owner = $2 AND owner_epoch = $3) OR NOT EXISTS (
        SELECT 1 FROM squall_nodes WHERE id = squall_owned.owner AND epoch = squall_owned.owner_epoch AND ${isAlive}))
    ORDER BY name FOR UPDATE SKIP LOCKED)
  UPDATE squall_owned SET owner = $2, owner_epoch = $3, epoch = squall_owned.epoch + 1 FROM free
  WHERE squall_owned.name = free.name
    AND EXISTS (SELECT 1 FROM squall_nodes WHERE id = $2 AND epoch = $3 AND is_given_up = 0 AND ${isAlive})
  RETURNING squall_owned.name, squall_owned.epoch`;
const release = `UPDATE squall_owned SET owner = '', owner_epoch = 0
  WHERE name = ANY ($1::text[]) AND owner = $2 AND owner_epoch = $3`;
const isOwned = "SELECT 1 FROM squall_owned WHERE name = $1 AND epoch = $2 AND owner <> '' FOR SHARE";
const addSecret = "INSERT INTO squall_secrets (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING";
const secret = "SELECT value FROM squall_secrets WHERE name = $1";
const moveClock = `UPDATE squall_cluster SET clock_offset_ms = clock_offset_ms + $1 RETURNING clock_offset_ms AS "offset"`;
