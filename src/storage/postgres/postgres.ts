import type { Clock } from "../../platform/clock.ts";
import { createLog, type Log } from "../../platform/log.ts";
import type { PartitionKey } from "../database.ts";
import { DroppedRows } from "../dropped-rows.ts";
import { TableOutbox } from "../outbox.ts";
import type { DatabaseOfSeveral } from "../shared-database.ts";
import { TableTimers } from "../table-timers.ts";
import { checkServer } from "./check-server.ts";
import { Claims } from "./claims.ts";
import { Connections } from "./connections.ts";
import { createDroppedRowsTable } from "./dropped-rows-table.ts";
import { explain } from "./explain.ts";
import { HeartbeatConnection } from "./heartbeat-connection.ts";
import { migrate } from "./migrate.ts";
import { createOutboxTable } from "./outbox-table.ts";
import { PostgresPartition } from "./partition.ts";
import { PartitionWriters } from "./partition-writers.ts";
import { PreparedStatements } from "./prepared-statements.ts";
import { createSchema, partitionTables, withSchemaLock } from "./schema.ts";
import { createSharedTables } from "./shared-tables.ts";
import { createTimerTable } from "./timer-table.ts";

export interface PostgresOptions {
  /** `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, with the parameters of "Connection URIs" in the manual of libpq. */
  readonly url: string;
  readonly clock: Clock;
  readonly log?: Log;
  /** Called after each commit of writes: for measurements. */
  readonly onCommit?: () => void;
}

/** How long a server that does not answer is waited for at the start: it may be starting, too. */
const startMs = 6_000;

/** PostgreSQL, 15 or later, outside the process. Several nodes may use one database at the same time. Throws UnusableStorageError. */
export async function openPostgres({
  url,
  clock,
  log = createLog("silent"),
  onCommit = () => {},
}: PostgresOptions): Promise<DatabaseOfSeveral> {
  const connections = new Connections(url, clock, log);
  const statements = new PreparedStatements();
  const claims = new Claims(url, clock, log);
  const heartbeat = new HeartbeatConnection(url, log, () => void connections.checkSilence());
  const outbox = new TableOutbox(createOutboxTable(connections, claims), clock, log);
  const timers = new TableTimers({ table: createTimerTable(connections, clock), clock, log });
  const writers = new PartitionWriters({
    connections,
    statements,
    emitted: (source, topics) => outbox.wake(source, topics),
    timersSet: (source, earliest) => timers.wasSet(source, earliest),
    committed: onCommit,
  });
  try {
    await connections.retryFor(startMs, () => checkServer(connections));
    await connections.retryFor(startMs, () =>
      connections.withWriter((client) => withSchemaLock(client, () => createSchema(client))),
    );
  } catch (error) {
    await connections.close();
    throw explain(error, url) ?? error;
  }
  const dropped = new DroppedRows(createDroppedRowsTable(connections), log);
  dropped.wake();
  connections.outage.onEnd(() => {
    outbox.resumeAll();
    dropped.wake();
  });
  return {
    engine: "postgres",
    trouble: () => connections.outage.description,
    outbox,
    timers,
    shared: createSharedTables(connections, heartbeat),
    migrate: (sets) => migrate(connections, sets),
    partition: (key) => new PostgresPartition(key, { connections, statements }, writers, dropped),
    listPartitions: (kind, page) => listPartitions(connections, kind, page),
    reset: () => reset(connections, outbox),
    close: async () => {
      connections.refuse();
      await outbox.stop();
      await timers.stop();
      await dropped.close();
      await writers.idle();
      await claims.close();
      await heartbeat.close();
      await connections.close();
    },
  };
}

async function listPartitions(
  connections: Connections,
  kind: string,
  { after, limit }: { after?: PartitionKey; limit: number },
): Promise<PartitionKey[]> {
  const { rows } = after
    ? await connections.query("list-after", listAfter, [kind, limit, after.account, after.region, after.name])
    : await connections.query("list", list, [kind, limit]);
  return rows as PartitionKey[];
}

const columns = "SELECT account, region, kind, name FROM squall_partitions WHERE kind = $1";
const order = "ORDER BY account, region, name LIMIT $2";
const list = `${columns} ${order}`;
const listAfter = `${columns} AND (account, region, name) > ($3, $4, $5) ${order}`;

async function reset(connections: Connections, outbox: TableOutbox): Promise<void> {
  await connections.retry(() =>
    connections.withWriter(async (client) => {
      const tables = [
        "squall_partitions",
        "squall_dropped",
        "squall_outbox",
        "squall_parked",
        ...(await partitionTables(client)),
      ];
      await client.query(`TRUNCATE ${tables.join(", ")}`);
    }),
  );
  outbox.forget();
}
