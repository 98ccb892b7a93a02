import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { eventually } from "../../../../../test/support/eventually.ts";
import { createTestSandbox, pythonFunction, toLambdaTest } from "../../../../../test/support/lambda.ts";
import { openOperations } from "../../../../../test/support/operations.ts";
import { type AdjustableClock, createManualClock } from "../../../../platform/clock.ts";
import { createSystemRandom } from "../../../../platform/random.ts";
import { openDiskBlobs } from "../../../../storage/blobs/disk/disk-blobs.ts";
import type { Database, PartitionKey } from "../../../../storage/database.ts";
import { openPostgres } from "../../../../storage/postgres/postgres.ts";
import { startTestServer } from "../../../../storage/postgres/test-server.ts";
import { openSqlite } from "../../../../storage/sqlite/sqlite.ts";
import { sql } from "../../../../storage/statement.ts";
import { cloudwatch } from "../../../cloudwatch/service.ts";
import { createAccessControl } from "../../../iam/access/access-control.ts";
import { iam } from "../../../iam/service.ts";
import { logs } from "../../../logs/service.ts";
import { s3 } from "../../../s3/service.ts";
import { sts } from "../../../sts/service.ts";
import { usageMigrations } from "../../../usage/usage.ts";
import { createLambda } from "../../service.ts";
import { toPartitionKey } from "./event-queues.ts";
import { receivedMigrations, receivedStore } from "./received-store.ts";

type OpenEngine = (clock: AdjustableClock) => Promise<Database>;

const server = await startTestServer();
const engines = new Map<string, OpenEngine>([["SQLite", (clock) => openSqlite({ file: ":memory:", clock })]]);
if ("reason" in server)
  test("PostgreSQL", { skip: process.env.SQUALL_TEST_NO_SKIP ? false : server.reason }, () =>
    assert.fail(server.reason),
  );
else {
  after(() => server.stop());
  engines.set("PostgreSQL", async (clock) =>
    openPostgres({ url: await server.database(`received_${randomUUID().slice(0, 8)}`), clock }),
  );
}

for (const [engine, open] of engines) {
  test(`a crash between the commit and its acknowledgement runs no event again, even after the first has ended (${engine})`, async (context) => {
    await using rig = await openRig(open);
    const { call, log } = rig;
    await call("lambda", "CreateFunction", pythonFunction("told", source) as never);
    await rig.settled("told");
    for (const Principal of ["s3.amazonaws.com", "logs.amazonaws.com", "lambda.alarms.cloudwatch.amazonaws.com"]) {
      const StatementId = Principal.replaceAll(".", "-");
      await call("lambda", "AddPermission", {
        FunctionName: "told",
        StatementId,
        Action: "lambda:InvokeFunction",
        Principal,
      });
    }
    await call("s3", "CreateBucket", { Bucket: "photos" } as never);
    await call("s3", "PutBucketNotificationConfiguration", {
      Bucket: "photos",
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [{ LambdaFunctionArn: functionArn, Events: ["s3:ObjectCreated:*"] }],
      },
    } as never);
    await call("cloudwatch-logs", "CreateLogGroup", { logGroupName: "g" });
    await call("cloudwatch-logs", "CreateLogStream", { logGroupName: "g", logStreamName: "s" });
    const filter = { logGroupName: "g", filterName: "all", filterPattern: "", destinationArn: functionArn };
    await call("cloudwatch-logs", "PutSubscriptionFilter", filter);
    await call("cloudwatch", "PutMetricAlarm", {
      AlarmName: "a",
      Namespace: "n",
      MetricName: "m",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanThreshold",
      AlarmActions: [functionArn],
    } as never);

    rig.crashes.add("s3.notification").add("cloudwatch-logs.deliver-subscription").add("cloudwatch.alarm-action");
    await call("s3", "PutObject", { Bucket: "photos", Key: "k", Body: Buffer.from("x") } as never);
    const logEvents = [{ timestamp: rig.clock.nowMs(), message: "hello" }];
    await call("cloudwatch-logs", "PutLogEvents", { logGroupName: "g", logStreamName: "s", logEvents });
    await call("cloudwatch", "SetAlarmState", { AlarmName: "a", StateValue: "ALARM", StateReason: "tried" });
    const ran = async (reports: number) =>
      (await log("told", reports)).filter((line) => line.startsWith("ran ")).map((line) => line.trim());
    assert.deepEqual((await ran(3)).sort(), ["ran alarm", "ran logs", "ran s3"]);
    await eventually(async () => rig.crashes.size === 0 || undefined, "three crashes");
    await eventually(async () => (await rig.eventsLeft()) === 0 || undefined, "events that have ended");
    const deliveries = rig.deliveries.length;
    rig.clock.advance(1_000);
    await eventually(async () => rig.deliveries.length >= deliveries + 3 || undefined, "repeated deliveries");
    await rig.database.outbox.idle();
    context.diagnostic(`${rig.deliveries.length} deliveries`);
    assert.equal(await rig.eventsLeft(), 0);
    assert.equal((await ran(3)).length, 3);
  });

  test(`what was received is known for a day, and of many the last ones (${engine})`, async () => {
    const clock = createManualClock();
    await using database = disposable(await open(clock));
    await database.migrate([{ name: "received", migrations: receivedMigrations }]);
    const partition = database.partition({ ...place, kind: "lambda.events", name: `remembers-${engine}` });
    const add = (id: string) => partition.write((tx) => receivedStore.add(tx, id, clock.nowMs()));
    assert.equal(await add("one"), true);
    clock.advance(86_400_000 - 1);
    assert.equal(await add("one"), false);
    clock.advance(1);
    assert.equal(await add("one"), true);
    assert.equal(await add("one"), false);
    for (let index = 0; index < 40; index++) await add(`more-${index}`);
    clock.advance(86_400_000);
    for (let index = 0; index < 40; index++) await add(`later-${index}`);
    const left = await partition.read((tx) => tx.get(count, {}));
    assert.ok(Number(left?.count) <= 41 + 8, `${left?.count} rows`);
    clock.advance(86_400_000);
    await partition.write((tx) => receivedStore.removeExpired(tx, clock.nowMs(), 1_000));
    assert.equal(Number((await partition.read((tx) => tx.get(count, {})))?.count), 0);
  });
}

