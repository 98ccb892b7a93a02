import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { clientOptions } from "../support/squall.ts";
import { launchSquall } from "../support/squall-process.ts";
import { type Figure, percentile } from "./figure.ts";
import { createFunction, invokeHeaders, invokePath } from "./functions.ts";
import { load, requestBytes } from "./load.ts";

const bucket = "bench-slow-disk";
const slowMs = 5;

/**
 * The same work on the machine's own disk and on one whose every sync takes 5 ms longer, an ordinary laptop's: uploads wait for it, and
 * nothing else does.
 */
export async function measureSlowDisk(quick: boolean): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), "squall-slow-disk-"));
  try {
    const library = buildSlowDisk(directory);
    if (library === undefined) return [];
    const fast = await measure(join(directory, "fast"), {}, quick);
    const slow = await measure(join(directory, "slow"), { LD_PRELOAD: library, SLOW_DISK_MS: String(slowMs) }, quick);
    const on = (value: number) => ({ name: "on the disk as it is", value });
    return [
      {
        name: `S3 put 4 KiB, 32 clients, syncs of ${slowMs} ms`,
        value: slow.uploadsPerSecond,
        unit: "/s",
        baseline: on(fast.uploadsPerSecond),
        target: 3_000,
      },
      {
        name: `warm invoke, syncs of ${slowMs} ms, p50`,
        value: slow.aloneMs,
        unit: "ms",
        baseline: on(fast.aloneMs),
        target: 0.4,
      },
      {
        name: `warm invoke beside 16 uploads, syncs of ${slowMs} ms, p50`,
        value: slow.besideMs,
        unit: "ms",
        baseline: on(fast.besideMs),
        target: fast.besideMs * 1.5,
      },
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The path of the library that is put before the system's. Undefined, saying why, where there is no compiler for it. */
function buildSlowDisk(directory: string): string | undefined {
  const library = join(directory, "slow-disk.so");
  const source = fileURLToPath(new URL("./slow-disk.c", import.meta.url));
  const { status, error, stderr } = spawnSync("cc", ["-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"]);
  if (status === 0) return library;
  const why = error ? "there is no C compiler (cc)" : `cc failed: ${stderr}`;
  process.stderr.write(`bench: the slow disk is left out: ${why}\n`);
  return undefined;
}

interface Measured {
  readonly uploadsPerSecond: number;
  readonly aloneMs: number;
  readonly besideMs: number;
}

async function measure(dataDir: string, environment: NodeJS.ProcessEnv, quick: boolean): Promise<Measured> {
  await using squall = await launchSquall(["--data-dir", dataDir], { environment });
  const { port, endpoint } = squall;
  const s3 = new S3Client({ ...clientOptions(endpoint), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await createFunction(endpoint, "node-hello");
  const durationMs = quick ? 1_500 : 5_000;
  const uploads = (clients: number, lengthMs: number) =>
    load({ port, request: uploadRequest, clients, durationMs: lengthMs });
  const invocations = (lengthMs: number) => load({ port, request: invokeRequest, clients: 1, durationMs: lengthMs });
  await invocations(500);
  const alone = await invocations(durationMs);
  await uploads(32, 1_000);
  const { perSecond } = await uploads(32, durationMs);
  const [beside] = await Promise.all([invocations(durationMs), uploads(16, durationMs)]);
  return {
    uploadsPerSecond: perSecond,
    aloneMs: percentile(alone.latenciesMs, 0.5),
    besideMs: percentile(beside.latenciesMs, 0.5),
  };
}

const invokeRequest = requestBytes("POST", invokePath("node-hello"), invokeHeaders, '{"key":"value"}');
const uploadRequest = requestBytes(
  "PUT",
  `/${bucket}/object`,
  {
    "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
    authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
  },
  Buffer.alloc(4 * 1024, "squall"),
);
