import assert from "node:assert/strict";
import { test } from "node:test";
import { dayMs, filterPages, group, hourMs, openLogs } from "../../../../test/support/logs.ts";
import { refuses } from "../../../../test/support/refuses.ts";
import { readUsage, usageMigrations } from "../../usage/usage.ts";

test("PutRetentionPolicy hides expired events at once and removes them by the hour; DeleteRetentionPolicy ends it", async (context) => {
  const { call, put, clock, table } = await openLogs(context);
  await refuses(
    call("cloudwatch-logs", "PutRetentionPolicy", { ...group, retentionInDays: 2 }),
    "InvalidParameterException",
    /Value '2' at 'retentionInDays' failed to satisfy constraint/,
  );
  await put([[0, "early"]]);
  await put([[hourMs, "late"]]);
  await call("cloudwatch-logs", "PutRetentionPolicy", { ...group, retentionInDays: 1 });
  const described = async () => (await call("cloudwatch-logs", "DescribeLogGroups", {})).logGroups?.[0];
  assert.equal((await described())?.retentionInDays, 1);
  clock.advance(dayMs + hourMs / 2);
  assert.deepEqual(await filterPages(call, {}), [["late"]]);
  await table.host.storage.timers.idle();
  assert.equal((await described())?.storedBytes, "late".length + 26);
  await call("cloudwatch-logs", "DeleteRetentionPolicy", group);
  assert.equal((await described())?.retentionInDays, undefined);
  clock.advance(10 * dayMs);
  await table.host.storage.timers.idle();
  assert.deepEqual(await filterPages(call, {}), [["late"]]);
  for (const operation of ["PutRetentionPolicy", "DeleteRetentionPolicy"] as const) {
    const input = { logGroupName: "none", retentionInDays: 1 };
    await refuses(call("cloudwatch-logs", operation, input), "ResourceNotFoundException", /log group/);
  }
});

test("what has expired goes in several writes, and the rest stays", async (context) => {
  const { call, put, clock, table } = await openLogs(context);
  await Promise.all(Array.from({ length: 2_100 }, (_, index) => put([[index % 100, "x"]])));
  clock.advance(dayMs - 1_000);
  await put([[dayMs, "young"]]);
  await call("cloudwatch-logs", "PutRetentionPolicy", { ...group, retentionInDays: 1 });
  clock.advance(hourMs);
  await table.host.storage.timers.idle();
  const { logGroups } = await call("cloudwatch-logs", "DescribeLogGroups", {});
  assert.equal(logGroups?.[0]?.storedBytes, "young".length + 26);
});

test("what a group holds is on the bill, by how much and how long", async (context) => {
  const { put, clock, table } = await openLogs(context);
  const { storage } = table.host;
  await storage.migrate([{ name: "cost-explorer", migrations: usageMigrations }]);
  const startMs = clock.nowMs();
  await put([[0, "x".repeat(100_000 - 26)]]);
  // The first look counts nothing: it is from then on.
  clock.advance(10_000);
  await storage.timers.idle();
  clock.advance(10 * hourMs);
  await storage.timers.idle();
  let held = 0;
  for await (const hour of readUsage(storage, "000000000000", { fromMs: startMs - dayMs, toMs: startMs + dayMs })) {
    if (hour.usageType !== "TimedStorage-ByteHrs") continue;
    assert.equal(hour.service, "AmazonCloudWatch");
    held += hour.quantity;
  }
  // Of a month of 31 days, packed.
  const hours = (held * 2 ** 30 * 31 * 24) / (100_000 * 0.15);
  assert.ok(Math.abs(hours - 10) < 0.01, `${hours} hours`);
});
