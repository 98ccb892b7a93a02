import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { eventually } from "../support/eventually.ts";
import { labRole } from "../support/lab.ts";
import { clientOptions } from "../support/squall.ts";
import { launchSquall, type SquallProcess } from "../support/squall-process.ts";
import { zip } from "../support/zip.ts";

const events = 200;

test(`the destination is told of each of ${events} events, though the server is killed while they run`, async (context) => {
  const directory = await mkdtemp(join(tmpdir(), "squall-destinations-"));
  const flags = ["--data-dir", join(directory, "data")];
  let squall = await launchSquall(flags);
  context.after(async () => {
    await squall.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const lambda = new LambdaClient(clientOptions(squall.endpoint));
  await create(lambda, "source", "def handler(event, context):\n    return event\n");
  await create(lambda, "told", "def handler(event, context):\n    print('told', event['requestPayload']['n'])\n");
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: "source",
      DestinationConfig: { OnSuccess: { Destination: "arn:aws:lambda:us-east-1:000000000000:function:told" } },
    }),
  );
  const send = (n: number) =>
    lambda.send(
      new InvokeCommand({ FunctionName: "source", InvocationType: "Event", Payload: Buffer.from(`{"n":${n}}`) }),
    );
  await Promise.all(Array.from({ length: events }, (_, n) => send(n)));
  lambda.destroy();
  for (const share of [0.1, 0.4]) {
    await eventually(async () => (await told(squall)).length >= events * share || undefined, "some to be told", 60_000);
    await squall.stop("SIGKILL");
    squall = await launchSquall(flags);
  }
  const all = await eventually(
    async () => {
      const numbers = await told(squall);
      return new Set(numbers).size === events ? numbers : undefined;
    },
    "all to be told",
    60_000,
  );
  // Only what ran when the server was killed runs again.
  context.diagnostic(`${all.length - events} were told again`);
  assert.ok(all.length <= events + 100);
});

async function create(lambda: LambdaClient, FunctionName: string, source: string): Promise<void> {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "python3.11",
      Handler: "app.handler",
      Role: labRole,
      Code: { ZipFile: zip({ "app.py": source }) },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 }, { FunctionName });
}

/** The numbers of the events that the destination's log tells of. */
async function told(squall: SquallProcess): Promise<string[]> {
  const client = new CloudWatchLogsClient(clientOptions(squall.endpoint));
  const numbers: string[] = [];
  const input = { logGroupName: "/aws/lambda/told", filterPattern: "told" };
  try {
    for await (const { events: lines = [] } of paginateFilterLogEvents({ client }, input)) {
      for (const { message = "" } of lines) numbers.push(message.trim());
    }
  } catch (error) {
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
  } finally {
    client.destroy();
  }
  return numbers;
}
