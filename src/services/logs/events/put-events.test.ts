import assert from "node:assert/strict";
import { test } from "node:test";
import { dayMs, filterPages, group, hourMs, openLogs, stream } from "../../../../test/support/logs.ts";
import { refuses } from "../../../../test/support/refuses.ts";

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
