import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { launchSquall, memoryOf, peakMemoryMiB, type SquallProcess } from "../support/squall-process.ts";

/** What strangers can make an enforcing server remember: as a process of its own, whose memory is looked at from outside. */
describe("memory that strangers ask for", () => {
  let squall: SquallProcess;
  let directory: string;
  let credentials: { accessKeyId: string; secretAccessKey: string };

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "squall-memory-"));
    squall = await launchSquall(["--auth", "enforce", "--data-dir", directory]);
    const root = JSON.parse(await readFile(join(directory, "root-credentials.json"), "utf8"));
    credentials = { accessKeyId: root.accessKeyId, secretAccessKey: root.secretAccessKey };
    // What is loaded at the first request of each kind is no stranger's doing.
    await serves();
    await Promise.all(gzipBombs().map(request));
  });
  after(async () => {
    await squall.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const serves = async () => {
    const options = { endpoint: squall.endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
    const identity = await new STSClient(options).send(new GetCallerIdentityCommand({}));
    assert.ok(identity.Account);
  };

  it("a gzip bomb stays packed", async () => {
    const beforeMiB = peakMemoryMiB(squall.pid);
    for (let round = 0; round < 5; round++) {
      for (const answer of await Promise.all(gzipBombs().map(request))) assert.match(answer, /^HTTP\/1.1 40[03]/);
    }
    assert.ok(peakMemoryMiB(squall.pid) < beforeMiB + 100, `${beforeMiB} MiB became ${peakMemoryMiB(squall.pid)}`);
    await serves();
  });

  it("a body whose hash is claimed waits for its signature", async () => {
    const headers = {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "Logs_20140328.PutLogEvents",
      "x-amz-content-sha256": "0".repeat(64),
      authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/us-east-1/logs/aws4_request, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
      "x-amz-date": "20260101T000000Z",
      "content-length": "15000000",
    };
    // Nothing of the body is sent, and the answer is there.
    assert.match(await request(head("POST", "/", headers)), /^HTTP\/1.1 40[03].*InvalidSignatureException/s);
  });

  it("five hundred connections with half a body each", async () => {
    const sockets: Socket[] = [];
    const beforeMiB = memoryOf(squall.pid).ownMiB;
    const half = Buffer.alloc(2 * 1024 * 1024, "x");
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "content-length": String(2 * half.length - 1000),
    };
    for (let each = 0; each < 500; each++) {
      const socket = connect(squall.port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write(head("POST", "/", headers));
      socket.write(half);
      sockets.push(socket);
      if (each % 50 === 49) await later(100);
    }
    await later(4_000);
    const duringMiB = memoryOf(squall.pid).ownMiB;
    // A gigabyte was sent; the budget is less than half of it.
    assert.ok(duringMiB < beforeMiB + 600, `${beforeMiB} MiB became ${duringMiB}`);
    await serves();
    for (const socket of sockets) socket.destroy();
    await later(200);
    await serves();
  });

  it("a single large body is legal", async () => {
    const s3 = new S3Client({ endpoint: squall.endpoint, region: "us-east-1", credentials, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "large" }));
    await s3.send(new PutObjectCommand({ Bucket: "large", Key: "object", Body: Buffer.alloc(64 * 1024 * 1024) }));
    await serves();
  });

  const request = (text: string | Buffer): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(squall.port, "127.0.0.1");
      const late = setTimeout(() => reject(new Error(`no answer to ${text.toString("latin1", 0, 200)}`)), 15_000);
      socket.on("error", () => {});
      socket.once("data", (chunk) => {
        clearTimeout(late);
        socket.destroy();
        resolve(chunk.toString("latin1"));
      });
      socket.write(text);
    });
});

/** 160 MB each when unpacked, by every way in. */
function gzipBombs(): Buffer[] {
  const bomb = gzipSync(Buffer.alloc(160 * 1024 * 1024, "a"));
  const packed = { "content-encoding": "gzip", "content-length": String(bomb.length) };
  const ways: [string, Record<string, string>][] = [
    ["/", { "content-type": "application/x-www-form-urlencoded" }],
    ["/", { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Logs_20140328.PutLogEvents" }],
    [
      "/service/GraniteServiceVersion20100801/operation/PutMetricData",
      { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" },
    ],
    ["/2015-03-31/functions/none/invocations", { "content-type": "application/json" }],
  ];
  return ways.map(([path, headers]) =>
    Buffer.concat([Buffer.from(head("POST", path, { ...headers, ...packed })), bomb]),
  );
}

function head(method: string, path: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ host: "localhost", ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
