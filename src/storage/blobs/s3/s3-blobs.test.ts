import assert from "node:assert/strict";
import { after, test } from "node:test";
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { startSquall } from "../../../../test/support/squall.ts";
import { type Clock, createSystemClock } from "../../../platform/clock.ts";
import { createLog } from "../../../platform/log.ts";
import { createSystemRandom } from "../../../platform/random.ts";
import { StorageFullError } from "../../storage-full-error.ts";
import { UnusableStorageError } from "../../unusable-storage-error.ts";
import type { BlobStore } from "../blob-store.ts";
import { describeBlobStore } from "../contract.ts";
import { openS3Blobs, type S3BlobsOptions } from "./s3-blobs.ts";
import type { S3Location } from "./s3-location.ts";
import { startTestStoreProxy } from "./test-store-proxy.ts";

/** The store is another Squall; `test/compat/blob-stores.test.ts` has others'. */
const squall = await startSquall();
const proxy = await startTestStoreProxy(squall.endpoint);
const s3 = squall.client(S3Client, { forcePathStyle: true });
await s3.send(new CreateBucketCommand({ Bucket: "blobs" }));
const opened: BlobStore[] = [];
after(async () => {
  for (const blobs of opened) await blobs.close();
  s3.destroy();
  await proxy.close();
  await squall.close();
});

const location = (options: Partial<S3Location> = {}): S3Location => ({
  bucket: "blobs",
  prefix: `store-${parts.random.uuid()}/`,
  endpoint: squall.endpoint,
  region: "us-east-1",
  pathStyle: true,
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  ...options,
});
const parts = {
  owner: "this test",
  random: createSystemRandom(),
  clock: createSystemClock(),
  log: createLog("silent"),
};
const open = async (where: Partial<S3Location> = {}, options: Partial<S3BlobsOptions> = {}) => {
  const blobs = await openS3Blobs({ ...parts, location: location(where), ...options });
  opened.push(blobs);
  return blobs;
};
const openThroughProxy = (options: Partial<S3BlobsOptions> = {}) => open({ endpoint: proxy.endpoint }, options);

describeBlobStore("blobs in an S3-compatible store", { open: () => open() });

test("a prefix is one database's: another is refused at its start, and the same comes again", async () => {
  const where = location();
  const first = await open(where);
  const { name } = await first.write(one(Buffer.from("bytes")));
  await assert.rejects(open(where, { owner: "another" }), (error: Error) => {
    assert.ok(error instanceof UnusableStorageError);
    assert.match(error.message, /belong to another database.*delete the object store-.*squall-owner first/);
    return true;
  });
  const again = await open(where);
  assert.equal((await again.readAll(name)).toString(), "bytes");
  await again.reset();
  await assert.rejects(open(where, { owner: "another" }), UnusableStorageError);
});

test("of two databases that begin with a prefix at once one gets it", async () => {
  const where = location();
  const ends = await Promise.allSettled(["one", "two", "three"].map((owner) => open(where, { owner })));
  assert.equal(ends.filter(({ status }) => status === "fulfilled").length, 1);
});

test("what is copied in several requests is the same", async () => {
  const blobs = await open({}, { copyBytes: 5 * 1024 * 1024 });
  const bytes = parts.random.bytes(12_000_000);
  const { name } = await blobs.write(one(bytes));
  const copy = await blobs.copy(name);
  assert.equal(copy.sizeBytes, bytes.length);
  assert.deepEqual(await blobs.readAll(copy.name), bytes);
});

test("stores that share a bucket have nothing to do with one another, and objects of others stay", async () => {
  const [blobs, other] = [await open({ prefix: "a/" }), await open({ prefix: "" })];
  const { name } = await blobs.write(one(Buffer.from("kept")));
  await other.write(one(Buffer.from("gone")));
  await s3.send(new PutObjectCommand({ Bucket: "blobs", Key: "a/report.txt", Body: "somebody's" }));
  await other.reset();
  assert.deepEqual(await namesOf(other, 0), []);
  assert.equal((await blobs.readAll(name)).toString(), "kept");
  await blobs.reset();
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: "blobs", Prefix: "a/" }));
  assert.deepEqual(
    Contents.map(({ Key }) => Key),
    ["a/report.txt", "a/squall-owner"],
  );
});

test("a write that fails leaves no parts behind", async () => {
  const blobs = await open({ prefix: "failing/" });
  const failing = async function* () {
    yield parts.random.bytes(11_000_000);
    throw new Error("the client went away");
  };
  await assert.rejects(blobs.write(failing()), /the client went away/);
  assert.deepEqual(await uploadsBelow("failing/"), []);
});

test("parts that never became a blob are aborted at the start when they are a day old, and only the store's own", async () => {
  const begin = async (Key: string) => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: "blobs", Key }));
    await s3.send(new UploadPartCommand({ Bucket: "blobs", Key, UploadId, PartNumber: 1, Body: "part" }));
    return Key;
  };
  const abandoned = await begin(`parts/${"a".repeat(32)}`);
  const others = await begin("parts/film.mp4");
  await open({ prefix: "parts/" });
  assert.deepEqual(await uploadsBelow("parts/"), [abandoned, others]);
  const tomorrow = clockWith({ machineMs: () => Date.now() + 25 * 3_600_000 });
  await open({ prefix: "parts/" }, { clock: tomorrow });
  assert.deepEqual(await uploadsBelow("parts/"), [others]);
});

test("age is by the store's clock, not by this machine's", async () => {
  const blobs = await openThroughProxy({ clock: clockWith({ machineMs: () => Date.now() + 100 * 3_600_000 }) });
  const { name } = await blobs.write(one(Buffer.from("young")));
  assert.deepEqual(await namesOf(blobs, 3_600_000), []);
  proxy.next({ date: new Date(Date.now() + 7_200_000) });
  assert.deepEqual(await namesOf(blobs, 3_600_000), [name]);
});

