import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { test } from "node:test";
import type { AwsError } from "../platform/aws-error.ts";
import { AwsChunkedDecoder, type AwsChunkedOptions } from "./aws-chunked.ts";

const unsigned = "5\r\nhello\r\n7\r\n, world\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n";

test("unsigned chunks and their trailer, wherever the bytes are cut", async () => {
  for (let size = 1; size <= unsigned.length; size++) {
    const decoder = new AwsChunkedDecoder({ expectedBytes: 12 });
    assert.equal(await decode(decoder, unsigned, size), "hello, world", `pieces of ${size}`);
    assert.deepEqual({ ...decoder.trailers }, { "x-amz-checksum-crc32": "AAAAAA==" });
  }
});

test("each signed chunk is given to the verifier with its hash, the empty one too", async () => {
  const seen: (readonly [string | undefined, string])[] = [];
  const body = `3;chunk-signature=${"a".repeat(64)}\r\nabc\r\n0;chunk-signature=${"b".repeat(64)}\r\n\r\n`;
  const decoder = new AwsChunkedDecoder({ verifyChunk: (signature, sha256) => seen.push([signature, sha256]) });
  assert.equal(await decode(decoder, body, 7), "abc");
  assert.deepEqual(seen, [
    ["a".repeat(64), sha256("abc")],
    ["b".repeat(64), sha256("")],
  ]);
});

test("a signed body's trailers are given to the verifier as they were signed", async () => {
  const seen: (readonly [string | undefined, string])[] = [];
  const trailers = `x-amz-checksum-crc32c: sOO8/Q==\r\nx-amz-trailer-signature:${"c".repeat(64)}\r\n\r\n`;
  const options: AwsChunkedOptions = { verifyChunk: () => {}, verifyTrailer: (...given) => seen.push(given) };
  const body = `0;chunk-signature=${"b".repeat(64)}\r\n${trailers}`;
  const decoder = new AwsChunkedDecoder(options);
  await decode(decoder, body, 9);
  assert.deepEqual(seen, [["c".repeat(64), sha256("x-amz-checksum-crc32c:sOO8/Q==\n")]]);
  assert.deepEqual({ ...decoder.trailers }, { "x-amz-checksum-crc32c": "sOO8/Q==" });
});

test("trailers that nothing signs go to the verifier without a signature", async () => {
  const seen: unknown[] = [];
  const body = `0;chunk-signature=${"b".repeat(64)}\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n`;
  await decode(new AwsChunkedDecoder({ verifyTrailer: (signature) => seen.push(signature) }), body, 100);
  assert.deepEqual(seen, [undefined]);
});

test("a verifier that throws ends the stream with its error", async () => {
  const verifyChunk = () => {
    throw new Error("wrong");
  };
  await assert.rejects(decode(new AwsChunkedDecoder({ verifyChunk }), "1\r\na\r\n0\r\n\r\n", 100), /wrong/);
});

test("what is cut short, too short or too long is refused", async () => {
  await refuses("5\r\nhel", "IncompleteBody");
  await refuses("5\r\nhello\r\n", "IncompleteBody");
  await refuses("", "IncompleteBody");
  await refuses(unsigned, "IncompleteBody", { expectedBytes: 13 });
  await refuses(unsigned, "IncompleteBody", { expectedBytes: 11 });
  await refuses("ffffffff\r\n", "IncompleteBody", { expectedBytes: 11 });
});

test("what is not framed is refused, without keeping it", async () => {
  await refuses("hello\r\n", "InvalidRequest");
  await refuses("5\r\nhelloX\r\n0\r\n\r\n", "InvalidRequest");
  await refuses("-5\r\nhello\r\n0\r\n\r\n", "InvalidRequest");
  await refuses("0\r\nno colon\r\n\r\n", "InvalidRequest");
  await refuses("0\r\n\r\nmore\r\n", "InvalidRequest");
  await refuses("1".repeat(20_000), "InvalidRequest");
  await refuses(`0\r\n${"a:b\r\n".repeat(20_000)}\r\n`, "InvalidRequest");
});

test("a body without a last empty line is complete: some clients leave it out", async () => {
  const decoder = new AwsChunkedDecoder();
  assert.equal(await decode(decoder, "1\r\na\r\n0\r\nx-amz-checksum-crc32:AAAAAA==", 4), "a");
  assert.deepEqual({ ...decoder.trailers }, { "x-amz-checksum-crc32": "AAAAAA==" });
});

async function decode(decoder: AwsChunkedDecoder, body: string, size: number): Promise<string> {
  const pieces: Buffer[] = [];
  for (let at = 0; at < body.length; at += size) pieces.push(Buffer.from(body.slice(at, at + size)));
  const source = Readable.from(pieces, { objectMode: false });
  let text = "";
  for await (const bytes of source.pipe(decoder)) text += String(bytes);
  return text;
}

async function refuses(body: string, code: string, options: AwsChunkedOptions = {}): Promise<void> {
  await assert.rejects(decode(new AwsChunkedDecoder(options), body, 1000), (error: AwsError) => error.code === code);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
