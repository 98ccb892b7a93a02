import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, statfsSync, unlinkSync, writeFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { CloudWatchLogsClient, CreateLogGroupCommand, DeleteLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateKeysAndCertificateCommand,
  DescribeCertificateCommand,
  IoTClient,
  UpdateCertificateCommand,
} from "@aws-sdk/client-iot";
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  LambdaClient,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { countAll, countItems, key, openRig, putItem } from "../../src/storage/contract/rig.ts";
import { giveBack } from "../../src/storage/disk-space.ts";
import { openSqlite } from "../../src/storage/sqlite/sqlite.ts";
import { eventually } from "../support/eventually.ts";
import { labRole } from "../support/lab.ts";
import { clientOptions, startSquall } from "../support/squall.ts";
import { launchSquall, type SquallProcess } from "../support/squall-process.ts";
import { zip } from "../support/zip.ts";

const mib = 1024 * 1024;

test("on a full disk writes are refused and change nothing, deletions work, and all is well again when there is room", async (context) => {
  const disk = mountDisk(context);
  if ("reason" in disk) return context.skip(disk.reason);
  await using squall = await startSquall({ dataDir: join(disk.path, "data"), logLevel: "silent" });
  const s3 = squall.client(S3Client, { forcePathStyle: true });
  const logs = squall.client(CloudWatchLogsClient);
  const Bucket = "full";
  await s3.send(new CreateBucketCommand({ Bucket }));
  await logs.send(new CreateLogGroupCommand({ logGroupName: "before" }));
  const iot = squall.client(IoTClient);
  const { certificateId } = await iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
  const setStatus = (newStatus: "ACTIVE" | "INACTIVE") =>
    iot.send(new UpdateCertificateCommand({ certificateId, newStatus }));
  await eventually(async () => freeBytes(disk.path) < 60 * mib || undefined, "the reserve");
  const put = (Key: string, bytes: number) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.alloc(bytes, Key) }));
  const stored = async () =>
    ((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map(({ Key }) => Key).sort();
  for (const small of ["a", "b", "c"]) await put(small, 100);

  const kept: string[] = ["a", "b", "c"];
  const refusal = await fill(async (index) => {
    await put(`large-${index}`, 3 * mib);
    kept.push(`large-${index}`);
  });
  assert.equal(refusal.$metadata?.httpStatusCode, 503);
  // Others than the server may fill it to the last byte.
  const filler = join(disk.path, "filler");
  await fill(async (index) => writeFileSync(`${filler}-${index}`, Buffer.alloc(mib / 4)));

  for (const [name, write] of [
    ["large", () => put("refused", 3 * mib)],
    ["small", () => put("refused", 10)],
    ["over", () => put("a", 10)],
    ["activate", () => setStatus("ACTIVE")],
    ["group", () => logs.send(new CreateLogGroupCommand({ logGroupName: "refused" }))],
  ] as const) {
    const error = await write().then(
      () => undefined,
      (thrown: ServiceError) => thrown,
    );
    assert.equal(error?.$metadata?.httpStatusCode, 503, `${name}: ${error}`);
  }
  assert.deepEqual(await stored(), [...kept].sort());
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "a" }));
  assert.equal((await Body?.transformToByteArray())?.length, 100);

  // A device that is lost is locked out all the same.
  await setStatus("INACTIVE");
  const { certificateDescription } = await iot.send(new DescribeCertificateCommand({ certificateId }));
  assert.equal(certificateDescription?.status, "INACTIVE");
  await logs.send(new DeleteLogGroupCommand({ logGroupName: "before" }));
  for (const Key of kept.splice(2)) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  assert.deepEqual(await stored(), ["a", "b"]);
  await eventually(
    () =>
      put("later", mib).then(
        () => true as const,
        () => undefined,
      ),
    "room again",
  );
  await eventually(async () => freeBytes(disk.path) < 60 * mib || undefined, "the reserve again");
  assert.deepEqual(await stored(), ["a", "b", "later"]);
});

