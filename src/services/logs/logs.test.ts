import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openServiceTest, type ServiceTest } from "../../../test/support/service-test.ts";
import { logs } from "./service.ts";

type Caller = ServiceTest["call"];
const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** A group `g` with a stream `s`. */
async function openLogs(context: TestContext) {
  const harness = await openServiceTest(context, [logs]);
  await harness.call("cloudwatch-logs", "CreateLogGroup", { logGroupName: "g" });
  await harness.call("cloudwatch-logs", "CreateLogStream", { logGroupName: "g", logStreamName: "s" });
  const nowMs = harness.clock.nowMs();
  const put = (events: readonly (readonly [offsetMs: number, message: string])[], stream = "s", group = "g") =>
    harness.call("cloudwatch-logs", "PutLogEvents", {
      logGroupName: group,
      logStreamName: stream,
      logEvents: events.map(([offsetMs, message]) => ({ timestamp: nowMs + offsetMs, message })),
    });
  return { ...harness, nowMs, put };
}

const group = { logGroupName: "g" };
const stream = { ...group, logStreamName: "s" };

function refuses(call: Promise<unknown>, name: string, message: string | RegExp): Promise<void> {
  return assert.rejects(call, { name, message });
}

test("CreateLogGroup makes a group once, and DescribeLogGroups tells of it as AWS does", async (context) => {
  const { call, nowMs, put } = await openLogs(context);
  await refuses(
    call("cloudwatch-logs", "CreateLogGroup", group),
    "ResourceAlreadyExistsException",
    "The specified log group already exists",
  );
  await put([[0, "four"]]);
  const { logGroups, nextToken } = await call("cloudwatch-logs", "DescribeLogGroups", {});
  assert.equal(nextToken, undefined);
  assert.deepEqual(logGroups, [
    {
      logGroupName: "g",
      creationTime: nowMs,
      retentionInDays: undefined,
      metricFilterCount: 0,
      arn: "arn:aws:logs:us-east-1:000000000000:log-group:g:*",
      logGroupArn: "arn:aws:logs:us-east-1:000000000000:log-group:g",
      storedBytes: 30,
      logGroupClass: "STANDARD",
    },
  ]);
});

test("CreateLogGroup refuses by name what it does not do", async (context) => {
  const { call } = await openLogs(context);
  const create = (input: object) => call("cloudwatch-logs", "CreateLogGroup", { logGroupName: "new", ...input });
  const invalid = "InvalidParameterException";
  await refuses(create({ kmsKeyId: "arn:aws:kms:::key/1" }), invalid, /KMS/);
  await refuses(create({ logGroupClass: "DELIVERY" }), invalid, /DELIVERY/);
  await refuses(create({ deletionProtectionEnabled: true }), invalid, /deletion protection/);
  await refuses(create({ logGroupName: "aws/x" }), invalid, "Log groups starting with AWS/ are reserved for AWS.");
  const tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, "v"]));
  await refuses(create({ tags }), "TooManyTagsException", /50/);
  assert.equal((await call("cloudwatch-logs", "DescribeLogGroups", {})).logGroups?.length, 1);
});

