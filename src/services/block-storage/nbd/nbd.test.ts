import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { promisify } from "node:util";
import { blockBytes } from "../blocks/block.ts";
import { VolumeData } from "../layers/volume-data.ts";
import { createDisk } from "./disk.ts";
import { listenNbd } from "./nbd-server.ts";
import { VolumeMeter } from "./volume-meter.ts";

const run = promisify(execFile);
const isThere = (command: string) => spawnSync("which", [command]).status === 0;
const skip = isThere("nbdcopy") && isThere("qemu-io") ? false : "libnbd's and qemu's tools are not there";
const sizeBytes = 64 * 2 ** 20;

async function open(context: TestContext, isReadOnly = false) {
  /** Calls those back who wait for the machine's time to pass. */
  const late: (() => void)[] = [];
  const clock = {
    afterMachine: (_delayMs: number, callback: () => void) => {
      late.push(callback);
      return { cancel: () => late.splice(late.indexOf(callback), 1) };
    },
  };
  const directory = await mkdtemp(join(tmpdir(), "squall-nbd-"));
  const base = { block: async () => undefined, has: async () => false, forget: () => undefined };
  const data = await VolumeData.open(join(directory, "volume"), base, 0);
  const disk = createDisk(data, sizeBytes);
  const server = await listenNbd(
    { socket: join(directory, "nbd") },
    { name: "vol-1", sizeBytes, isReadOnly },
    disk,
    clock,
  );
  context.after(async () => {
    await server.close();
    await data.close();
    await rm(directory, { recursive: true, force: true });
  });
  return { directory, data, url: server.url, path: join(directory, "nbd"), late };
}

test("who connects and agrees on nothing is cut off in time; who has agreed is not", async (context) => {
  const { path, late } = await open(context);
  const silent = connect(path);
  silent.on("error", () => undefined);
  await once(silent, "data");
  const closed = once(silent, "close");
  for (const callback of [...late]) callback();
  await closed;
  // It has nothing to wait for any more when it is answered.
  const answered = await talk(path, go(), request(0, 0, 512));
  assert.ok(answered.length > 0);
  assert.equal(late.length, 0);
});

test("what is done to a volume is told by its bytes, number and time, and how long nothing was", async () => {
  const told = new Map<string, number>();
  const add = (_at: object, dimensions: object, name: string, value = 1) => {
    assert.deepEqual(dimensions, { VolumeId: "vol-1" });
    told.set(name, (told.get(name) ?? 0) + value);
  };
  let nowMs = 1_000;
  const clock = { machineMs: () => nowMs, after: () => ({ cancel: () => undefined }) } as never;
  const place = { account: "000000000000", region: "us-east-1" };
  const meter = new VolumeMeter({ count: add, measure: add }, place, "vol-1", clock);
  const waits = async () => {
    nowMs += 500;
  };
  const nothing = async () => undefined;
  const disk = meter.metered({
    sizeBytes,
    read: waits,
    write: waits,
    zero: nothing,
    flush: nothing,
    extent: undefined as never,
  });
  nowMs += 2_000;
  await disk.read(Buffer.alloc(4_096), 0);
  await disk.write(Buffer.alloc(512), 0);
  await disk.write(Buffer.alloc(512), 0);
  meter.stop();
  assert.deepEqual(Object.fromEntries(told), {
    VolumeReadBytes: 4_096,
    VolumeReadOps: 1,
    VolumeTotalReadTime: 0.5,
    VolumeWriteBytes: 1_024,
    VolumeWriteOps: 2,
    VolumeTotalWriteTime: 1,
    VolumeIdleTime: 2,
    VolumeQueueLength: 1.5 / 3.5,
  });
});

test("nbdinfo, nbdcopy and qemu-io find a disk that reads, writes, trims and flushes", { skip }, async (context) => {
  const { directory, url } = await open(context);
  const info = JSON.parse((await run("nbdinfo", ["--json", url])).stdout).exports[0];
  assert.equal(info["export-size"], sizeBytes);
  for (const can of ["can_flush", "can_fua", "can_trim", "can_zero", "can_multi_conn", "can_df"])
    assert.ok(info[can], can);
  assert.deepEqual(info.contexts, ["base:allocation"]);
  const image = Buffer.alloc(sizeBytes);
  for (let offset = 0; offset < sizeBytes; offset += 3 * 2 ** 20)
    image.fill(1 + (offset % 251), offset, offset + 70_001);
  await writeFile(join(directory, "in"), image);
  await run("nbdcopy", ["--flush", join(directory, "in"), url]);
  await run("nbdcopy", [url, join(directory, "out")]);
  assert.ok((await readFile(join(directory, "out"))).equals(image));
  const commands = [
    "write -P 7 1000 3000",
    "write -z 2M 1M",
    "discard 4M 512k",
    "write -f -P 9 60M 4M",
    "flush",
    "read -P 7 1000 3000",
    "read -P 0 4M 512k",
    "read -P 9 60M 4M",
  ];
  await run("qemu-io", ["-f", "raw", ...commands.flatMap((command) => ["-c", command]), url]);
  image
    .fill(7, 1_000, 4_000)
    .fill(0, 2 * 2 ** 20, 3 * 2 ** 20)
    .fill(0, 4 * 2 ** 20, 4 * 2 ** 20 + blockBytes)
    .fill(9, 60 * 2 ** 20);
  await run("nbdcopy", [url, join(directory, "out")]);
  assert.ok((await readFile(join(directory, "out"))).equals(image));
});

