import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../../../test/support/eventually.ts";
import { openLambda, wholeFile } from "../../../../../test/support/lambda.ts";

const { create, invoke, lambda, call, settled } = await openLambda(wholeFile);

async function records(logGroupName: string, count: number) {
  return eventually(async () => {
    const { events } = await call("cloudwatch-logs", "FilterLogEvents", { logGroupName }).catch(() => ({ events: [] }));
    const messages = (events ?? []).map(({ message = "" }) => message);
    return messages.length >= count ? messages : undefined;
  }, `${count} lines in ${logGroupName}`);
}

test("the JSON format has platform records, in a log group of one's own", async () => {
  await create(
    "json",
    "import time\ndef handler(event, context):\n    time.sleep(event.get('sleep', 0))\n    return 1\n",
    {
      Timeout: 1,
      LoggingConfig: { LogFormat: "JSON", LogGroup: "/my/group" },
    } as never,
  );
  const { LoggingConfig } = await lambda("GetFunctionConfiguration", { FunctionName: "json" });
  assert.deepEqual(LoggingConfig, {
    LogFormat: "JSON",
    LogGroup: "/my/group",
    ApplicationLogLevel: "INFO",
    SystemLogLevel: "INFO",
  });
  await invoke("json");
  const lines = (await records("/my/group", 3)).map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ type }) => type),
    ["platform.initStart", "platform.start", "platform.report"],
  );
  const [initStart, start, report] = lines;
  assert.equal(initStart.record.functionName, "json");
  assert.equal(initStart.record.initializationType, "on-demand");
  assert.equal(start.record.version, "$LATEST");
  assert.equal(report.record.requestId, start.record.requestId);
  assert.equal(report.record.status, "success");
  assert.equal(report.record.metrics.memorySizeMB, 128);
  assert.ok(report.record.metrics.initDurationMs > 0);
  assert.match(report.time, /^2026-01-01T00:00:00\.000Z$/);
  await invoke("json", { sleep: 3 });
  const last = JSON.parse((await records("/my/group", 5)).at(-1) ?? "");
  assert.deepEqual(
    [last.type, last.record.status, last.record.metrics.billedDurationMs],
    ["platform.report", "timeout", 1000],
  );
});

test("records below the system log level are left out", async () => {
  await create("quiet", "def handler(event, context):\n    print('only this')\n", {
    LoggingConfig: { LogFormat: "JSON", SystemLogLevel: "WARN" },
  } as never);
  await invoke("quiet");
  assert.deepEqual(await records("/aws/lambda/quiet", 1), ["only this\n"]);
});

test("LoggingConfig: levels are the JSON format's; back to text they are gone", async () => {
  const FunctionName = "quiet";
  const update = async (LoggingConfig: object) => {
    const answer = await lambda("UpdateFunctionConfiguration", { FunctionName, LoggingConfig });
    await settled(FunctionName);
    return answer.LoggingConfig;
  };
  assert.deepEqual(await update({ LogFormat: "Text" }), {
    LogFormat: "Text",
    LogGroup: "/aws/lambda/quiet",
    ApplicationLogLevel: undefined,
    SystemLogLevel: undefined,
  });
  await assert.rejects(update({ ApplicationLogLevel: "DEBUG" }), { name: "InvalidParameterValueException" });
});

test("the runtime is told the format and the application's level", async () => {
  await create(
    "told",
    "import os\ndef handler(event, context):\n    return [os.environ.get('AWS_LAMBDA_LOG_FORMAT'), os.environ.get('AWS_LAMBDA_LOG_LEVEL')]\n",
    {
      LoggingConfig: { LogFormat: "JSON", ApplicationLogLevel: "ERROR" },
    } as never,
  );
  assert.deepEqual((await invoke("told")).payload, ["JSON", "ERROR"]);
});