test("DescribeLogGroups finds by prefix, pattern, class and identifier, and goes on where a deleted group was", async (context) => {
  const { call } = await openLogs(context);
  const create = (logGroupName: string, logGroupClass?: "INFREQUENT_ACCESS" | "ESSENTIALS") =>
    call("cloudwatch-logs", "CreateLogGroup", { logGroupName, logGroupClass });
  for (const name of ["/aws/lambda/b", "/aws/lambda/a", "/aws/s3", "Z"]) await create(name);
  await create("cold", "INFREQUENT_ACCESS");
  await create("essential", "ESSENTIALS");
  const names = async (input: object) =>
    (await call("cloudwatch-logs", "DescribeLogGroups", input)).logGroups?.map((each) => each.logGroupName);
  assert.deepEqual(await names({}), ["/aws/lambda/a", "/aws/lambda/b", "/aws/s3", "Z", "cold", "essential", "g"]);
  assert.deepEqual(await names({ logGroupNamePrefix: "/aws/lambda/" }), ["/aws/lambda/a", "/aws/lambda/b"]);
  assert.deepEqual(await names({ logGroupNamePattern: "lambda" }), ["/aws/lambda/a", "/aws/lambda/b"]);
  assert.deepEqual(await names({ logGroupNamePattern: "LAMBDA" }), []);
  assert.deepEqual(await names({ logGroupClass: "ESSENTIALS" }), ["cold", "essential"]);
  assert.deepEqual(await names({ logGroupClass: "STANDARD", logGroupNamePrefix: "g" }), ["g"]);
  const arn = (name: string, region = "us-east-1") => `arn:aws:logs:${region}:000000000000:log-group:${name}`;
  assert.deepEqual(await names({ logGroupIdentifiers: ["g", arn("Z"), arn("cold", "eu-west-1")] }), ["Z", "g"]);
  assert.deepEqual(await names({ includeLinkedAccounts: true }), await names({}));
  assert.deepEqual(await names({ includeLinkedAccounts: true, accountIdentifiers: ["111111111111"] }), []);

  const [brief] = (await call("cloudwatch-logs", "DescribeLogGroups", { logGroupNamePattern: "Z" })).logGroups ?? [];
  assert.deepEqual(Object.keys(brief ?? {}).sort(), ["arn", "creationTime", "logGroupName"]);

  const first = await call("cloudwatch-logs", "DescribeLogGroups", { limit: 2 });
  await call("cloudwatch-logs", "DeleteLogGroup", { logGroupName: "/aws/lambda/b" });
  const second = await call("cloudwatch-logs", "DescribeLogGroups", { limit: 5, nextToken: first.nextToken });
  assert.deepEqual(
    second.logGroups?.map((each) => each.logGroupName),
    ["/aws/s3", "Z", "cold", "essential", "g"],
  );
  assert.equal(second.nextToken, undefined);

  const invalid = "InvalidParameterException";
  await refuses(names({ logGroupNamePrefix: "a", logGroupNamePattern: "b" }), invalid, /mutually exclusive/);
  await refuses(names({ logGroupNamePrefix: "a", logGroupIdentifiers: ["g"] }), invalid, /identifiers/);
  await refuses(names({ nextToken: "$$" }), invalid, "The specified nextToken is invalid.");
});

test("CreateLogStream needs its group and makes a stream once", async (context) => {
  const { call } = await openLogs(context);
  await refuses(
    call("cloudwatch-logs", "CreateLogStream", stream),
    "ResourceAlreadyExistsException",
    "The specified log stream already exists",
  );
  await refuses(
    call("cloudwatch-logs", "CreateLogStream", { ...stream, logGroupName: "none" }),
    "ResourceNotFoundException",
    "The specified log group does not exist.",
  );
});

test("DescribeLogStreams orders by name or by last event, both ways, in pages", async (context) => {
  const { call, nowMs, put, clock } = await openLogs(context);
  for (const name of ["a", "b", "c"]) {
    await call("cloudwatch-logs", "CreateLogStream", { ...group, logStreamName: name });
  }
  clock.advance(5);
  await put(
    [
      [-30, "old"],
      [-10, "new"],
    ],
    "b",
  );
  await put([[-20, "x"]], "a");
  const page = (input: object) => call("cloudwatch-logs", "DescribeLogStreams", { ...group, ...input });
  const names = async (input: object) => (await page(input)).logStreams?.map((each) => each.logStreamName);
  assert.deepEqual(await names({}), ["a", "b", "c", "s"]);
  assert.deepEqual(await names({ descending: true }), ["s", "c", "b", "a"]);
  assert.deepEqual(await names({ orderBy: "LastEventTime" }), ["c", "s", "a", "b"]);
  assert.deepEqual(await names({ orderBy: "LastEventTime", descending: true }), ["b", "a", "s", "c"]);
  assert.deepEqual(await names({ logStreamNamePrefix: "s" }), ["s"]);
  for (const order of [
    {},
    { descending: true },
    { orderBy: "LastEventTime" },
    { orderBy: "LastEventTime", descending: true },
  ]) {
    const paged: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const each = await page({ ...order, limit: 1, nextToken });
      paged.push(...(each.logStreams ?? []).map(({ logStreamName }) => logStreamName));
      nextToken = each.nextToken;
    } while (nextToken);
    assert.deepEqual(paged, await names(order), JSON.stringify(order));
  }
  const [b] =
    (await page({ logStreamNamePrefix: "b", logGroupName: undefined, logGroupIdentifier: "g" })).logStreams ?? [];
  assert.deepEqual(
    { ...b, uploadSequenceToken: typeof b?.uploadSequenceToken },
    {
      logStreamName: "b",
      creationTime: nowMs,
      firstEventTimestamp: nowMs - 30,
      lastEventTimestamp: nowMs - 10,
      lastIngestionTime: nowMs + 5,
      uploadSequenceToken: "string",
      arn: "arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:b",
      storedBytes: 0,
    },
  );
  const invalid = "InvalidParameterException";
  const byTime = { orderBy: "LastEventTime" };
  await refuses(
    page({ ...byTime, logStreamNamePrefix: "a" }),
    invalid,
    "Cannot order by LastEventTime with a logStreamNamePrefix.",
  );
  await refuses(page({ ...byTime, nextToken: "YQ" }), invalid, "The specified nextToken is invalid.");
  await refuses(page({ logGroupIdentifier: "g" }), invalid, /mutually exclusive/);
});