test("a server that starts on a full disk answers, and deletes", async (context) => {
  const disk = mountDisk(context);
  if ("reason" in disk) return context.skip(disk.reason);
  const dataDir = join(disk.path, "data");
  const Bucket = "full";
  {
    await using squall = await startSquall({ dataDir, logLevel: "silent" });
    const s3 = squall.client(S3Client, { forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: Buffer.alloc(4 * mib) }));
  }
  const filler = join(disk.path, "filler");
  const { index } = await fill(async (at) => writeFileSync(`${filler}-${at}`, Buffer.alloc(mib / 4)));
  await using squall = await startSquall({ dataDir, logLevel: "silent" });
  const s3 = squall.client(S3Client, { forcePathStyle: true });
  const again = new PutObjectCommand({ Bucket, Key: "k2", Body: Buffer.alloc(4 * mib) });
  await assert.rejects(s3.send(again), (error: ServiceError) => error.$metadata?.httpStatusCode === 503);
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  for (let at = 0; at < index; at++) unlinkSync(`${filler}-${at}`);
  await eventually(
    () =>
      s3.send(again).then(
        () => true as const,
        () => undefined,
      ),
    "room again",
  );
});

test("deletions and a start need nothing that another program can take, byte by byte, also after a kill", async (context) => {
  const disk = mountDisk(context);
  if ("reason" in disk) return context.skip(disk.reason);
  const flags = ["--data-dir", join(disk.path, "data"), "--log", "silent"];
  const Bucket = "full";
  const FunctionName = "kept";
  const objects = { small: 100, middle: 20_000, large: 2 * mib };
  const clientsOf = ({ endpoint }: SquallProcess) => ({
    s3: new S3Client({ ...clientOptions(endpoint), forcePathStyle: true }),
    lambda: new LambdaClient(clientOptions(endpoint)),
  });
  const put = (s3: S3Client, Key: string, bytes: number) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.alloc(bytes, Key) }));
  const before = await launchSquall(flags);
  context.after(() => before.stop("SIGKILL"));
  const early = clientsOf(before);
  for (const name of [Bucket, "empty"]) await early.s3.send(new CreateBucketCommand({ Bucket: name }));
  for (const [key, bytes] of Object.entries(objects)) await put(early.s3, key, bytes);
  for (let index = 0; index < 200; index++) await put(early.s3, `many-${index}`, 5_000);
  await createPython(early.lambda, FunctionName);
  await eventually(
    async () => (await sizeOf(join(disk.path, "data", "squall.db-wal"))) >= 3 * mib || undefined,
    "the reserve",
  );
  // The log begins anew within its 3 MiB.
  for (let index = 0; index < 700; index++) await put(early.s3, "over and over", 16_000);
  const logBytes = await sizeOf(join(disk.path, "data", "squall.db-wal"));
  assert.ok(logBytes < 6 * mib, `the log has ${logBytes} bytes`);

  const filler = startFiller(join(disk.path, "filler"));
  context.after(() => filler.stop());
  await eventually(async () => freeBytes(disk.path) === 0 || undefined, "the full disk");
  await assert.rejects(put(early.s3, "large-again", 2 * mib), isRefusal);
  await before.stop("SIGKILL");

  const after = await launchSquall(flags);
  context.after(() => after.stop());
  const { s3, lambda } = clientsOf(after);
  await assert.rejects(put(s3, "refused", 10), isRefusal);
  await assert.rejects(createPython(lambda, "refused"), isRefusal);
  for (const Key of [...Object.keys(objects), "over and over"]) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  for (let index = 0; index < 200; index++) await s3.send(new DeleteObjectCommand({ Bucket, Key: `many-${index}` }));
  await lambda.send(new DeleteFunctionCommand({ FunctionName }));
  for (const name of [Bucket, "empty"]) await s3.send(new DeleteBucketCommand({ Bucket: name }));
  assert.deepEqual((await s3.send(new ListBucketsCommand({}))).Buckets, []);
  assert.deepEqual((await lambda.send(new ListFunctionsCommand({}))).Functions, []);

  await filler.stop();
  const made = await eventually(
    () =>
      s3.send(new CreateBucketCommand({ Bucket })).then(
        () => true as const,
        () => undefined,
      ),
    "room again",
  );
  assert.equal(made, true);
  await put(s3, "large-again", 2 * mib);
});

