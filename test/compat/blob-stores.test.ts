import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it, test } from "node:test";
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PublishLayerVersionCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { createSystemClock } from "../../src/platform/clock.ts";
import { createLog } from "../../src/platform/log.ts";
import { createSystemRandom } from "../../src/platform/random.ts";
import { describeBlobStore } from "../../src/storage/blobs/contract.ts";
import { openS3Blobs } from "../../src/storage/blobs/s3/s3-blobs.ts";
import { toS3Location } from "../../src/storage/blobs/s3/s3-location.ts";
import { eventually } from "../support/eventually.ts";
import { labRole } from "../support/lab.ts";
import { startSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

describe("a server whose blobs are in another's bucket", () => {
  it("serves objects, parts, copies and functions from there, deletes them there, and finds them after a restart", async () => {
    await using store = await startSquall();
    const inStore = store.client(S3Client, { forcePathStyle: true });
    await inStore.send(new CreateBucketCommand({ Bucket: "blobs" }));
    const kept = async () =>
      (await inStore.send(new ListObjectsV2Command({ Bucket: "blobs", Prefix: "cloud/" }))).KeyCount ?? 0;
    const blobs = `s3://test:test@blobs/cloud?endpoint=${store.endpoint}`;
    const directory = mkdtempSync(join(tmpdir(), "squall-blobs-"));
    after(() => rmSync(directory, { recursive: true, force: true }));
    const big = createSystemRandom().bytes(11_000_000);
    const Bucket = "films";
    {
      await using squall = await startSquall({ blobs, dataDir: directory });
      const s3 = squall.client(S3Client, { forcePathStyle: true });
      const lambda = squall.client(LambdaClient);
      await s3.send(new CreateBucketCommand({ Bucket }));
      await s3.send(new PutObjectCommand({ Bucket, Key: "big", Body: big }));
      await s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/big` }));
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "parts" }));
      const Parts: { PartNumber: number; ETag?: string }[] = [];
      for (const PartNumber of [1, 2]) {
        const Body = big.subarray((PartNumber - 1) * 6_000_000, PartNumber * 6_000_000);
        const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key: "parts", UploadId, PartNumber, Body }));
        Parts.push({ PartNumber, ETag });
      }
      await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: "parts", UploadId, MultipartUpload: { Parts } }));
      const layer = await lambda.send(
        new PublishLayerVersionCommand({
          LayerName: "words",
          Content: { ZipFile: zip({ "python/words.py": 'greeting = "from the store"\n' }) },
        }),
      );
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName: "greet",
          Runtime: "python3.11",
          Handler: "greet.handler",
          Role: labRole,
          Layers: [layer.LayerVersionArn as string],
          Code: {
            ZipFile: zip({ "greet.py": "import words\ndef handler(event, context):\n    return words.greeting\n" }),
          },
        }),
      );
      await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60 }, { FunctionName: "greet" });
      // Two objects, two parts, a layer, a function, and whose they are.
      assert.equal(await kept(), 7);
    }
    // What a node has on its own disk is only a cache.
    rmSync(join(directory, "lambda-code"), { recursive: true });
    await using squall = await startSquall({ blobs, dataDir: directory });
    const s3 = squall.client(S3Client, { forcePathStyle: true });
    for (const Key of ["big", "copy", "parts"]) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      assert.deepEqual(Buffer.from((await Body?.transformToByteArray()) ?? []), big, Key);
    }
    const range = await s3.send(new GetObjectCommand({ Bucket, Key: "parts", Range: "bytes=5999990-6000009" }));
    assert.deepEqual(Buffer.from((await range.Body?.transformToByteArray()) ?? []), big.subarray(5_999_990, 6_000_010));
    const { Payload } = await squall.client(LambdaClient).send(new InvokeCommand({ FunctionName: "greet" }));
    assert.equal(Buffer.from(Payload ?? []).toString(), '"from the store"');
    for (const Key of ["big", "copy", "parts"]) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    await eventually(async () => (await kept()) === 3 || undefined, "the blobs' deletion");
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: "copy" })), { name: "NoSuchKey" });
  });
});

const given = process.env.SQUALL_TEST_BLOBS;
const weed = given ? undefined : await startSeaweed();
const url = given ?? weed?.url;

if (url === undefined) {
  const skip =
    "neither `weed` (SeaweedFS) is installed nor does SQUALL_TEST_BLOBS name a bucket: s3://KEY:SECRET@BUCKET?endpoint=URL";
  test("blobs in another's S3-compatible store", { skip }, () => {});
} else {
  after(() => weed?.stop());
  const random = createSystemRandom();
  describeBlobStore("blobs in another's S3-compatible store", {
    open: async () => {
      const location = toS3Location(url, "us-east-1");
      const prefix = `${location.prefix}${random.uuid()}/`;
      const parts = { random, clock: createSystemClock(), log: createLog("silent") };
      return openS3Blobs({ location: { ...location, prefix }, owner: prefix, ...parts });
    },
  });
}

/** SeaweedFS, with a bucket, where it is installed. */
async function startSeaweed(): Promise<{ url: string; stop(): Promise<void> } | undefined> {
  try {
    execFileSync("weed", ["version"], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  const directory = mkdtempSync(join(tmpdir(), "squall-weed-"));
  const identities = [
    { name: "squall", credentials: [{ accessKey: "squall", secretKey: "secret" }], actions: ["Admin"] },
  ];
  writeFileSync(join(directory, "s3.json"), JSON.stringify({ identities }));
  const [master, volume, filer, s3] = await freePorts(4);
  const ports = [`-master.port=${master}`, `-volume.port=${volume}`, `-filer.port=${filer}`, `-s3.port=${s3}`];
  const own = ["-ip=127.0.0.1", "-s3", `-s3.config=${join(directory, "s3.json")}`, "-volume.max=20"];
  const server = spawn("weed", ["server", `-dir=${directory}`, ...own, ...ports], { stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${s3}`;
  const credentials = { accessKeyId: "squall", secretAccessKey: "secret" };
  const client = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true, maxAttempts: 1 });
  await eventually(
    () =>
      client.send(new CreateBucketCommand({ Bucket: "blobs" })).then(
        () => true,
        () => undefined,
      ),
    "SeaweedFS",
  );
  client.destroy();
  return { url: `s3://squall:secret@blobs?endpoint=${endpoint}`, stop: () => end(server, directory) };
}

async function end(server: ChildProcess, directory: string): Promise<void> {
  const exited = once(server, "exit");
  server.kill("SIGKILL");
  await exited;
  rmSync(directory, { recursive: true, force: true });
}

/** SeaweedFS speaks gRPC at each port plus 10,000, so they must be low. */
async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  for (let port = 21_000 + (process.pid % 1_000); ports.length < count; port++) {
    if ((await isFree(port)) && (await isFree(port + 10_000))) ports.push(port);
  }
  return ports;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
