import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { InvokeWithResponseStreamResponseEvent } from "@aws-sdk/client-lambda";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";
import { zip } from "../../../../test/support/zip.ts";

const { create, invoke, lambda, log } = await openLambda(wholeFile);

function createNode(name: string, code: string, more: object = {}): Promise<void> {
  const Code = { ZipFile: zip({ "index.mjs": code }) };
  return create(name, "", { Runtime: "nodejs22.x", Handler: "index.handler", Code, ...more } as never);
}

async function stream(FunctionName: string, event: object = {}, more: object = {}) {
  const Payload = Buffer.from(JSON.stringify(event));
  const answer = await lambda("InvokeWithResponseStream", { FunctionName, Payload, ...more } as never);
  return { answer, events: answer.EventStream as AsyncIterable<InvokeWithResponseStreamResponseEvent> };
}

async function readAll(events: AsyncIterable<InvokeWithResponseStreamResponseEvent>) {
  const chunks: string[] = [];
  let complete: InvokeWithResponseStreamResponseEvent.InvokeCompleteMember["InvokeComplete"] | undefined;
  for await (const { PayloadChunk, InvokeComplete } of events) {
    if (PayloadChunk) chunks.push(Buffer.from(PayloadChunk.Payload ?? []).toString());
    complete = InvokeComplete ?? complete;
  }
  return { chunks, complete };
}

const streaming = `
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.write("first");
  if (event.wait) await new Promise((resolve) => setTimeout(resolve, event.wait));
  if (event.fail) throw new TypeError("no good");
  if (event.atOnce) stream.write(Buffer.alloc(event.atOnce, "x"));
  for (let n = 0; n < (event.mib ?? 0); n += 1) {
    if (!stream.write(Buffer.alloc(1024 * 1024, "x"))) await new Promise((resolve) => stream.once("drain", resolve));
  }
  stream.write("last");
  stream.end();
});`;

test("the first piece is there before the function ends", async () => {
  await createNode("streams", streaming, { Timeout: 30 });
  const startedMs = performance.now();
  const { answer, events } = await stream("streams", { wait: 700 }, { LogType: "Tail" });
  assert.equal(answer.StatusCode, 200);
  assert.equal(answer.ExecutedVersion, "$LATEST");
  const iterator = events[Symbol.asyncIterator]();
  const first = (await iterator.next()).value;
  assert.equal(Buffer.from(first.PayloadChunk.Payload).toString(), "first");
  const firstMs = performance.now() - startedMs;
  const { chunks, complete } = await readAll({ [Symbol.asyncIterator]: () => iterator });
  assert.ok(performance.now() - startedMs - firstMs > 400, "the rest came later");
  assert.deepEqual(chunks, ["last"]);
  assert.equal(complete?.ErrorCode, undefined);
  assert.match(Buffer.from(complete?.LogResult ?? "", "base64").toString(), /^START RequestId: .*REPORT/s);
});

test("many megabytes are streamed, to a reader that takes its time too", async () => {
  const { events } = await stream("streams", { mib: 20 });
  let bytes = 0;
  for await (const { PayloadChunk } of events) bytes += PayloadChunk?.Payload?.length ?? 0;
  assert.equal(bytes, 20 * 1024 * 1024 + 9);
});

const mib = 1024 * 1024;

test("200 MB are streamed to the last byte, and Squall holds little of them at a time", async () => {
  const { events } = await stream("streams", { mib: 199, atOnce: mib - 9 });
  const before = heldBytes();
  let bytes = 0;
  let most = 0;
  let samples = 0;
  let complete: InvokeWithResponseStreamResponseEvent.InvokeCompleteMember["InvokeComplete"] | undefined;
  for await (const { PayloadChunk, InvokeComplete } of events) {
    bytes += PayloadChunk?.Payload?.length ?? 0;
    if (Math.floor(bytes / (20 * mib)) > samples) {
      samples += 1;
      most = Math.max(most, heldBytes());
    }
    complete = InvokeComplete ?? complete;
  }
  assert.equal(bytes, 200 * mib);
  assert.equal(complete?.ErrorCode, undefined);
  // Pieces are under way at both ends of three connections, and what was collected is given back a moment later.
  assert.ok(samples >= 9 && most - before < 64 * mib, `${(most - before) / mib} MiB were held`);
});

