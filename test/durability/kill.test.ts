import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { eventually } from "../support/eventually.ts";
import { labRole } from "../support/lab.ts";
import { clientOptions } from "../support/squall.ts";
import { launchSquall, type SquallProcess } from "../support/squall-process.ts";
import { zip } from "../support/zip.ts";

const source = `
def handler(event, context):
    print("saw", event["Records"][0]["s3"]["object"]["key"])
`;

describe("kill -9 after an upload was acknowledged", () => {
  let directory: string;
  let squall: SquallProcess;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "squall-kill-"));
    squall = await launchSquall(["--data-dir", join(directory, "data")]);
    await setUp(squall);
  });
  after(async () => {
    await squall.stop();
    await rm(directory, { recursive: true, force: true });
  });

  // The event is in the outbox, in the function's queue, with the function, in its log: a crash at each of them must lose nothing.
  for (const afterMs of [0, 2, 10, 40, 150, 400]) {
    it(`${afterMs} ms later: the object, the event and its log are there`, async () => {
      const Key = `after-${afterMs}.txt`;
      await s3Of(squall).send(new PutObjectCommand({ Bucket: "kept", Key, Body: "acknowledged" }));
      await delay(afterMs);
      await squall.stop("SIGKILL");
      squall = await launchSquall(["--data-dir", join(directory, "data")]);
      const { Body } = await s3Of(squall).send(new GetObjectCommand({ Bucket: "kept", Key }));
      assert.equal(await Body?.transformToString(), "acknowledged");
      const lines = await eventually(async () => {
        const found = await readLog(squall);
        return found.some((line) => line.includes(`saw ${Key}`)) ? found : undefined;
      }, `the log line of ${Key}`);
      assert.ok(lines.some((line) => line.startsWith("REPORT")));
    });
  }

  it("keeps everything that was there before the first kill", async () => {
    const lines = await readLog(squall);
    for (const afterMs of [0, 2, 10, 40, 150, 400])
      assert.ok(lines.some((line) => line.includes(`saw after-${afterMs}.txt`)));
  });
});

describe("SIGTERM", () => {
  it("stops every process it has started", async () => {
    const squall = await launchSquall();
    await setUp(squall);
    await s3Of(squall).send(new PutObjectCommand({ Bucket: "kept", Key: "once.txt", Body: "once" }));
    await eventually(async () => ((await readLog(squall)).length > 0 ? true : undefined), "the function's log");
    const started = squall.descendants();
    assert.ok(started.length > 0, "a function has run, so there are processes");
    await squall.stop();
    assert.deepEqual(
      started.filter((pid) => isAlive(pid)),
      [],
    );
  });
});

function s3Of(squall: SquallProcess): S3Client {
  return new S3Client({ ...clientOptions(squall.endpoint), forcePathStyle: true });
}

async function readLog(squall: SquallProcess): Promise<string[]> {
  const logs = new CloudWatchLogsClient(clientOptions(squall.endpoint));
  try {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: "/aws/lambda/witness" }));
    return events.map(({ message = "" }) => message);
  } catch (error) {
    if ((error as Error).name === "ResourceNotFoundException") return [];
    throw error;
  }
}

async function setUp(squall: SquallProcess): Promise<void> {
  const client = new LambdaClient(clientOptions(squall.endpoint));
  await s3Of(squall).send(new CreateBucketCommand({ Bucket: "kept" }));
  const { FunctionArn } = await client.send(
    new CreateFunctionCommand({
      FunctionName: "witness",
      Runtime: "python3.11",
      Handler: "witness.handler",
      Role: labRole,
      Code: { ZipFile: zip({ "witness.py": source }) },
    }),
  );
  await waitUntilFunctionActiveV2(
    { client, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 },
    { FunctionName: "witness" },
  );
  await client.send(
    new AddPermissionCommand({
      FunctionName: "witness",
      StatementId: "s3",
      Action: "lambda:InvokeFunction",
      Principal: "s3.amazonaws.com",
    }),
  );
  await s3Of(squall).send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: "kept",
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [{ LambdaFunctionArn: FunctionArn, Events: ["s3:ObjectCreated:*"] }],
      },
    }),
  );
}

/** One that has ended and waits for its parent to notice is not alive. */
function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat[stat.lastIndexOf(")") + 2] !== "Z";
  } catch {
    return false;
  }
}
