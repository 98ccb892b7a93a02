import assert from "node:assert/strict";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createSystemClock } from "../../platform/clock.ts";
import { Checkpointer } from "./checkpointer.ts";

test("a thread that cannot begin fails its task, and the task that comes before it is quite gone", {
  timeout: 20_000,
}, async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "squall-checkpointer-"));
  const checkpointer = new Checkpointer(join(directory.path, "missing", "squall.db"), createSystemClock());
  for (let tries = 0; tries < 3; tries++)
    await assert.rejects(checkpointer.run("backfill"), /unable to open|has ended/);
  await checkpointer.close();
});
