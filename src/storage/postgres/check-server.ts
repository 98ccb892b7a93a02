import type { PoolClient } from "pg";
import { UnusableStorageError } from "../unusable-storage-error.ts";
import type { Connections } from "./connections.ts";

const oldestVersion = 150_000;

/**
 * Whether the server keeps what every connection relies on: settings of its own, and one session for as long as it is open, which
 * advisory locks belong to. A pooler that gives each transaction another session keeps neither. Throws UnusableStorageError.
 */
export function checkServer(connections: Connections): Promise<void> {
  return connections.withWriter((one) =>
    connections.withWriter(async (other) => {
      const { rows } = await one.query(
        "SELECT current_setting('server_version_num')::int AS version, current_setting('enable_seqscan') AS scans",
      );
      const [{ version, scans }] = rows as [{ version: number; scans: string }];
      if (version < oldestVersion) {
        throw new UnusableStorageError(
          `PostgreSQL ${Math.floor(version / 10_000)} is too old: Squall needs 15 or later.`,
        );
      }
      if (scans !== "off" || (await shareSession(one, other))) throw throughPooler();
    }),
  );
}

export function throughPooler(): UnusableStorageError {
  return new UnusableStorageError(
    "--database leads through a connection pooler that does not keep a session for each connection: give PostgreSQL's own address.",
  );
}

/** What one connection has set is seen through the other, or not any more through itself. */
async function shareSession(one: PoolClient, other: PoolClient): Promise<boolean> {
  const seen = async (client: PoolClient) => {
    const { rows } = await client.query("SELECT current_setting('squall.session', true) AS mark");
    return rows[0]?.mark === "one";
  };
  await one.query("SET squall.session = 'one'");
  const shared = (await seen(other)) || !(await seen(one));
  await one.query("RESET squall.session");
  return shared;
}