test("PutLogEvents refuses a batch that is out of order, too large or too long", async (context) => {
  const { put } = await openLogs(context);
  const invalid = "InvalidParameterException";
  await refuses(
    put([
      [1, "b"],
      [0, "a"],
    ]),
    invalid,
    "Log events in a single PutLogEvents request must be in chronological order.",
  );
  await refuses(
    put([
      [-dayMs - 1, "a"],
      [0, "b"],
    ]),
    invalid,
    /cannot span more than 24 hours/,
  );
  const message = "é".repeat(1024 * 256);
  await refuses(
    put([
      [0, message],
      [0, message],
    ]),
    invalid,
    "Upload too large: 1048628 bytes exceeds limit of 1048576",
  );
  await refuses(put([[0, "a"]], "none"), "ResourceNotFoundException", "The specified log stream does not exist.");
  await refuses(
    put([[-20 * dayMs, "a"]], "none"),
    "ResourceNotFoundException",
    "The specified log stream does not exist.",
  );
  await refuses(put([[0, "a"]], "s", "none"), "ResourceNotFoundException", "The specified log group does not exist.");
});

test("PutLogEvents leaves out what is too old, expired or too new, and says so", async (context) => {
  const { call, put } = await openLogs(context);
  assert.equal((await put([[0, "fine"]])).rejectedLogEventsInfo, undefined);
  const { rejectedLogEventsInfo } = await put([
    [-14 * dayMs - 1, "too old"],
    [-1, "kept"],
    [2 * hourMs, "kept at the limit"],
    [2 * hourMs + 1, "too new"],
  ]);
  assert.deepEqual(rejectedLogEventsInfo, { tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 3 });
  await call("cloudwatch-logs", "PutRetentionPolicy", { ...group, retentionInDays: 1 });
  const expired = await put([
    [-dayMs - 1, "expired"],
    [0, "kept too"],
  ]);
  assert.deepEqual(expired.rejectedLogEventsInfo, { expiredLogEventEndIndex: 1 });
  const nothing = await put([[-3 * dayMs, "expired"]]);
  assert.deepEqual(nothing.rejectedLogEventsInfo, { expiredLogEventEndIndex: 1 });
  const { events } = await call("cloudwatch-logs", "GetLogEvents", { ...stream, startFromHead: true });
  assert.deepEqual(
    events?.map(({ message }) => message),
    ["kept", "fine", "kept too", "kept at the limit"],
  );
});

test("PutLogEvents takes events beside an entity that it does not support", async (context) => {
  const { call, nowMs } = await openLogs(context);
  const { rejectedEntityInfo } = await call("cloudwatch-logs", "PutLogEvents", {
    ...stream,
    logEvents: [{ timestamp: nowMs, message: "a" }],
    entity: { keyAttributes: { Type: "Service", Name: "n" } },
  });
  assert.deepEqual(rejectedEntityInfo, { errorType: "UnsupportedLogGroupType" });
  assert.equal((await call("cloudwatch-logs", "GetLogEvents", stream)).events?.length, 1);
});

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

test("groups of the cheaper classes take events and do not give them out", async (context) => {
  const { call, put } = await openLogs(context);
  await call("cloudwatch-logs", "CreateLogGroup", { logGroupName: "cold", logGroupClass: "INFREQUENT_ACCESS" });
  await call("cloudwatch-logs", "CreateLogStream", { logGroupName: "cold", logStreamName: "s" });
  await put([[0, "a"]], "s", "cold");
  const message = (operation: string) =>
    `The log group cold is of log-group-class INFREQUENT_ACCESS. ${operation} is not supported for this log class.`;
  const name = "InvalidOperationException";
  const cold = { logGroupName: "cold" };
  await refuses(call("cloudwatch-logs", "FilterLogEvents", cold), name, message("FilterLogEvents"));
  await refuses(
    call("cloudwatch-logs", "GetLogEvents", { ...cold, logStreamName: "s" }),
    name,
    message("GetLogEvents"),
  );
  await refuses(
    call("cloudwatch-logs", "StartLiveTail", { logGroupIdentifiers: ["cold"] }),
    name,
    message("StartLiveTail"),
  );
});

