import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { startTestServer } from "../../src/storage/postgres/test-server.ts";
import { walkEventPaths } from "../support/event-paths.ts";
import { startSquall } from "../support/squall.ts";

const postgres = await startTestServer();
const skip = "reason" in postgres && !process.env.SQUALL_TEST_NO_SKIP ? postgres.reason : false;

describe("with --auth enforce, events by rules, schedules, pipes and replays come once", () => {
  after(async () => {
    if (!("reason" in postgres)) await postgres.stop();
  });

  test("on SQLite", () => walk());

  test("on PostgreSQL", { skip }, async () => {
    assert.ok(!("reason" in postgres));
    await walk(await postgres.database("events"));
  });
});

async function walk(database?: string): Promise<void> {
  await using squall = await startSquall({ auth: "enforce", ...(database !== undefined && { database }) });
  const credentials = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
  await walkEventPaths((Client) => squall.client(Client as never, { credentials } as never));
}
