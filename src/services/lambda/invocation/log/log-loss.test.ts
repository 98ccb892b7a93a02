import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { eventually } from "../../../../../test/support/eventually.ts";
import { createTestSandbox, toLambdaTest } from "../../../../../test/support/lambda.ts";
import { openOperations } from "../../../../../test/support/operations.ts";
import { createManualClock } from "../../../../platform/clock.ts";
import { createSystemRandom } from "../../../../platform/random.ts";
import { openDiskBlobs } from "../../../../storage/blobs/disk/disk-blobs.ts";
import type { Database } from "../../../../storage/database.ts";
import { openSqlite } from "../../../../storage/sqlite/sqlite.ts";
import { createAccessControl } from "../../../iam/access/access-control.ts";
import { iam } from "../../../iam/service.ts";
import { logs } from "../../../logs/service.ts";
import { sts } from "../../../sts/service.ts";
import { usageMigrations } from "../../../usage/usage.ts";
import { createLambda } from "../../service.ts";
import type { LambdaSettings } from "../../settings.ts";
import { toPartitionKey } from "../events/event-queues.ts";
import { eventStore } from "../events/event-store.ts";

const writing = `
import os
line = b"x" * 999 + b"\\n"

def handler(event, context):
    os.write(1, b"begun\\n")
    for _ in range(event["mib"]):
        data = line * 1000
        while data:
            data = data[os.write(1, data):]
    return "written"
`;

test("50 MB of output lose nothing: the function waits for its log", async (context) => {
  const squall = await openRig(context);
  await squall.create("loud", writing, { Timeout: 60 });
  const { payload } = await squall.invoke("loud", { mib: 50 });
  assert.equal(payload, "written");
  const linesBytes = 50_000 * (1_000 + 26);
  const storedBytes = await eventually(async () => {
    const { logGroups } = await squall.call("cloudwatch-logs", "DescribeLogGroups", {});
    const bytes = logGroups?.[0]?.storedBytes ?? 0;
    return bytes > linesBytes ? bytes : undefined;
  }, "all lines");
  // The lines of the platform, and `begun`.
  assert.ok(storedBytes < linesBytes + 2_000, `${storedBytes - linesBytes} bytes more`);
});

test("a function that waits for its log is still ended when its time is up", async (context) => {
  const squall = await openRig(context);
  await squall.create("late", writing, { Timeout: 2 });
  squall.disk.isFull = true;
  const { payload } = await squall.invoke("late", { mib: 30 });
  assert.match(JSON.stringify(payload), /timed out/);
  squall.disk.isFull = false;
  const lines = await squall.log("late");
  assert.ok(lines.includes("begun\n"));
});

test("while logs cannot be stored functions run, and afterwards nothing is missing; an event is struck off only then", async (context) => {
  const squall = await openRig(context);
  await squall.create("told", "def handler(event, context):\n    print('ran', event)\n    return event\n");
  squall.disk.isFull = true;
  const Payload = Buffer.from("1");
  await squall.lambda("Invoke", { FunctionName: "told", InvocationType: "Event", Payload } as never);
  assert.equal((await squall.invoke("told", 2)).payload, 2);
  await eventually(async () => squall.disk.refused > 2 || undefined, "refused batches");
  const known = await squall.state.functions.find({ account: "000000000000", region: "us-east-1", name: "told" });
  assert.ok(known);
  const key = toPartitionKey(known.family.latest);
  const waiting = () => squall.database.partition(key).read((tx) => eventStore.list(tx, { dueMs: -1, id: "" }, 10));
  assert.equal((await waiting()).length, 1);
  squall.disk.isFull = false;
  const lines = await squall.log("told", 2);
  assert.deepEqual(lines.filter((line) => line.startsWith("ran ")).sort(), ["ran 1\n", "ran 2\n"]);
  await eventually(async () => (await waiting()).length === 0 || undefined, "the event to be struck off");
});

test("no line of the platform is lost: when memory for logs is full events wait, callers as long as their function may take", async (context) => {
  const squall = await openRig(context, { unstoredLogBytes: 32 * 1024 });
  await squall.create("quiet", "def handler(event, context):\n    return event\n", { Timeout: 1 });
  squall.disk.isFull = true;
  let answered = 0;
  const refused = await (async () => {
    for (; answered < 1_000; answered++) {
      try {
        await squall.invoke("quiet", answered);
      } catch (error) {
        return error as Error;
      }
    }
    return undefined;
  })();
  assert.equal(refused?.name, "ServiceException");
  assert.ok(answered > 10 && answered < 100, `${answered} were answered`);
  for (let event = 0; event < 5; event++) {
    const Payload = Buffer.from(String(event));
    await squall.lambda("Invoke", { FunctionName: "quiet", InvocationType: "Event", Payload } as never);
  }
  squall.disk.isFull = false;
  const lines = await squall.log("quiet", answered + 5);
  for (const kind of ["START ", "END ", "REPORT "]) {
    assert.equal(lines.filter((line) => line.startsWith(kind)).length, answered + 5, kind);
  }
});

test("an environment that has ended keeps what it has told until that is stored", async (context) => {
  const squall = await openRig(context);
  await squall.create(
    "gone",
    "import os\ndef handler(event, context):\n    os.write(1, b'last words\\n')\n    os._exit(1)\n",
  );
  squall.disk.isFull = true;
  assert.match(JSON.stringify((await squall.invoke("gone")).payload), /Runtime exited/);
  // Longer than the end waits for it.
  await eventually(async () => squall.disk.refused > 5 || undefined, "refused batches");
  squall.disk.isFull = false;
  const lines = await squall.log("gone");
  assert.ok(lines.includes("last words\n") && lines.some((line) => line.startsWith("END ")), lines.join(""));
});

/** Lambda whose log groups can't be written while the `disk` is full. */
async function openRig(context: TestContext, settings: Partial<LambdaSettings> = {}) {
  const clock = createManualClock();
  const directory = await mkdtemp(join(tmpdir(), "squall-loss-"));
  const disk = { isFull: false, refused: 0 };
  const database = refuseLogs(await openSqlite({ file: ":memory:", clock }), disk);
  await database.migrate([{ name: "cost-explorer", migrations: usageMigrations }]);
  const lambda = createLambda({
    createSandbox: createTestSandbox,
    memory: { availableBytes: () => Number.MAX_SAFE_INTEGER },
    settings,
  });
  const harness = await openOperations([iam, lambda, logs, sts], {
    database,
    blobs: await openDiskBlobs({ directory: join(directory, "blobs"), random: createSystemRandom(), clock }),
    clock,
    access: createAccessControl,
  });
  context.after(async () => {
    await harness.close();
    await rm(directory, { recursive: true, force: true });
  });
  const test = toLambdaTest({
    ...harness,
    clock,
    call: (service, operation, input) => harness.table.call(service, operation, input, harness.asRoot),
  });
  return { ...test, database, disk };
}

function refuseLogs(database: Database, disk: { isFull: boolean; refused: number }): Database {
  const partition = database.partition.bind(database);
  database.partition = (key) => {
    const found = partition(key);
    if (key.kind !== "logs.group") return found;
    const write = found.write.bind(found);
    found.write = (work) => {
      if (!disk.isFull) return write(work);
      disk.refused++;
      return Promise.reject(new Error("database or disk is full"));
    };
    return found;
  };
  return database;
}
