import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSystemClock } from "../../src/platform/clock.ts";
import { createLog } from "../../src/platform/log.ts";
import { createSystemRandom } from "../../src/platform/random.ts";
import type { Database, MigrationSet, Partition } from "../../src/storage/database.ts";
import { openPostgres } from "../../src/storage/postgres/postgres.ts";
import { startTestServer } from "../../src/storage/postgres/test-server.ts";
import { openSqlite } from "../../src/storage/sqlite/sqlite.ts";
import { sql } from "../../src/storage/statement.ts";
import type { Figure } from "./figure.ts";

/** Writes that wait at the same time, each until its own is committed. */
const waiting = 100;
/** What is wanted of PostgreSQL on two shared cores. */
const wantedCycles = 7_500;

/** Queue cycles a second on both engines, durable: a message is put in by one write, and taken out by another. */
export async function measureDatabases(quick: boolean): Promise<Figure[]> {
  const durationMs = quick ? 1_000 : 4_000;
  const sqlite = await onSqlite((database) => cyclesPerSecond(database, durationMs));
  const figures: Figure[] = [{ name: `queue cycles, SQLite, ${waiting} waiting`, value: sqlite, unit: "/s" }];
  const postgres = await onPostgres((database) => cyclesPerSecond(database, durationMs));
  if (postgres === undefined) return figures;
  const baseline = { name: "SQLite", value: sqlite };
  const name = `queue cycles, PostgreSQL, ${waiting} waiting`;
  return [...figures, { name, value: postgres, unit: "/s", baseline, target: wantedCycles }];
}

async function cyclesPerSecond(database: Database, durationMs: number): Promise<number> {
  await database.migrate([messagesTable]);
  const queue = database.partition({ account: "0", region: "r", kind: "queue", name: "bench" });
  const cycles = async (untilMs: number): Promise<number> => {
    let count = 0;
    for (; performance.now() < untilMs; count++) await cycle(queue);
    return count;
  };
  const run = async (lengthMs: number) => {
    const beganMs = performance.now();
    const counts = await Promise.all(Array.from({ length: waiting }, () => cycles(beganMs + lengthMs)));
    return (counts.reduce((sum, count) => sum + count, 0) / (performance.now() - beganMs)) * 1_000;
  };
  await run(durationMs / 4);
  return run(durationMs);
}

async function cycle(queue: Partition): Promise<void> {
  await queue.write(async (tx) => {
    await tx.run(put, { position: await tx.nextSequence(), body });
  });
  await queue.write(async (tx) => {
    const oldest = await tx.get(takeOldest, {});
    if (!oldest) throw new Error("a message is missing");
  });
}

const body = "x".repeat(200);

const put = sql<{ position: number; body: string }>(
  "INSERT INTO bench_messages (partition, position, body) VALUES (:partition, :position, :body)",
);
const takeOldest = sql<Record<never, never>, { position: number; body: string }>(
  `DELETE FROM bench_messages WHERE partition = :partition AND position =
     (SELECT min(position) FROM bench_messages WHERE partition = :partition)
   RETURNING position, body`,
);
const messagesTable: MigrationSet = {
  name: "bench",
  migrations: [
    {
      name: "001-messages",
      sql: `CREATE TABLE bench_messages (
              partition BIGINT NOT NULL, position BIGINT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (partition, position)
            );`,
    },
  ],
};

async function onSqlite<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "squall-bench-"));
  const database = await openSqlite({ file: join(directory, "bench.db"), ...parts() });
  try {
    return await work(database);
  } finally {
    await database.close();
    rmSync(directory, { recursive: true });
  }
}

/** Undefined where there is no PostgreSQL. It waits for the disk, as one that is used in earnest. */
async function onPostgres<T>(work: (database: Database) => Promise<T>): Promise<T | undefined> {
  process.env.SQUALL_TEST_POSTGRES_SETTINGS ??= "fsync=on full_page_writes=on synchronous_commit=on";
  const server = await startTestServer();
  if ("reason" in server) return undefined;
  const database = await openPostgres({ url: await server.database("bench"), ...parts() });
  try {
    return await work(database);
  } finally {
    await database.close();
    await server.stop();
  }
}

function parts() {
  return { clock: createSystemClock(), random: createSystemRandom(), log: createLog("warn") };
}
