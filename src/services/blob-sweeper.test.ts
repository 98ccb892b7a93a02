import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { openOperations } from "../../test/support/operations.ts";
import { createManualClock } from "../platform/clock.ts";
import { createSystemRandom } from "../platform/random.ts";
import { openDiskBlobs } from "../storage/blobs/disk/disk-blobs.ts";
import { openSqlite } from "../storage/sqlite/sqlite.ts";
import { sweepBlobs } from "./blob-sweeper.ts";
import { createOperationTable } from "./operation-table.ts";
import { defineService } from "./service.ts";

it("deletes old blobs that no row names, and only those", async () => {
  const directory = await mkdtemp(join(tmpdir(), "squall-sweep-"));
  const clock = createManualClock();
  const blobs = await openDiskBlobs({ directory, random: createSystemRandom(), clock });
  const write = async (text: string) => (await blobs.write(one(text))).name;
  const named = await write("named");
  const forgotten = await write("forgotten");
  await makeOld(directory);
  const young = await write("young");
  const keeper = defineService<typeof import("@aws-sdk/client-sfn")>({
    name: "sfn",
    migrations: [],
    operations: {},
    access: { prefix: "states", resource: () => "*" },
    create: () => undefined,
    blobs: async function* () {
      yield named;
    },
  });
  const harness = await openOperations([keeper], { database: await openSqlite({ file: ":memory:", clock }), blobs });
  assert.equal(await sweepBlobs(createOperationTable([keeper], harness.table.host)), 1);
  const left: string[] = [];
  for await (const name of blobs.list(-60_000)) left.push(name);
  assert.deepEqual(left.sort(), [named, young].sort());
  assert.ok(!left.includes(forgotten));
  await harness.close();
  await rm(directory, { recursive: true, force: true });
});

async function* one(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

/** A blob's age is its file's. */
async function makeOld(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), 0, 0);
  }
}
