import { after, test } from "node:test";
import { checkKill, checkKilledTimers } from "../contract/kill.ts";
import type { OpenDatabase } from "../contract/rig.ts";
import { describeDatabase } from "../contract.ts";
import { openPostgres } from "./postgres.ts";
import { startTestServer } from "./test-server.ts";

const server = await startTestServer();
if ("reason" in server) {
  test("PostgreSQL", { skip: process.env.SQUALL_TEST_NO_SKIP ? false : server.reason }, () => {
    throw new Error(server.reason);
  });
} else {
  after(() => server.stop());
  const open: OpenDatabase = async (name, parts) => openPostgres({ url: await server.database(name), ...parts });

  describeDatabase("PostgreSQL", { open });

  test("PostgreSQL keeps what was acknowledged when the process is killed", () =>
    checkKill(open, async (name) => ["postgres", await server.database(name)]));

  test("PostgreSQL fires each timer to its end, once, though the process is killed", () =>
    checkKilledTimers(open, async (name) => ["postgres", await server.database(name)]));
}
