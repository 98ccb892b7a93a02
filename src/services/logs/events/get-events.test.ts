import assert from "node:assert/strict";
import { test } from "node:test";
import { openLogs, stream } from "../../../../test/support/logs.ts";
import { refuses } from "../../../../test/support/refuses.ts";
import type { ServiceTest } from "../../../../test/support/service-test.ts";

type Caller = ServiceTest["call"];

/** All pages in one direction, until the token given is the token got. */
async function readPages(call: Caller, direction: "nextForwardToken" | "nextBackwardToken", input: object) {
  const pages: (string | undefined)[][] = [];
  let token: string | undefined;
  for (;;) {
    const page = await call("cloudwatch-logs", "GetLogEvents", { ...stream, ...input, nextToken: token });
    pages.push((page.events ?? []).map(({ message }) => message));
    if (page[direction] === token) return pages;
    token = page[direction];
  }
}

test("GetLogEvents pages forward and backward through events that came out of order", async (context) => {
  const { call, put, nowMs } = await openLogs(context);
  await put([
    [10, "10"],
    [30, "30"],
    [50, "50"],
  ]);
  await put([
    [20, "20"],
    [30, "30b"],
    [40, "40"],
  ]);
  await put([
    [0, "0"],
    [60, "60"],
  ]);
  const all = ["0", "10", "20", "30", "30b", "40", "50", "60"];
  assert.deepEqual((await readPages(call, "nextForwardToken", { startFromHead: true })).flat(), all);
  for (const limit of [1, 3, 5]) {
    const forward = await readPages(call, "nextForwardToken", { startFromHead: true, limit });
    assert.deepEqual(forward.flat(), all);
    assert.ok(forward.every((page) => page.length <= limit));
    const backward = await readPages(call, "nextBackwardToken", { limit });
    assert.deepEqual(backward.reverse().flat(), all);
  }
  // Without a word of the head, the last page.
  const last = await call("cloudwatch-logs", "GetLogEvents", { ...stream, limit: 2 });
  assert.deepEqual(
    last.events?.map(({ message }) => message),
    ["50", "60"],
  );
  assert.match(last.nextForwardToken ?? "", /^f\/\d{56}\/s$/);
  assert.match(last.nextBackwardToken ?? "", /^b\/\d{56}\/s$/);
  // The start is included, the end is not.
  const range = { startTime: nowMs + 20, endTime: nowMs + 50, startFromHead: true };
  assert.deepEqual((await readPages(call, "nextForwardToken", range)).flat(), ["20", "30", "30b", "40"]);
  assert.deepEqual((await readPages(call, "nextBackwardToken", { ...range, startFromHead: false })).flat(), [
    "20",
    "30",
    "30b",
    "40",
  ]);
});

test("GetLogEvents: from each end the other token leads back, and the forward one to what comes later", async (context) => {
  const { call, put } = await openLogs(context);
  const get = (input: object) => call("cloudwatch-logs", "GetLogEvents", { ...stream, ...input });
  const empty = await get({});
  await put([
    [1, "1"],
    [2, "2"],
  ]);
  const later = await get({ nextToken: empty.nextForwardToken });
  assert.deepEqual(
    later.events?.map(({ message }) => message),
    ["1", "2"],
  );
  const end = await get({ nextToken: later.nextForwardToken });
  assert.deepEqual([end.events, end.nextForwardToken], [[], later.nextForwardToken]);
  assert.deepEqual(
    (await get({ nextToken: end.nextBackwardToken, limit: 1 })).events?.map(({ message }) => message),
    ["2"],
  );
  const start = await get({ nextToken: later.nextBackwardToken });
  assert.deepEqual([start.events, start.nextBackwardToken], [[], later.nextBackwardToken]);
  assert.deepEqual(
    (await get({ nextToken: start.nextForwardToken, limit: 1 })).events?.map(({ message }) => message),
    ["1"],
  );
  await put([[2, "2 again"]]);
  assert.deepEqual(
    (await get({ nextToken: end.nextForwardToken })).events?.map(({ message }) => message),
    ["2 again"],
  );
});

test("GetLogEvents takes an ARN and refuses what it cannot read", async (context) => {
  const { call, put } = await openLogs(context);
  await put([[0, "a"]]);
  const get = (input: object) => call("cloudwatch-logs", "GetLogEvents", { logStreamName: "s", ...input });
  const arn = (account: string) => `arn:aws:logs:us-east-1:${account}:log-group:g`;
  assert.equal((await get({ logGroupIdentifier: arn("000000000000") })).events?.length, 1);
  const none = "ResourceNotFoundException";
  await refuses(get({ logGroupIdentifier: arn("111111111111") }), none, "The specified log group does not exist.");
  await refuses(get({ ...stream, logStreamName: "none" }), none, "The specified log stream does not exist.");
  const invalid = "InvalidParameterException";
  for (const nextToken of ["x", "f/1/s", `g/${"0".repeat(56)}/s`]) {
    await refuses(get({ ...stream, nextToken }), invalid, "The specified nextToken is invalid.");
  }
  await refuses(get({}), invalid, /must be specified/);
});

test("GetLogEvents ends a page at a megabyte, and gives out an event that is as large", async (context) => {
  const { call, put } = await openLogs(context);
  const large = "x".repeat(1024 * 1024 - 26);
  await put([[1, large]]);
  await put([[2, "small"]]);
  const pages = await readPages(call, "nextForwardToken", { startFromHead: true });
  assert.deepEqual(pages, [[large], ["small"], []]);
});