test("what would change a disk that is only read is refused, and reads are not", async (context) => {
  const { path } = await open(context, true);
  const asked = await talk(path, go(), request(4, 512, 0), request(6, 512, 0), request(3, 0, 0));
  assert.deepEqual([asked.readUInt32BE(4), asked.readUInt32BE(20), asked.readUInt32BE(36)], [1, 1, 0]);
});

test("what is no NBD ends its connection, and nothing else", async (context) => {
  const { path } = await open(context);
  const hostile: Buffer[] = [
    Buffer.from("GET / HTTP/1.1\r\n\r\n"),
    Buffer.alloc(4_096, 0xff),
    // An option of 4 GiB.
    Buffer.concat([
      Buffer.from([0, 0, 0, 3]),
      Buffer.from("IHAVEOPT"),
      Buffer.from([0, 0, 0, 7, 0xff, 0xff, 0xff, 0xff]),
    ]),
    // A hundred options without an end.
    Buffer.concat([
      Buffer.from([0, 0, 0, 3]),
      ...Array.from({ length: 100 }, () =>
        Buffer.concat([Buffer.from("IHAVEOPT"), Buffer.from([0, 0, 0, 99, 0, 0, 0, 0])]),
      ),
    ]),
  ];
  for (const bytes of hostile) {
    const socket = connect(path);
    socket.resume();
    const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
    socket.on("error", () => undefined);
    socket.write(bytes);
    await closed;
  }
  const asked = await talk(path, go(), request(0, 2 ** 20, sizeBytes - 512), request(9, 0, 0), request(0, 512, 0));
  const [outside, unknown, fine] = [asked.readUInt32BE(4), asked.readUInt32BE(20), asked.readUInt32BE(36)];
  assert.deepEqual([outside, unknown, fine], [22, 95, 0]);
});

/** The handshake that chooses the export, whose answers are 18 + 20 + 12 + 20 + 14 + 20 bytes. */
function go(): Buffer {
  const option = Buffer.alloc(16 + 6);
  option.write("IHAVEOPT");
  option.writeUInt32BE(7, 8);
  option.writeUInt32BE(6, 12);
  return Buffer.concat([Buffer.from([0, 0, 0, 3]), option]);
}

function request(command: number, length: number, offset: number): Buffer {
  const bytes = Buffer.alloc(28);
  bytes.writeUInt32BE(0x25609513, 0);
  bytes.writeUInt16BE(command, 6);
  bytes.writeBigUInt64BE(BigInt(offset), 16);
  bytes.writeUInt32BE(length, 24);
  return bytes;
}

/** Sends one after another, each when the former has been answered, and gives the answers' heads. */
async function talk(path: string, first: Buffer, ...requests: Buffer[]): Promise<Buffer> {
  const socket = connect(path);
  const chunks: Buffer[] = [];
  const until = async (bytes: number) => {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      chunks.push(chunk);
      if (chunks.reduce((sum, each) => sum + each.length, 0) >= bytes) return;
    }
  };
  socket.write(first);
  await until(18 + 32 + 34 + 20);
  let expected = 104;
  for (const each of requests) {
    socket.write(each);
    expected += 16;
    await until(expected);
  }
  socket.destroy();
  return Buffer.concat(chunks).subarray(104);
}

test("others have their turn while a client trims all of a large disk again and again", async (context) => {
  const { data } = await open(context);
  const disk = createDisk(data, 2 ** 34);
  await disk.write(Buffer.alloc(4_096, 1), 2 ** 32 + 4_096);
  let finished = 0;
  const trims = Array.from({ length: 4 }, async (_, index) => {
    await disk.zero(index * 2 ** 32, 2 ** 32);
    finished++;
  });
  await trims[0];
  await new Promise(setImmediate);
  assert.ok(finished < trims.length);
  await Promise.all(trims);
  const bytes = Buffer.alloc(8_192, 2);
  await disk.read(bytes, 2 ** 32);
  assert.ok(bytes.every((byte) => byte === 0));
});
