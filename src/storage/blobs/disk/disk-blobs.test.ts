import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createSystemClock } from "../../../platform/clock.ts";
import { createSystemRandom } from "../../../platform/random.ts";
import { openSqlite } from "../../sqlite/sqlite.ts";
import { describeBlobStore } from "../contract.ts";
import { openDiskBlobs } from "./disk-blobs.ts";

const root = mkdtempSync(join(tmpdir(), "squall-blobs-"));
after(() => rmSync(root, { recursive: true }));
const parts = { random: createSystemRandom(), clock: createSystemClock() };
const freshDirectory = () => mkdtempSync(join(root, "store-"));

describeBlobStore("blobs on the disk", { open: () => openDiskBlobs({ directory: freshDirectory(), ...parts }) });
describeBlobStore("blobs on the disk that need not last", {
  open: () => openDiskBlobs({ directory: freshDirectory(), durable: false, ...parts }),
});

describeBlobStore("blobs on the disk, the small ones in the database", {
  open: async () => openDiskBlobs({ directory: freshDirectory(), small: (await openDatabase()).smallBlobs, ...parts }),
});

test("a small blob is a row, a larger one a file, and both are there when they are opened again", async () => {
  const [file, directory] = [join(freshDirectory(), "squall.db"), freshDirectory()];
  const names: string[] = [];
  {
    const database = await openSqlite({ file, ...parts });
    const blobs = await openDiskBlobs({ directory, small: database.smallBlobs, ...parts });
    for (const size of [16 * 1024, 16 * 1024 + 1]) names.push((await blobs.write(bytes("x".repeat(size)))).name);
    await database.close();
  }
  await using database = await openDatabase(file);
  const blobs = await openDiskBlobs({ directory, small: database.smallBlobs, ...parts });
  assert.deepEqual(await Promise.all(names.map(async (name) => (await blobs.readAll(name)).length)), [16_384, 16_385]);
  assert.deepEqual(
    readdirSync(directory, { recursive: true }).filter((path) => String(path).endsWith(names[1] ?? "")).length,
    1,
  );
  assert.equal(database.smallBlobs?.owns(names[0] ?? ""), true);
});

test("a store opened again has its blobs, and no partial ones: their writer has died", async () => {
  const directory = freshDirectory();
  const { name } = await (await openDiskBlobs({ directory, ...parts })).write(bytes("kept"));
  const abandoned = join(directory, "partial", "a".repeat(32));
  writeFileSync(abandoned, "half of it");
  const again = await openDiskBlobs({ directory, ...parts });
  assert.equal((await again.readAll(name)).toString(), "kept");
  assert.equal(existsSync(abandoned), false);
});

test("age is by the machine's time: a clock moved forward makes nothing old", async () => {
  const directory = freshDirectory();
  const clock = createSystemClock();
  const blobs = await openDiskBlobs({ directory, random: parts.random, clock });
  const [old, young] = [await blobs.write(bytes("old")), await blobs.write(bytes("young"))];
  const twoHoursAgo = clock.machineMs() / 1000 - 7_200;
  utimesSync(fileOf(directory, old.name), twoHoursAgo, twoHoursAgo);
  clock.advance(86_400_000);
  const names: string[] = [];
  for await (const name of blobs.list(3_600_000)) names.push(name);
  assert.deepEqual(names, [old.name]);
  assert.notEqual(young.name, old.name);
});

test("a copy is young, however old what it was copied from is: its row may not be there yet", async () => {
  const directory = freshDirectory();
  const blobs = await openDiskBlobs({ directory, ...parts });
  const { name } = await blobs.write(bytes("old"));
  utimesSync(fileOf(directory, name), 0, 0);
  const copy = await blobs.copy(name);
  const old: string[] = [];
  for await (const each of blobs.list(3_600_000)) old.push(each);
  assert.ok(!old.includes(copy.name));
});

test("a write that the disk refuses leaves nothing partial", async () => {
  const directory = freshDirectory();
  const blobs = await openDiskBlobs({ directory, ...parts });
  await blobs.write(bytes("first"));
  rmSync(join(directory, "partial"), { recursive: true });
  await assert.rejects(blobs.write(bytes("small")), { code: "ENOENT" });
  await assert.rejects(blobs.write(bytes("x".repeat(1_000_000))), { code: "ENOENT" });
  mkdirSync(join(directory, "partial"));
  await blobs.write(bytes("works again"));
  assert.deepEqual(readdirSync(join(directory, "partial")), []);
});

/** Closed with the test, or when all are done. */
async function openDatabase(file = join(freshDirectory(), "squall.db")) {
  const database = await openSqlite({ file, ...parts });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= database.close();
    return closing;
  };
  after(close);
  return { ...database, [Symbol.asyncDispose]: close };
}

function fileOf(directory: string, name: string): string {
  return join(directory, name.slice(0, 2), name.slice(2, 4), name);
}

async function* bytes(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
}