test("what is held back is for what gives back: nothing else takes a page of it", async (context) => {
  const disk = mountDisk(context);
  if ("reason" in disk) return context.skip(disk.reason);
  await using rig = await openRig((file, parts) => openSqlite({ file, ...parts }), join(disk.path, "squall.db"));
  const { reserve } = rig.database;
  assert.equal(await reserve?.fill(4 * mib), true);
  const filler = startFiller(join(disk.path, "filler"));
  context.after(() => filler.stop());
  await eventually(async () => freeBytes(disk.path) === 0 || undefined, "the full disk");
  const add = (partition: string, bytes: number) => putItem(rig.database, partition, "x".repeat(bytes));
  const { index } = await fill((at) => add(`p${at}`, 4_000));
  assert.ok(index > 10, `${index} were added with what was free beyond it`);
  await assert.rejects(add("refused", 100_000), { code: "ServiceUnavailable" });
  assert.equal(await reserve?.fill(4 * mib), false);
  await giveBack(() => add("allowed", 100_000));
  for (let at = 0; at < index; at++) await rig.database.partition(key(`p${at}`)).drop();
  assert.equal(await countItems(rig.database, "p0"), 0);
  await eventually(
    async () => ((await countAll(rig.database, "allowed")) === 1 ? true : undefined),
    "the dropped rows' removal",
  );
  await add("again", 100_000);
  await filler.stop();
  assert.equal(await reserve?.fill(4 * mib), true);
});

/** A program that takes every byte there is, and each that is given up. */
function startFiller(path: string): { stop: () => Promise<void> } {
  const program = `
    const { openSync, writeSync } = require("node:fs");
    const file = openSync(process.argv[1], "w");
    const take = (bytes) => { try { while (true) writeSync(file, Buffer.alloc(bytes)); } catch {} };
    const again = () => { for (const bytes of [1 << 20, 4096, 1]) take(bytes); setImmediate(again); };
    again();`;
  const child = spawn(process.execPath, ["-e", program, path], { stdio: "ignore" });
  return {
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
      unlinkSync(path);
    },
  };
}

async function createPython(client: LambdaClient, FunctionName: string): Promise<void> {
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: labRole,
      Runtime: "python3.11",
      Handler: "hello.handler",
      Code: { ZipFile: zip({ "hello.py": "def handler(event, context):\n    return event\n" }) },
    }),
  );
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}

function isRefusal(error: ServiceError): boolean {
  return error.$metadata?.httpStatusCode === 503;
}

interface ServiceError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Until it is refused: gives the error, and at which time it came. */
async function fill(write: (index: number) => Promise<unknown>): Promise<ServiceError & { index: number }> {
  for (let index = 0; index < 10_000; index++) {
    try {
      await write(index);
    } catch (error) {
      return Object.assign(error as ServiceError, { index });
    }
  }
  throw new Error("the disk does not get full");
}

function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

/** A disk of 64 MiB of the test's own. */
function mountDisk(context: TestContext): { readonly path: string } | { readonly reason: string } {
  const path = mkdtempSync(join(tmpdir(), "squall-disk-"));
  const remove = () => rmSync(path, { recursive: true, force: true });
  try {
    mkdirSync(path, { recursive: true });
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", path], { stdio: "ignore" });
  } catch {
    remove();
    return { reason: "a small disk can only be mounted by root" };
  }
  context.after(() => {
    execFileSync("umount", ["--lazy", path], { stdio: "ignore" });
    remove();
  });
  return { path };
}