/** All pages of a search. */
async function filterPages(call: Caller, input: object) {
  const pages: string[][] = [];
  let nextToken: string | undefined;
  do {
    const page = await call("cloudwatch-logs", "FilterLogEvents", { ...group, ...input, nextToken });
    pages.push((page.events ?? []).map(({ message }) => message ?? ""));
    nextToken = page.nextToken;
  } while (nextToken);
  return pages;
}

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

test("DeleteLogStream and DeleteLogGroup take the events along", async (context) => {
  const { call, put, table } = await openLogs(context);
  await put([[0, "old"]]);
  await call("cloudwatch-logs", "DeleteLogStream", stream);
  await refuses(call("cloudwatch-logs", "DeleteLogStream", stream), "ResourceNotFoundException", /log stream/);
  await call("cloudwatch-logs", "CreateLogStream", stream);
  assert.deepEqual((await call("cloudwatch-logs", "GetLogEvents", stream)).events, []);
  await put([[0, "second"]]);
  await call("cloudwatch-logs", "DeleteLogGroup", group);
  await refuses(call("cloudwatch-logs", "DeleteLogGroup", group), "ResourceNotFoundException", /log group/);
  await call("cloudwatch-logs", "CreateLogGroup", group);
  assert.deepEqual((await call("cloudwatch-logs", "DescribeLogStreams", group)).logStreams, []);
  await table.host.storage.outbox.idle();
  // What is left is the partition of the new group alone, and nothing has been written to that.
  assert.deepEqual(await table.host.storage.listPartitions("logs.group"), []);
});

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
  const state = table.services.get("cloudwatch-logs")?.state as { sweeper: { idle(): Promise<void> } };
  await state.sweeper.idle();
  assert.equal((await described())?.storedBytes, "late".length + 26);
  await call("cloudwatch-logs", "DeleteRetentionPolicy", group);
  assert.equal((await described())?.retentionInDays, undefined);
  clock.advance(10 * dayMs);
  await state.sweeper.idle();
  assert.deepEqual(await filterPages(call, {}), [["late"]]);
  for (const operation of ["PutRetentionPolicy", "DeleteRetentionPolicy"] as const) {
    const input = { logGroupName: "none", retentionInDays: 1 };
    await refuses(call("cloudwatch-logs", operation, input), "ResourceNotFoundException", /log group/);
  }
});

