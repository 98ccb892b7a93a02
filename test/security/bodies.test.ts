import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { connect } from "node:net";
import { after, before, describe, it } from "node:test";
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  PutBucketWebsiteCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { eventually } from "../support/eventually.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";

/**
 * A body that is wrong in each way there is, sent to each place that takes one: the client gets an answer or loses its connection, and
 * the server lives, serves, and has no more descriptors open than before. An error that nobody listens to would end this process.
 */
describe("wrong bodies", () => {
  let squall: TestSquall;
  let places: readonly Place[];

  before(async () => {
    squall = await startSquall({ ephemeral: true });
    places = await preparePlaces(squall);
  });
  after(() => squall.close());

  for (const [name, wrong] of Object.entries(wrongBodies())) {
    it(name, async () => {
      for (const place of places) {
        // Those that are refused before their body is read, and those that are not.
        for (const path of [place.path, ...(place.absent ?? [])]) {
          await send(squall, wrong({ ...place, path }));
          await assertServes(squall, `${name} at ${place.method} ${path}`);
        }
      }
    });
  }

  it("leave no descriptor behind", async () => {
    const all = Object.values(wrongBodies());
    const sendAll = async () => {
      for (const place of places) for (const wrong of all) await send(squall, wrong(place));
    };
    await sendAll();
    await settled();
    const before = openDescriptors();
    await sendAll();
    // A connection that was left is noticed a moment later.
    await eventually(
      async () => openDescriptors() <= before + 2 || undefined,
      `${before} descriptors to be open again, as before`,
    );
  });
});

interface Place {
  readonly method: string;
  readonly path: string;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The same operation on what isn't there: refused before the body is read. */
  readonly absent?: readonly string[];
}

