import { randomUUID } from "node:crypto";
import { after } from "node:test";
import type { Clock } from "../../src/platform/clock.ts";
import type { Database } from "../../src/storage/database.ts";
import { openPostgres } from "../../src/storage/postgres/postgres.ts";
import { startTestServer, type TestServer } from "../../src/storage/postgres/test-server.ts";
import { openSqlite } from "../../src/storage/sqlite/sqlite.ts";

const server = process.env.SQUALL_TEST_DATABASE === "postgres" ? await startServer() : undefined;

/** An empty database of one test's own: SQLite in memory, or with `SQUALL_TEST_DATABASE=postgres` (`npm test -- --database postgres`) one of a PostgreSQL of the test file's. */
export async function openTestDatabase(clock: Clock): Promise<Database> {
  if (!server) return openSqlite({ file: ":memory:", clock });
  return openPostgres({ url: await server.database(`t_${randomUUID().replaceAll("-", "")}`), clock });
}

async function startServer(): Promise<TestServer> {
  const started = await startTestServer();
  if ("reason" in started) throw new Error(started.reason);
  after(() => started.stop());
  return started;
}
