import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { clientOptions } from "../support/squall.ts";
import { launchSquall, peakMemoryMiB, type SquallProcess } from "../support/squall-process.ts";
import type { Baselines } from "./baselines.ts";
import { type Figure, percentile } from "./figure.ts";

const bucket = "bench-objects";

/** Objects of 4 KiB and 64 MiB, put and got by the JavaScript SDK: what a user's program sees, checksums included. */
export async function measureStorage(squall: SquallProcess, baselines: Baselines, quick: boolean): Promise<Figure[]> {
  const s3 = new S3Client({ ...clientOptions(squall.endpoint), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const small = await measure(s3, 4 * 1024, quick ? 50 : 400);
  const large = await measure(s3, 64 * 1024 * 1024, quick ? 2 : 5);
  const echo = { name: "node:http echo", value: baselines.echoMs };
  const megabytes = (64 * 1024 * 1024) / 1e6;
  return [
    { name: "S3 put 4 KiB, p50", value: percentile(small.putMs, 0.5), unit: "ms", baseline: echo },
    { name: "S3 get 4 KiB, p50", value: percentile(small.getMs, 0.5), unit: "ms", baseline: echo },
    { name: "S3 put 64 MiB", value: (megabytes / percentile(large.putMs, 0.5)) * 1000, unit: "MB/s" },
    { name: "S3 get 64 MiB", value: (megabytes / percentile(large.getMs, 0.5)) * 1000, unit: "MB/s" },
  ];
}

/** How much a server that has done nothing yet grows by one upload in one request: of 5 GiB, or of 512 MiB if it must be quick. */
export async function measureUploadMemory(quick: boolean): Promise<Figure[]> {
  await using squall = await launchSquall();
  const s3 = new S3Client({ ...clientOptions(squall.endpoint), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await upload(squall.port, 1024 * 1024);
  const beforeMiB = peakMemoryMiB(squall.pid);
  const gibibytes = quick ? 0.5 : 5;
  await upload(squall.port, gibibytes * 1024 ** 3);
  return [
    {
      name: `growth by an upload of ${gibibytes} GiB`,
      value: peakMemoryMiB(squall.pid) - beforeMiB,
      unit: "MiB",
      target: 64,
    },
  ];
}

async function upload(port: number, bytes: number): Promise<void> {
  const chunk = Buffer.alloc(256 * 1024, "squall");
  const body = Readable.from(
    (function* () {
      for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk;
    })(),
  );
  const put = request({
    port,
    host: "127.0.0.1",
    method: "PUT",
    path: `/${bucket}/upload`,
    headers: { ...uploadHeaders, "content-length": String(bytes) },
  });
  const answered = once(put, "response");
  await pipeline(body, put);
  const [response] = (await answered) as [IncomingMessage];
  response.resume();
  if (response.statusCode !== 200) throw new Error(`the upload was answered ${response.statusCode}`);
}

const uploadHeaders = {
  "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
};

async function measure(s3: S3Client, bytes: number, runs: number): Promise<{ putMs: number[]; getMs: number[] }> {
  const putMs: number[] = [];
  const getMs: number[] = [];
  const Body = Buffer.alloc(bytes, "squall");
  for (let run = 0; run < runs; run++) {
    const Key = `object-${bytes}-${run % 10}`;
    putMs.push(await timed(async () => void (await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body })))));
    getMs.push(
      await timed(async () => {
        const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
        await body?.transformToByteArray();
      }),
    );
  }
  return { putMs, getMs };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