test("a store that is busy for a moment is asked again", async () => {
  const blobs = await openThroughProxy();
  proxy.next({ status: 503 }, { status: 500 });
  const { name } = await blobs.write(one(Buffer.from("at the third try")));
  proxy.next({ status: 503 });
  assert.equal((await blobs.readAll(name)).toString(), "at the third try");
  proxy.next({ status: 503 });
  await blobs.delete([name]);
  assert.deepEqual(await namesOf(blobs, 0), []);
});

test("an answer that breaks off is gone on with where it stopped", async () => {
  const blobs = await openThroughProxy();
  const bytes = parts.random.bytes(3_000_000);
  const { name } = await blobs.write(one(bytes));
  const before = proxy.requests;
  proxy.next({ cutAfterBytes: 1_000_000 }, { cutAfterBytes: 500_000 });
  assert.deepEqual(await blobs.readAll(name), bytes);
  assert.equal(proxy.requests - before, 3);
  proxy.next({ cutAfterBytes: 100_000 });
  const range = { start: 1_000, end: 2_000_000 };
  assert.deepEqual(await collect(await blobs.read(name, range)), bytes.subarray(1_000, 2_000_000));
});

test("an upload in parts survives a lost answer to its end, and a busy moment in its middle", async () => {
  const blobs = await openThroughProxy();
  const bytes = parts.random.bytes(12_000_000);
  proxy.onceFor(/uploadId=.*/, "POST", { loseAnswer: true });
  proxy.onceFor(/partNumber=2/, "PUT", { status: 503 });
  const { name, sizeBytes } = await blobs.write(one(bytes));
  assert.equal(sizeBytes, bytes.length);
  assert.deepEqual(await blobs.readAll(name), bytes);
  assert.equal(proxy.armed, 0);
});

test("a store that does not come back is a service that is unavailable for now", async () => {
  const blobs = await openThroughProxy();
  proxy.next(...Array.from({ length: 5 }, () => ({ status: 503 })));
  await assert.rejects(blobs.write(one(Buffer.from("x"))), { code: "ServiceUnavailable", status: 503 });
  proxy.next({ status: 507 });
  await assert.rejects(blobs.write(one(Buffer.from("x"))), StorageFullError);
});

test("an upload that took longer than an hour is young all the same: its row may not be there yet", async () => {
  let elapsedMs = 0;
  const blobs = await openThroughProxy({ clock: clockWith({ monotonicMs: () => elapsedMs }) });
  const source = async function* () {
    yield parts.random.bytes(6_000_000);
    elapsedMs = 3_700_000;
    yield Buffer.from("the end");
  };
  let copies = 0;
  proxy.onRequest = ({ headers }) => {
    if (headers["x-amz-copy-source"]) copies++;
  };
  const { name, sizeBytes } = await blobs.write(source());
  assert.equal(sizeBytes, 6_000_007);
  assert.equal(copies, 1);
  assert.deepEqual(await namesOf(blobs, 0), [name]);
});

test("many uploads at once keep to their memory, and connections are used again", async () => {
  const blobs = await openThroughProxy();
  const before = process.memoryUsage().arrayBuffers;
  let peakBytes = 0;
  const source = async function* () {
    for (let index = 0; index < 12; index++) {
      peakBytes = Math.max(peakBytes, process.memoryUsage().arrayBuffers - before);
      yield Buffer.alloc(1_000_000, index);
    }
  };
  const written = await Promise.all(Array.from({ length: 60 }, () => blobs.write(source())));
  assert.deepEqual([...new Set(written.map(({ sizeBytes }) => sizeBytes))], [12_000_000]);
  // 720 MB pass. The store, in this process too, has its share.
  assert.ok(peakBytes < 480_000_000, `${peakBytes} bytes of buffers at once`);
  const connections = proxy.connections;
  for (let index = 0; index < 50; index++) await blobs.write(one(Buffer.from("small")));
  assert.equal(proxy.connections, connections);
});

test("what is wrong at the start is said in one line", async () => {
  await assert.rejects(
    open({ bucket: "no-such-bucket" }),
    (error: Error) =>
      error instanceof UnusableStorageError && /has no bucket no-such-bucket: create it/.test(error.message),
  );
  await assert.rejects(open({ endpoint: "http://127.0.0.1:4739" }), {
    message:
      "the blob store http://127.0.0.1:4739 cannot be reached (ECONNREFUSED): start it, or correct endpoint= in --blobs.",
  });
  proxy.next({ status: 403 });
  await assert.rejects(open({ endpoint: proxy.endpoint }), /refuses the credentials for bucket blobs/);
});

/** The machine's, but for what is given. */
function clockWith(own: Partial<Clock>): Clock {
  const { clock } = parts;
  return {
    nowMs: () => clock.nowMs(),
    monotonicMs: () => clock.monotonicMs(),
    machineMs: () => clock.machineMs(),
    afterMachine: (delayMs, callback) => clock.afterMachine(delayMs, callback),
    at: (atMs, callback) => clock.at(atMs, callback),
    after: (delayMs, callback) => clock.after(delayMs, callback),
    ...own,
  };
}

async function* one(bytes: Buffer): AsyncIterable<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536);
}

async function collect(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function namesOf(blobs: BlobStore, ageMs: number): Promise<string[]> {
  const names: string[] = [];
  for await (const name of blobs.list(ageMs)) names.push(name);
  return names.sort();
}

async function uploadsBelow(prefix: string): Promise<string[]> {
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: "blobs", Prefix: prefix }));
  return Uploads.map(({ Key = "" }) => Key);
}