const place = { account: "000000000000", region: "us-east-1" };
const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:told";
const source = `
def handler(event, context):
    print('ran', 's3' if 'Records' in event else 'logs' if 'awslogs' in event else 'alarm')
`;
const count = sql<Record<never, never>, { count: number }>(
  "SELECT COUNT(*) AS count FROM lambda_received WHERE partition = :partition",
);
const countEvents = sql<Record<never, never>, { count: number }>(
  "SELECT COUNT(*) AS count FROM lambda_events WHERE partition = :partition",
);

/** The services over an engine whose first acknowledgement of each topic in `crashes` is lost. */
async function openRig(open: OpenEngine) {
  const clock = createManualClock();
  const directory = await mkdtemp(join(tmpdir(), "squall-received-"));
  const database = await open(clock);
  const crashes = new Set<string>();
  const deliveries: string[] = [];
  const { outbox } = database;
  const start = outbox.start.bind(outbox);
  outbox.start = (deliver, orderOf) =>
    start(async (effect, from: PartitionKey) => {
      await deliver(effect, from);
      deliveries.push(effect.topic);
      if (crashes.delete(effect.topic)) throw new Error("the process died");
    }, orderOf);
  const lambda = createLambda({
    createSandbox: createTestSandbox,
    memory: { availableBytes: () => Number.MAX_SAFE_INTEGER },
  });
  const blobs = await openDiskBlobs({ directory: join(directory, "blobs"), random: createSystemRandom(), clock });
  await database.migrate([{ name: "cost-explorer", migrations: usageMigrations }]);
  const harness = await openOperations([iam, lambda, logs, sts, s3, cloudwatch], {
    database,
    blobs,
    clock,
    access: createAccessControl,
  });
  const lambdaTest = toLambdaTest({
    ...harness,
    clock,
    call: (service, operation, input) => harness.table.call(service, operation, input, harness.asRoot),
  });
  return {
    ...lambdaTest,
    clock,
    database,
    crashes,
    deliveries,
    eventsLeft: async () => {
      const known = await lambdaTest.state.functions.find({ ...place, name: "told" });
      assert.ok(known);
      const partition = database.partition(toPartitionKey(known.family.latest));
      return Number((await partition.read((tx) => tx.get(countEvents, {})))?.count ?? 0);
    },
    [Symbol.asyncDispose]: async () => {
      await outbox.stop();
      await harness.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function disposable(database: Database): Database & AsyncDisposable {
  return Object.assign(database, { [Symbol.asyncDispose]: () => database.close() });
}
