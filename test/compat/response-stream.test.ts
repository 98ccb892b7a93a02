import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateFunctionCommand,
  InvokeWithResponseStreamCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { labRole } from "../support/lab.ts";
import { startSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

const source = `
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.write("first");
  await new Promise((resolve) => setTimeout(resolve, 600));
  stream.end("last");
});`;

test("InvokeWithResponseStream: the client has the first piece before the function ends", async () => {
  await using squall = await startSquall();
  const client = squall.client(LambdaClient);
  const FunctionName = "streams";
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: labRole,
      Code: { ZipFile: zip({ "index.mjs": source }) },
    }),
  );
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 }, { FunctionName });
  const { EventStream } = await client.send(new InvokeWithResponseStreamCommand({ FunctionName, LogType: "Tail" }));
  assert.ok(EventStream);
  const pieces: { text: string; atMs: number }[] = [];
  let log = "";
  for await (const { PayloadChunk, InvokeComplete } of EventStream) {
    if (PayloadChunk)
      pieces.push({ text: Buffer.from(PayloadChunk.Payload ?? []).toString(), atMs: performance.now() });
    if (InvokeComplete) log = Buffer.from(InvokeComplete.LogResult ?? "", "base64").toString();
  }
  assert.deepEqual(
    pieces.map(({ text }) => text),
    ["first", "last"],
  );
  const [first, last] = pieces;
  assert.ok(first && last && last.atMs - first.atMs > 400);
  assert.match(log, /^START RequestId/);
});
