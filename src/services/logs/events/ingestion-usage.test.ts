import assert from "node:assert/strict";
import { test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { costExplorer } from "../../cost-explorer/service.ts";
import { logs } from "../service.ts";
import type { LogsState } from "../state.ts";

test("PutLogEvents is on the bill by its gigabytes, group and tags, after a minute", async (context) => {
  const { call, clock, table } = await openServiceTest(context, [logs, costExplorer]);
  const stream = { logGroupName: "g", logStreamName: "s" };
  await call("cloudwatch-logs", "CreateLogGroup", { logGroupName: "g", tags: { team: "x" } });
  await call("cloudwatch-logs", "CreateLogStream", stream);
  const message = "m".repeat(200_000 - 26);
  const logEvents = Array(5).fill({ timestamp: clock.nowMs(), message });
  for (let index = 0; index < 10; index++) await call("cloudwatch-logs", "PutLogEvents", { ...stream, logEvents });
  const bill = async () => {
    const { ResultsByTime } = await call("cost-explorer", "GetCostAndUsage", {
      TimePeriod: { Start: "2026-01-01", End: "2026-02-01" },
      Granularity: "MONTHLY",
      Metrics: ["UsageQuantity", "UnblendedCost"],
      GroupBy: [
        { Type: "DIMENSION", Key: "RESOURCE_ID" },
        { Type: "TAG", Key: "team" },
      ],
    });
    return ResultsByTime?.[0]?.Groups;
  };
  assert.deepEqual(await bill(), []);
  clock.advance(60_000);
  await (table.services.get("cloudwatch-logs")?.state as LogsState | undefined)?.usage.idle();
  const gigabytes = 10_000_000 / 2 ** 30;
  const [group] = (await bill()) ?? [];
  assert.deepEqual(group?.Keys, ["arn:aws:logs:us-east-1:000000000000:log-group:g", "team$x"]);
  assert.equal(Number(group?.Metrics?.UsageQuantity?.Amount).toFixed(8), gigabytes.toFixed(8));
  assert.equal(Number(group?.Metrics?.UnblendedCost?.Amount).toFixed(8), (gigabytes * 0.5).toFixed(8));
});