test("what is beyond 200 MB ends the stream with AWS's error, after the first 200 MB", async () => {
  const { events } = await stream("streams", { mib: 199, atOnce: mib - 8 });
  let bytes = 0;
  let details = "";
  for await (const { PayloadChunk, InvokeComplete } of events) {
    bytes += PayloadChunk?.Payload?.length ?? 0;
    details = InvokeComplete?.ErrorDetails ?? details;
  }
  assert.equal(bytes, 200 * mib);
  assert.deepEqual(JSON.parse(details), {
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: "Response payload size exceeded maximum allowed payload size (209715200 bytes).",
  });
  const { chunks } = await readAll((await stream("streams")).events);
  assert.deepEqual(chunks, ["first", "last"], "the next event has an environment of its own");
});

/** What is in use: without what only waits to be collected. */
function heldBytes(): number {
  setFlagsFromString("--expose_gc");
  runInNewContext("gc")();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test("an error after the first piece is told at the end; before it too", async () => {
  const { chunks, complete } = await readAll((await stream("streams", { fail: true })).events);
  assert.deepEqual(chunks, ["first"]);
  assert.equal(complete?.ErrorCode, "Unhandled");
  assert.equal(JSON.parse(complete?.ErrorDetails ?? "").errorMessage, "no good");
  await createNode(
    "fails",
    `export const handler = awslambda.streamifyResponse(async () => { throw new Error("at once"); });`,
  );
  const failed = await readAll((await stream("fails")).events);
  assert.deepEqual(failed.chunks, []);
  assert.equal(JSON.parse(failed.complete?.ErrorDetails ?? "").errorMessage, "at once");
});

test("a reader that goes away does not stop the function", async () => {
  await createNode(
    "goes-on",
    `export const handler = awslambda.streamifyResponse(async (event, stream) => {
       for (let n = 0; n < 8; n += 1) {
         if (!stream.write(Buffer.alloc(1024 * 1024))) await new Promise((resolve) => stream.once("drain", resolve));
       }
       console.log("went on");
     });`,
  );
  for await (const _event of (await stream("goes-on")).events) break;
  assert.ok((await log("goes-on")).some((line) => line.includes("went on")));
});

test("a function that does not stream answers in one piece; one that does answers Invoke whole", async () => {
  await create("plain", "def handler(event, context):\n    return {'a': 1}\n");
  const { chunks, complete } = await readAll((await stream("plain")).events);
  assert.deepEqual(chunks, ['{"a": 1}']);
  assert.equal(complete?.ErrorCode, undefined);
  const Payload = Buffer.from("{}");
  const whole = await lambda("Invoke", { FunctionName: "streams", Payload } as never);
  assert.equal(Buffer.from(whole.Payload as Buffer).toString(), "firstlast");
  const { payload, error } = await invoke("streams", { mib: 7 });
  assert.equal(error, "Unhandled");
  assert.equal(payload.errorType, "Function.ResponseSizeTooLarge");
});

test("refusals come before the stream", async () => {
  await assert.rejects(stream("absent"), { name: "ResourceNotFoundException" });
  await assert.rejects(stream("streams:9"), { name: "ResourceNotFoundException" });
  const { answer } = await stream("streams", {}, { InvocationType: "DryRun" });
  assert.equal(answer.StatusCode, 204);
  await lambda("PutFunctionConcurrency", { FunctionName: "streams", ReservedConcurrentExecutions: 0 });
  await assert.rejects(stream("streams"), { name: "TooManyRequestsException" });
});

test("a timeout in the middle ends the stream with AWS's error", async () => {
  await createNode("slow", streaming, { Timeout: 1 });
  const { chunks, complete } = await readAll((await stream("slow", { wait: 5_000 })).events);
  assert.deepEqual(chunks, ["first"]);
  assert.match(JSON.parse(complete?.ErrorDetails ?? "").errorMessage, /Task timed out after 1\.00 seconds$/);
});
