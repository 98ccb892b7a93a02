import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { BlobNotFoundError, type BlobStore } from "./blob-store.ts";

/** What every blob store has to do. `open` gives an empty one. */
export function describeBlobStore(name: string, { open }: { open: () => Promise<BlobStore> }): void {
  describe(name, () => {
    test("gives back what was written, whole and as a stream", async () => {
      const blobs = await open();
      for (const size of [0, 1, 4_096, 65_536, 65_537, 262_144, 262_145, 3_000_000]) {
        const bytes = pattern(size);
        const blob = await blobs.write(chunks(bytes, 10_007));
        assert.equal(blob.sizeBytes, size);
        assert.deepEqual(await blobs.readAll(blob.name), bytes);
        assert.deepEqual(await collect(await blobs.read(blob.name)), bytes);
      }
    });

    test("names the same bytes differently each time", async () => {
      const blobs = await open();
      const written = await Promise.all(Array.from({ length: 50 }, () => blobs.write(chunks(pattern(100)))));
      assert.equal(new Set(written.map(({ name }) => name)).size, 50);
      for (const { name } of written) assert.deepEqual(await blobs.readAll(name), pattern(100));
    });

    test("reads ranges", async () => {
      const blobs = await open();
      const bytes = pattern(300_000);
      const { name } = await blobs.write(chunks(bytes));
      const ranges = [
        [0, 300_000],
        [0, 1],
        [299_999, 300_000],
        [65_000, 131_073],
        [1, 299_999],
        [100, 100],
        [250_000, 400_000],
        [300_000, 300_001],
      ] as const;
      for (const [start, end] of ranges) {
        assert.deepEqual(
          await collect(await blobs.read(name, { start, end })),
          bytes.subarray(start, end),
          `${start}-${end}`,
        );
      }
    });

    test("rejects for a blob that is not there, before there is a stream", async () => {
      const blobs = await open();
      const { name } = await blobs.write(chunks(pattern(10)));
      await blobs.delete([name]);
      for (const gone of [name, "", "..", "../../etc/passwd", `${"0".repeat(31)}G`]) {
        const notFound = (error: unknown) => error instanceof BlobNotFoundError && error.blob === gone;
        await assert.rejects(blobs.read(gone), notFound);
        await assert.rejects(blobs.read(gone, { start: 0, end: 1 }), notFound);
        await assert.rejects(blobs.readAll(gone), notFound);
        await assert.rejects(blobs.copy(gone), notFound);
        await blobs.delete([gone]);
      }
    });

    test("leaves nothing of a write whose source fails", async () => {
      const blobs = await open();
      for (const size of [10, 1_000_000]) {
        const failing = async function* () {
          yield* chunks(pattern(size));
          throw new Error("the client went away");
        };
        await assert.rejects(blobs.write(failing()), /the client went away/);
      }
      assert.deepEqual(await listed(blobs, 0), []);
    });

    test("passes large blobs through, holding little of them in memory", async () => {
      const blobs = await open();
      const [written, read] = [createHash("sha256"), createHash("sha256")];
      const before = process.memoryUsage().arrayBuffers;
      let peakBytes = 0;
      const source = async function* () {
        for (let index = 0; index < 256; index++) {
          const chunk = Buffer.alloc(1_000_000, index);
          written.update(chunk);
          peakBytes = Math.max(peakBytes, process.memoryUsage().arrayBuffers - before);
          yield chunk;
        }
      };
      const { name, sizeBytes } = await blobs.write(source());
      assert.equal(sizeBytes, 256_000_000);
      for await (const chunk of await blobs.read(name)) {
        read.update(chunk as Buffer);
        peakBytes = Math.max(peakBytes, process.memoryUsage().arrayBuffers - before);
      }
      assert.equal(read.digest("hex"), written.digest("hex"));
      assert.ok(peakBytes < 128_000_000, `${peakBytes} bytes of buffers at once`);
    });

    test("copies a blob, which stays when the other goes", async () => {
      const blobs = await open();
      for (const size of [0, 5, 300_000]) {
        const { name } = await blobs.write(chunks(pattern(size)));
        const copy = await blobs.copy(name);
        assert.notEqual(copy.name, name);
        assert.equal(copy.sizeBytes, size);
        await blobs.delete([name]);
        assert.deepEqual(await blobs.readAll(copy.name), pattern(size));
        await assert.rejects(blobs.copy(name), BlobNotFoundError);
        assert.deepEqual(await listed(blobs, 0), [copy.name]);
        await blobs.delete([copy.name]);
      }
    });

    test("deletes many at once, whether they are there or not, and nothing else", async () => {
      const blobs = await open();
      const names: string[] = [];
      for (let index = 0; index < 12; index++) names.push((await blobs.write(chunks(pattern(10)))).name);
      const [kept, gone, ...others] = names as [string, string, ...string[]];
      await blobs.delete([gone]);
      await blobs.delete([gone, "../elsewhere", ...others]);
      await blobs.delete([]);
      assert.deepEqual(await listed(blobs, 0), [kept]);
    });

    test("a reader goes on though the blob is deleted", async () => {
      const blobs = await open();
      const { name } = await blobs.write(chunks(pattern(2_000_000)));
      const stream = await blobs.read(name);
      await blobs.delete([name]);
      assert.deepEqual(await collect(stream), pattern(2_000_000));
    });

    test("lists what is old enough, and nothing after a reset", async () => {
      const blobs = await open();
      const names: string[] = [];
      for (let index = 0; index < 5; index++) names.push((await blobs.write(chunks(pattern(index)))).name);
      assert.deepEqual(await listed(blobs, 0), names.sort());
      assert.deepEqual(await listed(blobs, 3_600_000), []);
      await blobs.reset();
      assert.deepEqual(await listed(blobs, 0), []);
      const { name } = await blobs.write(chunks(pattern(10)));
      assert.deepEqual(await listed(blobs, 0), [name]);
    });
  });
}

function pattern(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let index = 0; index < size; index++) bytes[index] = (index * 7 + (index >> 8)) & 0xff;
  return bytes;
}

async function* chunks(bytes: Buffer, size = 65_536): AsyncIterable<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function collect(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const collected: Buffer[] = [];
  for await (const chunk of stream) collected.push(chunk as Buffer);
  return Buffer.concat(collected);
}

async function listed(blobs: BlobStore, ageMs: number): Promise<string[]> {
  const names: string[] = [];
  for await (const name of blobs.list(ageMs)) names.push(name);
  return names.sort();
}