/** Every operation that streams, one that collects in each protocol, and every surface beside AWS's. */
async function preparePlaces(squall: TestSquall): Promise<readonly Place[]> {
  const s3 = squall.client(S3Client, { forcePathStyle: true } as object);
  await s3.send(new CreateBucketCommand({ Bucket: "bodies" }));
  await s3.send(
    new PutBucketWebsiteCommand({
      Bucket: "bodies",
      WebsiteConfiguration: { IndexDocument: { Suffix: "index.html" } },
    }),
  );
  const upload = await s3.send(new CreateMultipartUploadCommand({ Bucket: "bodies", Key: "parts" }));
  const form = { "content-type": "multipart/form-data; boundary=xyz" };
  const json = (target: string) => ({ "content-type": "application/x-amz-json-1.1", "x-amz-target": target });
  return [
    { method: "PUT", path: "/bodies/object", absent: ["/no-such-bucket/object", "/bodies/object?acl", "/Bad_Name/x"] },
    {
      method: "PUT",
      path: `/bodies/parts?partNumber=1&uploadId=${upload.UploadId}`,
      absent: ["/bodies/parts?partNumber=1&uploadId=none"],
    },
    { method: "PUT", path: "/bodies?policy", absent: ["/no-such-bucket?policy"] },
    { method: "POST", path: "/bodies?delete" },
    { method: "POST", path: "/bodies", headers: form, absent: ["/no-such-bucket"] },
    { method: "GET", path: "/bodies/object" },
    { method: "DELETE", path: "/bodies/object" },
    { method: "POST", path: "/2015-03-31/functions/none/invocations" },
    { method: "POST", path: "/2014-11-13/functions/none/invoke-async" },
    { method: "POST", path: "/2021-11-15/functions/none/response-streaming-invocations" },
    { method: "POST", path: "/2015-03-31/functions", headers: { "content-type": "application/json" } },
    { method: "POST", path: "/", headers: json("Logs_20140328.PutLogEvents") },
    { method: "POST", path: "/", headers: { "content-type": "application/x-www-form-urlencoded" } },
    {
      method: "POST",
      path: "/",
      headers: { "content-type": "application/x-www-form-urlencoded", "content-encoding": "gzip" },
    },
    {
      method: "POST",
      path: "/service/GraniteServiceVersion20100801/operation/PutMetricData",
      headers: { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor", "content-encoding": "gzip" },
    },
    { method: "POST", path: "/", host: `${"a".repeat(32)}.lambda-url.us-east-1.localhost` },
    { method: "GET", path: "/", host: "bodies.s3-website-us-east-1.localhost" },
    { method: "POST", path: "/", host: "bodies.s3-website-us-east-1.localhost" },
    { method: "POST", path: "/_squall/clock" },
    { method: "POST", path: "/_squall/sign-in" },
    { method: "POST", path: "/_squall/dev" },
    { method: "POST", path: "/_squall/none" },
    { method: "GET", path: "/_console/none" },
    { method: "GET", path: "/console", headers: { accept: "text/html" } },
  ];
}

interface Sent {
  readonly text: string;
  /** Whether the client goes when it has sent it, instead of waiting for an answer. */
  readonly leaves: boolean;
}

function wrongBodies(): Readonly<Record<string, (place: Place) => Sent>> {
  const zeros = "0".repeat(64);
  const chunked = { "content-encoding": "aws-chunked", "x-amz-decoded-content-length": "5" };
  const signed = { "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "x-amz-decoded-content-length": "5" };
  const withTrailer = {
    "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    "x-amz-decoded-content-length": "5",
    "x-amz-trailer": "x-amz-checksum-crc32",
  };
  const transfer = { "transfer-encoding": "chunked" };
  const large = "x".repeat(300_000);
  return {
    "a hash that is not the body's": (place) => whole(place, "hello", { "x-amz-content-sha256": zeros }),
    "a hash of a body that breaks off": (place) => part(place, "hel", 5, { "x-amz-content-sha256": zeros }),
    "a hash that is none": (place) => whole(place, "hello", { "x-amz-content-sha256": "none" }),
    "a digest that is not the body's": (place) => whole(place, "hello", { "content-md5": "AAAAAAAAAAAAAAAAAAAAAA==" }),
    "a digest that is none": (place) => whole(place, "hello", { "content-md5": "?" }),
    "aws-chunked without a chunk": (place) => whole(place, "hello", chunked),
    "aws-chunked that is empty": (place) => whole(place, "", chunked),
    "aws-chunked with a size that lies": (place) => whole(place, "ffffffff\r\nhello\r\n0\r\n\r\n", chunked),
    "aws-chunked longer than it said": (place) => whole(place, "a\r\nhellohello\r\n0\r\n\r\n", chunked),
    "aws-chunked that breaks off": (place) => part(place, "5\r\nhel", 100, chunked),
    "aws-chunked with a signature that is none": (place) =>
      whole(place, "5;chunk-signature=no\r\nhello\r\n0\r\n\r\n", signed),
    "aws-chunked with a wrong signature": (place) =>
      whole(place, `5;chunk-signature=${zeros}\r\nhello\r\n0;chunk-signature=${zeros}\r\n\r\n`, signed),
    "a wrong trailer": (place) => whole(place, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", withTrailer),
    "a trailer that is no line": (place) => whole(place, "5\r\nhello\r\n0\r\nnonsense\r\n\r\n", withTrailer),
    "a trailer that is missing": (place) => whole(place, "5\r\nhello\r\n0\r\n\r\n", withTrailer),
    "a body that breaks off": (place) => part(place, "hel", 5),
    "a large body that breaks off": (place) => part(place, large, 10_000_000),
    "a body that never begins": (place) => part(place, "", 5),
    "a body that is longer than it said": (place) => ({
      text: request(place, { "content-length": "2" }, "hello"),
      leaves: false,
    }),
    "a body that is too long for anything": (place) => ({
      text: request(place, { "content-length": "999999999999" }, large),
      leaves: false,
    }),
    "a length that is no number": (place) => ({
      text: request(place, { "content-length": "five" }, "hello"),
      leaves: false,
    }),
    "a length and chunks at a time": (place) => ({
      text: request(place, { "content-length": "5", ...transfer }, "5\r\nhello\r\n0\r\n\r\n"),
      leaves: false,
    }),
    "chunks of HTTP that are none": (place) => ({ text: request(place, transfer, "hello\r\n"), leaves: false }),
    "chunks of HTTP that break off": (place) => ({ text: request(place, transfer, "5\r\nhel"), leaves: true }),
    "chunks of HTTP with a size that lies": (place) => ({
      text: request(place, transfer, "3\r\nhello\r\n0\r\n\r\n"),
      leaves: false,
    }),
    "chunks of HTTP, and aws-chunked in them": (place) => ({
      text: request(place, { ...transfer, ...chunked }, "5\r\nhello\r\n0\r\n\r\n"),
      leaves: false,
    }),
    "a body that waits to be asked for": (place) => ({
      text: request(place, { expect: "100-continue", "content-length": "5" }, ""),
      leaves: true,
    }),
    "a body that comes unasked": (place) => whole(place, "hello", { expect: "100-continue" }),
    "gzip that is none": (place) => whole(place, "hello", { "content-encoding": "gzip" }),
    "a form that has no end": (place) =>
      whole(
        place,
        '--xyz\r\nContent-Disposition: form-data; name="key"\r\n\r\na\r\n--xyz\r\nContent-Disposition: form-data; name="file"\r\n\r\nhello',
      ),
    "a form that breaks off in its file": (place) =>
      part(
        place,
        '--xyz\r\nContent-Disposition: form-data; name="key"\r\n\r\na\r\n--xyz\r\nContent-Disposition: form-data; name="file"\r\n\r\nhel',
        10_000,
      ),
  };
}

function whole(place: Place, body: string, headers: Readonly<Record<string, string>> = {}): Sent {
  return { text: request(place, { ...headers, "content-length": String(body.length) }, body), leaves: false };
}

function part(place: Place, body: string, bytes: number, headers: Readonly<Record<string, string>> = {}): Sent {
  return { text: request(place, { ...headers, "content-length": String(bytes) }, body), leaves: true };
}

function request({ method, path, host, headers }: Place, more: Readonly<Record<string, string>>, body: string): string {
  const all = { host: host ?? "localhost", ...headers, ...more };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
}

/** Fulfilled when there is a part of an answer and the client has gone, or it has gone without. Rejects if neither comes. */
function send(squall: TestSquall, { text, leaves }: Sent): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(squall.endpoint).port), "127.0.0.1");
    const late = setTimeout(() => reject(new Error(`no answer to ${JSON.stringify(text.slice(0, 300))}`)), 10_000);
    const end = () => {
      clearTimeout(late);
      socket.destroy();
      resolve();
    };
    socket.on("error", end);
    socket.on("close", end);
    socket.on("data", end);
    socket.write(text, "latin1", () => {
      if (leaves) setTimeout(end, 5);
    });
  });
}

async function assertServes(squall: TestSquall, after: string): Promise<void> {
  const body = "hello";
  const response = await fetch(`${squall.endpoint}/bodies/good`, {
    method: "PUT",
    body,
    headers: { "x-amz-content-sha256": createHash("sha256").update(body).digest("hex") },
  });
  assert.equal(response.status, 200, after);
}

function openDescriptors(): number {
  return readdirSync("/proc/self/fd").length;
}

/** Connections that were left are noticed a moment later. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 300));
}
