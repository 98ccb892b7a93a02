import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { checkAcknowledged } from "../../src/storage/contract/kill.ts";
import { type OpenDatabase, openRig } from "../../src/storage/contract/rig.ts";
import { openSqlite } from "../../src/storage/sqlite/sqlite.ts";

const directory = mkdtempSync(join(tmpdir(), "squall-power-"));
after(() => rmSync(directory, { recursive: true, force: true }));
const open: OpenDatabase = (file, parts) => openSqlite({ file, ...parts });

/** So little is held back that the log begins anew many times, and the database grows. */
const reserveBytes = 512 * 1024;
const acknowledgements = 6_000;
const cuts = 60;

test("a power cut loses nothing that was acknowledged, whatever else had reached the disk, and the loop waits for none of it", async (context) => {
  const recorder = buildRecorder();
  if ("reason" in recorder) return context.skip(recorder.reason);
  const file = join(directory, "squall.db");
  await (await openRig(open, file))[Symbol.asyncDispose]();
  const before = [readFileSync(file), readFileSync(`${file}-wal`)] as const;
  const { records, loop } = await recordWriter(recorder.path, file);
  const heads = records.filter((one) => one.kind === kinds.wrote && one.file === files.log && one.offset === 0);
  // Some eighty times; on a machine that stalls commits are few and large.
  assert.ok(heads.length >= 2, `the log began anew ${heads.length} times`);
  const opened = records.findIndex((one) => one.file === files.output);
  const onLoop = records.slice(opened).filter((one) => one.kind === kinds.syncBegan && one.offset === loop);
  assert.equal(onLoop.length, 0, "the event loop has waited for the disk");
  for (let seed = 1; seed <= cuts; seed++) {
    const random = createRandom(seed);
    const cut = Math.floor(records.length * (0.05 + 0.95 * random()));
    const at = join(directory, `cut-${seed}`);
    const left = join(at, "squall.db");
    mkdirSync(at);
    writeFileSync(left, fileAfter(records, cut, files.database, before[0], random));
    writeFileSync(`${left}-wal`, fileAfter(records, cut, files.log, before[1], random));
    try {
      {
        await using rig = await openRig(open, left);
        await checkAcknowledged(rig, acknowledgedBefore(records, cut));
      }
      checkSound(left);
    } catch (error) {
      throw new Error(`seed ${seed}, cut after ${cut} of ${records.length} records`, { cause: error });
    }
    rmSync(at, { recursive: true });
  }
});

/** No page and no row of an index is missing or there twice. */
function checkSound(file: string): void {
  const database = new DatabaseSync(file, { readOnly: true });
  assert.deepEqual(
    database
      .prepare("PRAGMA integrity_check")
      .all()
      .map((row) => row.integrity_check),
    ["ok"],
  );
  database.close();
}

function buildRecorder(): { readonly path: string } | { readonly reason: string } {
  const path = join(directory, "record-writes.so");
  const source = fileURLToPath(new URL("./record-writes.c", import.meta.url));
  const { status, error, stderr } = spawnSync("cc", ["-shared", "-fPIC", "-O2", "-o", path, source, "-ldl"]);
  if (status === 0) return { path };
  return { reason: error ? "there is no C compiler (cc)" : `cc failed: ${stderr}` };
}

/** As `record-writes.c` has them. */
const kinds = { wrote: 1, truncated: 2, syncBegan: 3, syncEnded: 4 } as const;
const files = { database: 0, log: 1, output: 2 } as const;

interface Recorded {
  readonly kind: number;
  readonly file: number;
  /** Where it was written, the length that was left, or which sync it was. */
  readonly offset: number;
  readonly bytes: Buffer;
}

/** Runs a process that writes and says what was acknowledged, until it has said enough. `loop` is the thread of its event loop. */
async function recordWriter(recorder: string, file: string): Promise<{ records: Recorded[]; loop: number }> {
  const to = join(directory, "records");
  const program = fileURLToPath(new URL("../../src/storage/fixtures/acknowledge.ts", import.meta.url));
  const child = spawn(process.execPath, [program, "sqlite", file, String(reserveBytes)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, LD_PRELOAD: recorder, RECORD_FILE: file, RECORD_TO: to },
  });
  const exited = once(child, "exit");
  let count = 0;
  for await (const _line of createInterface({ input: child.stdout })) {
    if (++count >= acknowledgements) child.kill("SIGKILL");
  }
  const [, signal] = await exited;
  assert.equal(signal, "SIGKILL", "the writer ended by itself");
  return { records: parseRecords(readFileSync(to)), loop: child.pid ?? 0 };
}

function parseRecords(all: Buffer): Recorded[] {
  const records: Recorded[] = [];
  for (let at = 0; at + 24 <= all.length; ) {
    const [kind, file] = [all.readUInt32LE(at), all.readUInt32LE(at + 4)];
    const [offset, length] = [Number(all.readBigUInt64LE(at + 8)), Number(all.readBigUInt64LE(at + 16))];
    records.push({ kind, file, offset, bytes: all.subarray(at + 24, at + 24 + length) });
    at += 24 + length;
  }
  return records;
}

/**
 * A file as a power cut at that moment may leave it: what a sync that has ended had to wait for is there, and of what was written later
 * anything may be: all of it, none, or the first part.
 */
function fileAfter(
  records: readonly Recorded[],
  cut: number,
  file: number,
  before: Buffer,
  random: () => number,
): Buffer {
  const durable = durableBefore(records, cut, file);
  let [content, length] = [Buffer.concat([before, Buffer.alloc(1024 * 1024)]), before.length];
  const reach = (end: number) => {
    if (end > content.length) content = Buffer.concat([content, Buffer.alloc(end * 2 - content.length)]);
    length = Math.max(length, end);
  };
  for (const [index, one] of records.slice(0, cut).entries()) {
    if (one.file !== file) continue;
    const luck = index < durable ? 1 : random();
    if (luck < 1 / 3) continue;
    if (one.kind === kinds.wrote) {
      const bytes = luck < 2 / 3 ? one.bytes.subarray(0, Math.ceil(one.bytes.length / 2)) : one.bytes;
      reach(one.offset + bytes.length);
      bytes.copy(content, one.offset);
    } else if (one.kind === kinds.truncated) {
      reach(one.offset);
      content.fill(0, one.offset);
      length = one.offset;
    }
  }
  return content.subarray(0, length);
}

/** Records before this one were waited for. */
function durableBefore(records: readonly Recorded[], cut: number, file: number): number {
  const began = new Map<number, number>();
  let durable = 0;
  for (const [index, one] of records.slice(0, cut).entries()) {
    if (one.file !== file) continue;
    if (one.kind === kinds.syncBegan) began.set(one.offset, index);
    if (one.kind === kinds.syncEnded) durable = Math.max(durable, began.get(one.offset) ?? 0);
  }
  return durable;
}

/** The last number of each partition that was said by then. */
function acknowledgedBefore(records: readonly Recorded[], cut: number): Map<string, number> {
  const output = records.slice(0, cut).filter(({ file }) => file === files.output);
  const last = new Map<string, number>();
  for (const line of Buffer.concat(output.map(({ bytes }) => bytes))
    .toString()
    .split("\n")
    .slice(0, -1)) {
    const [partition = "", number] = line.split(" ");
    last.set(partition, Number(number));
  }
  return last;
}

/** The same numbers for the same seed. Source: "mulberry32". */
function createRandom(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
