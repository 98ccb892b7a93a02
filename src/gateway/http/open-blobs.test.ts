import assert from "node:assert/strict";
import { readdirSync, readlinkSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { test } from "node:test";
import { CreateFunctionCommand, GetFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { eventually } from "../../../test/support/eventually.ts";
import { labRole } from "../../../test/support/lab.ts";
import { startSquall } from "../../../test/support/squall.ts";
import { zip } from "../../../test/support/zip.ts";

const times = 15;
/** Longer than what is read in one go, and than what sockets buffer. */
const body = Buffer.alloc(16 * 1024 * 1024, "x");

test("whatever becomes of an answer, the blob that was opened for it is closed", async (context) => {
  await using squall = await startSquall();
  const s3 = squall.client(S3Client, { forcePathStyle: true });
  const Bucket = "site";
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  for (const Key of ["index.html", "error.html"]) await s3.send(new PutObjectCommand({ Bucket, Key, Body: body }));
  const { ETag = "" } = await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: body }));
  const WebsiteConfiguration = { IndexDocument: { Suffix: "index.html" }, ErrorDocument: { Key: "error.html" } };
  await s3.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }));
  const Statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::site/*" };
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) }));
  const lambda = squall.client(LambdaClient);
  // Code that does not compress, so that it is longer than what is read in one go.
  const noise = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * index * 31 + (index >> 3)) & 0xff));
  const Code = { ZipFile: zip({ "app.py": "def handler(event, context): pass", noise }) };
  const facts = { FunctionName: "f", Runtime: "python3.11", Handler: "app.handler", Role: labRole } as const;
  await lambda.send(new CreateFunctionCommand({ ...facts, Code }));
  const { Code: location } = await lambda.send(new GetFunctionCommand({ FunctionName: "f" }));
  const codePath = new URL(location?.Location ?? "").pathname + new URL(location?.Location ?? "").search;

  const port = Number(new URL(squall.endpoint).port);
  const website = { host: "site.s3-website-us-east-1.localhost" };
  const requests: readonly [method: string, path: string, headers: Record<string, string>][] = [
    ["HEAD", "/", website],
    ["HEAD", "/missing", website],
    ["HEAD", "/index.html", { ...website, range: "bytes=0-900000" }],
    ["GET", "/index.html", { ...website, "if-none-match": ETag }],
    ["GET", "/index.html", { ...website, range: "bytes=99999999-" }],
    ["POST", "/index.html", website],
    ["HEAD", "/site/k", {}],
    ["GET", "/site/k", { "if-none-match": ETag }],
    ["GET", "/site/k", { "if-match": '"other"' }],
    ["GET", "/site/k", { range: "bytes=99999999-" }],
    ["GET", "/site/k?response-content-type=%0A", {}],
    ["HEAD", codePath, {}],
  ];
  for (const [method, path, headers] of requests) {
    for (let time = 0; time < times; time++) await ask(port, { method, path, headers });
    await noneOpen(squall.dataDir, `${times} × ${method} ${path} ${JSON.stringify(headers)}`);
  }
  const aborted: readonly [path: string, headers: Record<string, string>][] = [
    ["/site/k", {}],
    ["/site/k", { range: "bytes=5-15000000" }],
    ["/", website],
    ["/missing", website],
    [codePath, {}],
  ];
  for (const [path, headers] of aborted) {
    await Promise.all(Array.from({ length: times }, () => ask(port, { method: "GET", path, headers, abort: true })));
    await noneOpen(squall.dataDir, `${times} × GET ${path}, given up`);
  }
  for (let time = 0; time < 3; time++) {
    const copy = new CopyObjectCommand({ Bucket, Key: "copy", CopySource: "site/k", CopySourceIfNoneMatch: ETag });
    await assert.rejects(s3.send(copy));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "k" }));
    assert.equal((await Body?.transformToByteArray())?.length, body.length);
  }
  await noneOpen(squall.dataDir, "copies and whole reads");
  context.diagnostic(`${requests.length + aborted.length} kinds of requests`);
});

function ask(
  port: number,
  { abort = false, ...options }: { method: string; path: string; headers: Record<string, string>; abort?: boolean },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ port, host: "127.0.0.1", ...options }, (answer) => {
      if (abort) {
        answer.once("data", () => {
          sent.destroy();
          resolve(answer.statusCode ?? 0);
        });
        answer.on("error", () => {});
        return;
      }
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode ?? 0));
      answer.on("error", reject);
    });
    sent.on("error", (error) => (abort ? resolve(0) : reject(error)));
    sent.end();
  });
}

function noneOpen(dataDir: string, after: string): Promise<true> {
  return eventually(async () => openBlobs(dataDir).length === 0 || undefined, `no open blob after ${after}`);
}

function openBlobs(dataDir: string): string[] {
  return readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      return path.startsWith(`${dataDir}/blobs/`) ? [path] : [];
    } catch {
      return [];
    }
  });
}
