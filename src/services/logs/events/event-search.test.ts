import assert from "node:assert/strict";
import { test } from "node:test";
import { filterPages, group, hourMs, openLogs } from "../../../../test/support/logs.ts";
import { refuses } from "../../../../test/support/refuses.ts";

test("FilterLogEvents interleaves streams in the order of time, in pages, both ways", async (context) => {
  const { call, put, nowMs, clock } = await openLogs(context);
  await call("cloudwatch-logs", "CreateLogStream", { ...group, logStreamName: "t" });
  await put([
    [0, "s0 ERROR"],
    [20, "s20"],
    [40, "s40 ERROR"],
  ]);
  clock.advance(7);
  await put(
    [
      [10, "t10 ERROR"],
      [20, "t20"],
      [30, "t30 ERROR"],
    ],
    "t",
  );
  const all = ["s0 ERROR", "t10 ERROR", "s20", "t20", "t30 ERROR", "s40 ERROR"];
  const errors = all.filter((message) => message.includes("ERROR"));
  for (const limit of [1, 2, 3, 10_000]) {
    const pages = await filterPages(call, { limit });
    assert.deepEqual(pages.flat(), all);
    assert.ok(pages.every((page) => page.length <= limit));
    assert.deepEqual((await filterPages(call, { limit, filterPattern: "ERROR" })).flat(), errors);
    const back = await filterPages(call, { limit, startFromHead: false, startTime: nowMs - hourMs });
    assert.deepEqual(back.flat(), all.toReversed());
  }
  assert.deepEqual(await filterPages(call, { logStreamNames: ["t"] }), [["t10 ERROR", "t20", "t30 ERROR"]]);
  assert.deepEqual(await filterPages(call, { logStreamNames: ["t", "s"] }), [all]);
  assert.deepEqual(await filterPages(call, { logStreamNamePrefix: "s" }), [["s0 ERROR", "s20", "s40 ERROR"]]);
  // Both ends of the time are included.
  assert.deepEqual(await filterPages(call, { startTime: nowMs + 10, endTime: nowMs + 20 }), [
    ["t10 ERROR", "s20", "t20"],
  ]);

  const { events, searchedLogStreams } = await call("cloudwatch-logs", "FilterLogEvents", { ...group, limit: 1 });
  assert.deepEqual(searchedLogStreams, []);
  assert.match(events?.[0]?.eventId ?? "", /^\d{56}$/);
  assert.deepEqual(
    { ...events?.[0], eventId: "" },
    { logStreamName: "s", timestamp: nowMs, message: "s0 ERROR", ingestionTime: nowMs, eventId: "" },
  );
});

test("FilterLogEvents goes on through a large group in slices and misses nothing", async (context) => {
  const { call, put } = await openLogs(context);
  const filler = "x".repeat(200_000);
  for (let batch = 0; batch < 30; batch++) {
    await put([0, 1, 2, 3].map((place) => [batch * 10 + place, `${batch}.${place} ${filler}`] as const));
  }
  await put([[500, "the needle"]]);
  assert.deepEqual(await filterPages(call, { filterPattern: "needle" }), [["the needle"]]);
  const pages = await filterPages(call, { filterPattern: "%^\\d+\\.[13]\\sx%" });
  assert.equal(pages.flat().length, 60);
  assert.ok(pages.every((page) => page.length <= 5));
  assert.equal(new Set(pages.flat()).size, 60);
});

test("FilterLogEvents refuses what does not go together", async (context) => {
  const { call } = await openLogs(context);
  const invalid = "InvalidParameterException";
  const filter = (input: object) => call("cloudwatch-logs", "FilterLogEvents", { ...group, ...input });
  await refuses(filter({ logStreamNames: ["s"], logStreamNamePrefix: "s" }), invalid, /mutually exclusive/);
  await refuses(filter({ filterPattern: "{" }), invalid, "Invalid filter pattern");
  await refuses(filter({ startFromHead: false }), invalid, /Jan 1, 2024/);
  await refuses(filter({ nextToken: "eA" }), invalid, "The specified nextToken is invalid.");
  await refuses(
    filter({ logStreamNames: ["none"] }),
    "ResourceNotFoundException",
    "The specified log stream does not exist.",
  );
  await refuses(
    filter({ logGroupName: "none" }),
    "ResourceNotFoundException",
    "The specified log group does not exist.",
  );
});

test("TestMetricFilter tells which messages match, and the values of fields", async (context) => {
  const { call } = await openLogs(context);
  const { matches } = await call("cloudwatch-logs", "TestMetricFilter", {
    filterPattern: "[level = E*, ..., count > 1]",
    logEventMessages: ["ERROR a b 2", "INFO a 2", 'ERROR "x y" 3', "ERROR 1"],
  });
  assert.deepEqual(matches, [
    {
      eventNumber: 1,
      eventMessage: "ERROR a b 2",
      extractedValues: { $level: "ERROR", $2: "a", $3: "b", $count: "2" },
    },
    { eventNumber: 3, eventMessage: 'ERROR "x y" 3', extractedValues: { $level: "ERROR", $2: "x y", $count: "3" } },
  ]);
});

test("TestMetricFilter gives so many values of unnamed fields that an answer can hold them, and all of named ones", async (context) => {
  const { call } = await openLogs(context);
  const startedUs = process.cpuUsage();
  const { matches } = await call("cloudwatch-logs", "TestMetricFilter", {
    filterPattern: "[first, ..., last]",
    logEventMessages: ["a ".repeat(500_000)],
  });
  const values = matches?.[0]?.extractedValues ?? {};
  assert.deepEqual([values.$first, values.$2, values.$last, Object.keys(values).length], ["a", "a", "a", 1_002]);
  const ms = process.cpuUsage(startedUs).user / 1_000;
  assert.ok(ms < 500, `${ms} ms`);
});
