import assert from "node:assert/strict";
import { test } from "node:test";
import { BadProxyAnswer } from "./bad-proxy-answer.ts";
import { hasPrelude, PreludeReader } from "./stream-head.ts";

const nuls = Buffer.alloc(8);

function prelude(value: unknown): Buffer {
  return Buffer.concat([Buffer.from(JSON.stringify(value)), nuls]);
}

/** What comes of a stream that is cut into pieces of `size`. */
function readIn(size: number, stream: Buffer) {
  const reader = new PreludeReader();
  for (let at = 0; at < stream.length; at += size) {
    const read = reader.take(stream.subarray(at, at + size));
    if (read) return { ...read.head, body: Buffer.concat([read.rest, stream.subarray(at + size)]) };
  }
  return { ...reader.end(), body: Buffer.alloc(0) };
}

test("a prelude is read whatever its pieces are, and the body behind it is untouched", () => {
  const body = Buffer.from([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
  const given = {
    statusCode: 202,
    headers: { "Content-Type": "text/plain", "x-long": "x".repeat(3_000) },
    cookies: ["a=1"],
  };
  const stream = Buffer.concat([prelude(given), body]);
  for (const size of [1, 2, 3, 7, 8, 9, 1_000, 1_024, 100_000]) {
    const read = readIn(size, stream);
    assert.equal(read.status, 202, `pieces of ${size}`);
    assert.deepEqual(
      { ...read.headers },
      { "content-type": "text/plain", "x-long": "x".repeat(3_000), "set-cookie": ["a=1"] },
    );
    assert.deepEqual(read.body, body);
  }
});

test("the end of the prelude alone ends it, wherever it is cut", () => {
  const stream = Buffer.concat([prelude({ statusCode: 404 }), Buffer.from("body")]);
  for (let cut = 1; cut < stream.length; cut += 1) {
    const reader = new PreludeReader();
    const read = reader.take(stream.subarray(0, cut)) ?? reader.take(stream.subarray(cut));
    assert.equal(read?.head.status, 404, `cut at ${cut}`);
  }
  assert.deepEqual(readIn(5, prelude({})).headers["content-type"], "application/octet-stream");
  assert.equal(readIn(5, prelude({})).status, 200);
});

test("the content type alone says that there is one", () => {
  const type = "application/vnd.awslambda.http-integration-response";
  for (const yes of [type, type.toUpperCase(), `${type}; charset=utf-8`]) assert.ok(hasPrelude(yes));
  for (const no of [undefined, "", "application/json", `${type}x`]) assert.ok(!hasPrelude(no));
});

test("what is no prelude is refused, and a stream without any byte is an empty answer", () => {
  assert.deepEqual(new PreludeReader().end(), { status: 200, headers: { "content-type": "application/octet-stream" } });
  for (const bad of ["[]", "null", "1", "{", "", '{"statusCode":99}', '{"headers":{"a":"\\n"}}']) {
    assert.throws(() => readIn(3, Buffer.concat([Buffer.from(bad), nuls])), BadProxyAnswer, bad);
  }
  assert.throws(() => readIn(3, Buffer.from('{"statusCode":200}\0\0\0')), BadProxyAnswer);
});

test("one without an end is given up after 1 MB, byte by byte too", () => {
  const startedUs = process.cpuUsage();
  const reader = new PreludeReader();
  const piece = Buffer.from("a");
  assert.throws(() => {
    for (let at = 0; at < 2_000_000; at += 1) reader.take(piece);
  }, BadProxyAnswer);
  assert.throws(() => new PreludeReader().take(Buffer.alloc(2_000_000, "{\0")), BadProxyAnswer);
  assert.ok(process.cpuUsage(startedUs).user < 2_000_000);
});
