import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { clientOptions } from "../support/squall.ts";
import type { SquallProcess } from "../support/squall-process.ts";
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
