import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../../../test/support/eventually.ts";
import { openLambda, pythonFunction, wholeFile } from "../../../../../test/support/lambda.ts";

const lambda = await openLambda(wholeFile);
const SnapStart = { ApplyOn: "PublishedVersions" } as const;

const code = `
import os, time, uuid, boto3
from snapshot_restore_py import register_before_snapshot, register_after_restore
print("loading")
time.sleep(0.3)
session = boto3.Session()
loaded_by = str(uuid.uuid4())
environment = loaded_by
calls = []
def restored():
    global environment
    environment = str(uuid.uuid4())
    calls.append("after")
register_before_snapshot(lambda: calls.append("before"))
register_after_restore(restored)
def handler(event, context):
    if event.get("sleep"): time.sleep(event["sleep"])
    credentials = session.get_credentials()
    return {"loadedBy": loaded_by, "environment": environment, "calls": calls, "type": os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"],
            "variables": [name for name in ("AWS_ACCESS_KEY_ID", "AWS_LAMBDA_LOG_STREAM_NAME") if name in os.environ],
            "key": credentials.access_key, "method": credentials.method, "version": context.function_version}
`;

async function published(name: string, text: string) {
  await lambda.create(name, text, { Runtime: "python3.12", SnapStart } as never);
  const version = await lambda.lambda("PublishVersion", { FunctionName: name });
  const settled = await eventually(async () => {
    const found = await lambda.lambda("GetFunctionConfiguration", { FunctionName: name, Qualifier: "1" });
    return found.State === "Pending" ? undefined : found;
  }, `version 1 of ${name}`);
  return { version, settled };
}

test("a published version is initialised once, and its environments are made from that", async () => {
  const { version, settled } = await published("snapped", code);
  assert.deepEqual([version.State, version.SnapStart], ["Pending", { ...SnapStart, OptimizationStatus: "Off" }]);
  assert.deepEqual([settled.State, settled.SnapStart], ["Active", { ...SnapStart, OptimizationStatus: "On" }]);
  const latest = await lambda.lambda("GetFunctionConfiguration", { FunctionName: "snapped" });
  assert.deepEqual(latest.SnapStart, { ...SnapStart, OptimizationStatus: "Off" });
  const startedMs = performance.now();
  const answers = await Promise.all([1, 2, 3].map(() => lambda.invoke("snapped", { sleep: 0.3 }, { Qualifier: "1" })));
  const payloads = answers.map(({ payload }) => payload);
  assert.equal(new Set(payloads.map(({ environment }) => environment)).size, 3, "three at once are three environments");
  assert.equal(new Set(payloads.map(({ loadedBy }) => loadedBy)).size, 1, "loaded by one process");
  assert.ok(payloads.every(({ loadedBy, environment }) => loadedBy !== environment));
  assert.deepEqual(payloads[0].calls, ["before", "after"]);
  assert.equal(payloads[0].type, "snap-start");
  assert.deepEqual(payloads[0].variables, []);
  assert.match(payloads[0].key, /^ASIA/);
  assert.equal(payloads[0].method, "container-role");
  assert.ok(performance.now() - startedMs < 10_000);
  const again = await lambda.invoke("snapped", {}, { Qualifier: "1" });
  assert.ok(payloads.some(({ environment }) => environment === again.payload.environment));
  const log = await lambda.log("snapped", 4);
  const only = (start: string) => log.filter((line) => line.startsWith(start));
  assert.equal(only("INIT_START").length, 1);
  assert.equal(only("loading").length, 1);
  assert.match(only("INIT_REPORT")[0] ?? "", /^INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: success\n$/);
  assert.match(
    only("RESTORE_START")[0] ?? "",
    /^RESTORE_START Runtime Version: python:3\.12\.v1\tRuntime Version ARN: /,
  );
  assert.equal(only("RESTORE_REPORT").length, 3);
  assert.match(only("RESTORE_REPORT")[0] ?? "", /^RESTORE_REPORT Restore Duration: [\d.]+ ms\n$/);
  const reports = only("REPORT");
  assert.equal(
    reports.filter((line) => /Restore Duration: [\d.]+ ms\tBilled Restore Duration: \d+ ms/.test(line)).length,
    3,
  );
  assert.ok(reports.every((line) => !line.includes("Init Duration")));
});

test("$LATEST has no snapshot", async () => {
  const { payload } = await lambda.invoke("snapped");
  assert.deepEqual([payload.type, payload.loadedBy === payload.environment], ["on-demand", true]);
});

test("a version that can't be initialised fails, and says why", async () => {
  const { settled } = await published("broken", 'raise RuntimeError("no")\n');
  assert.equal(settled.State, "Failed");
  assert.match(settled.StateReason ?? "", /RuntimeError: no$/);
  const hook =
    "import snapshot_restore_py\nsnapshot_restore_py.register_before_snapshot(lambda: 1 / 0)\ndef handler(event, context): pass\n";
  assert.match((await published("hooked", hook)).settled.StateReason ?? "", /ZeroDivisionError/);
});

test("a hook that fails after the restore fails the call with AWS's exception", async () => {
  const hook =
    "import snapshot_restore_py\nsnapshot_restore_py.register_after_restore(lambda: 1 / 0)\ndef handler(event, context): pass\n";
  assert.equal((await published("after", hook)).settled.State, "Active");
  await assert.rejects(lambda.invoke("after", {}, { Qualifier: "1" }), { name: "SnapStartException" });
});

test("what AWS does not serve with it is refused in its words, what Squall doesn't by name", async () => {
  const refuses = (more: object, message: string) =>
    assert.rejects(lambda.lambda("CreateFunction", { ...pythonFunction("refused", ""), SnapStart, ...more } as never), {
      name: "InvalidParameterValueException",
      message,
    });
  await refuses({ Runtime: "python3.11" }, "python3.11 is not supported for SnapStart enabled functions.");
  await refuses({ Runtime: "nodejs22.x" }, "nodejs22.x is not supported for SnapStart enabled functions.");
  await refuses({ Runtime: "java21" }, "Squall does not support SnapStart for java21 yet.");
  await refuses(
    { Runtime: "python3.12", EphemeralStorage: { Size: 1024 } },
    "Ephemeral storage greater than 512 MB is not supported for SnapStart enabled functions.",
  );
  await assert.rejects(
    lambda.lambda("PutProvisionedConcurrencyConfig", {
      FunctionName: "snapped",
      Qualifier: "1",
      ProvisionedConcurrentExecutions: 1,
    }),
    { message: "Provisioned Concurrency is not supported for SnapStart enabled functions." },
  );
});