test("tags, by ARN and by name", async (context) => {
  const { call } = await openLogs(context);
  const arn = { resourceArn: "arn:aws:logs:us-east-1:000000000000:log-group:g" };
  await call("cloudwatch-logs", "TagResource", { ...arn, tags: { a: "1", b: "2" } });
  await call("cloudwatch-logs", "TagLogGroup", { ...group, tags: { b: "3", c: "4" } });
  assert.deepEqual((await call("cloudwatch-logs", "ListTagsForResource", arn)).tags, { a: "1", b: "3", c: "4" });
  await call("cloudwatch-logs", "UntagResource", { ...arn, tagKeys: ["a", "none"] });
  await call("cloudwatch-logs", "UntagLogGroup", { ...group, tags: ["b"] });
  assert.deepEqual((await call("cloudwatch-logs", "ListTagsLogGroup", group)).tags, { c: "4" });
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, ""]));
  await refuses(call("cloudwatch-logs", "TagResource", { ...arn, tags: many }), "TooManyTagsException", /50/);
  for (const resourceArn of [`${arn.resourceArn}2`, "arn:aws:logs:eu-west-1:000000000000:log-group:g"]) {
    await refuses(
      call("cloudwatch-logs", "ListTagsForResource", { resourceArn }),
      "ResourceNotFoundException",
      /resource/,
    );
    await refuses(
      call("cloudwatch-logs", "UntagResource", { resourceArn, tagKeys: ["a"] }),
      "ResourceNotFoundException",
      /resource/,
    );
  }
  await refuses(
    call("cloudwatch-logs", "TagResource", { resourceArn: "g", tags: { a: "" } }),
    "InvalidParameterException",
    /not valid/,
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

test("StartLiveTail streams what arrives and is wanted, from the answer on, and ends after three hours", async (context) => {
  const { call, put, clock, nowMs } = await openLogs(context);
  await call("cloudwatch-logs", "CreateLogStream", { ...group, logStreamName: "other" });
  await put([[0, "ERROR before"]]);
  const { responseStream } = await call("cloudwatch-logs", "StartLiveTail", {
    logGroupIdentifiers: ["arn:aws:logs:us-east-1:000000000000:log-group:g"],
    logStreamNames: ["s"],
    logEventFilterPattern: "ERROR",
  });
  const updates = (responseStream as AsyncIterable<Record<string, Record<string, unknown>>>)[Symbol.asyncIterator]();
  const { sessionStart } = (await updates.next()).value ?? {};
  assert.deepEqual(sessionStart?.logGroupIdentifiers, ["arn:aws:logs:us-east-1:000000000000:log-group:g"]);
  assert.equal(sessionStart?.logEventFilterPattern, "ERROR");
  await put([
    [1, "ERROR one"],
    [2, "INFO two"],
  ]);
  await put([[3, "ERROR elsewhere"]], "other");
  assert.deepEqual((await updates.next()).value, {
    sessionUpdate: {
      sessionMetadata: { sampled: false },
      sessionResults: [
        {
          logGroupIdentifier: "arn:aws:logs:us-east-1:000000000000:log-group:g",
          logStreamName: "s",
          message: "ERROR one",
          timestamp: nowMs + 1,
          ingestionTime: nowMs,
        },
      ],
    },
  });
  const late = updates.next();
  await put([[4, "ERROR late"]]);
  const [result, ...others] = ((await late).value?.sessionUpdate?.sessionResults ?? []) as { message: string }[];
  assert.deepEqual([result?.message, others.length], ["ERROR late", 0]);
  // Without anything new there is an empty update every second.
  assert.deepEqual((await updates.next()).value?.sessionUpdate?.sessionResults, []);
  clock.advance(3 * hourMs);
  await assert.rejects(updates.next(), { name: "SessionTimeoutException" });
  assert.equal((await updates.next()).done, true);
});

test("StartLiveTail drops the oldest events for a client that does not read, and says so", async (context) => {
  const { call, put } = await openLogs(context);
  const { responseStream } = await call("cloudwatch-logs", "StartLiveTail", { logGroupIdentifiers: ["g"] });
  type Update = { sessionUpdate?: { sessionResults: { message: string }[]; sessionMetadata: unknown } };
  const updates = (responseStream as AsyncIterable<Update>)[Symbol.asyncIterator]();
  await updates.next();
  for (let batch = 0; batch < 6; batch++) {
    await put(Array.from({ length: 1_000 }, (_, index) => [batch, `${batch * 1_000 + index}`] as const));
  }
  const messages: string[] = [];
  for (let update = 0; update < 10; update++) {
    const { value } = await updates.next();
    assert.deepEqual(value?.sessionUpdate?.sessionMetadata, { sampled: update === 0 });
    assert.equal(value?.sessionUpdate?.sessionResults.length, 500);
    messages.push(...(value?.sessionUpdate?.sessionResults ?? []).map((result: { message: string }) => result.message));
  }
  assert.deepEqual([messages[0], messages.at(-1)], ["1000", "5999"]);
  await updates.return?.();
});

test("StartLiveTail refuses what does not go together", async (context) => {
  const { call } = await openLogs(context);
  const tail = (input: object) => call("cloudwatch-logs", "StartLiveTail", { logGroupIdentifiers: ["g"], ...input });
  const invalid = "InvalidParameterException";
  await refuses(tail({ logStreamNames: ["s"], logStreamNamePrefixes: ["s"] }), invalid, /mutually exclusive/);
  await refuses(tail({ logGroupIdentifiers: ["g", "g"], logStreamNames: ["s"] }), invalid, /only with one log group/);
  await refuses(tail({ logGroupIdentifiers: Array(11).fill("g") }), invalid, /10 log groups/);
  await refuses(tail({ logEventFilterPattern: "a,b" }), invalid, "Invalid filter pattern");
  await refuses(tail({ logGroupIdentifiers: ["none"] }), "ResourceNotFoundException", /log group/);
});

test("appends that come at the same time all stay, and are read once each in the order of time", async (context) => {
  const { call, put } = await openLogs(context);
  const streams = Array.from({ length: 20 }, (_, index) => `stream-${index}`);
  await Promise.all(
    streams.map((logStreamName) => call("cloudwatch-logs", "CreateLogStream", { ...group, logStreamName })),
  );
  await Promise.all(
    streams.flatMap((name, index) =>
      Array.from({ length: 10 }, (_, batch) =>
        put(
          [0, 1, 2].map((place) => [batch * 100 + ((index * 37) % 100) + place, `${name} ${batch}.${place}`] as const),
          name,
        ),
      ),
    ),
  );
  const { events = [] } = await call("cloudwatch-logs", "FilterLogEvents", group);
  assert.equal(events.length, 600);
  assert.equal(new Set(events.map(({ message }) => message)).size, 600);
  const times = events.map(({ timestamp }) => timestamp ?? 0);
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
  assert.deepEqual(
    (await filterPages(call, { limit: 7 })).flat(),
    events.map(({ message }) => message),
  );
});
