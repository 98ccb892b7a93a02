import assert from "node:assert/strict";
import { test } from "node:test";
import { group, openLogs, stream } from "../../../../test/support/logs.ts";
import { refuses } from "../../../../test/support/refuses.ts";

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
  await refuses(page({ logGroupIdentifier: "g" }), "ValidationException", /ARN are mutually exclusive/);
});

test("a stream of many batches is deleted in many writes, and its group's bytes are right at every time", async (context) => {
  const { call, put, table } = await openLogs(context);
  for (let start = 0; start < 1_300; start += 100) {
    await Promise.all(Array.from({ length: 100 }, (_, index) => put([[start + index, "x"]])));
  }
  await call("cloudwatch-logs", "CreateLogStream", { ...group, logStreamName: "other" });
  const logEvents = [{ timestamp: table.host.clock.nowMs(), message: "kept" }];
  await call("cloudwatch-logs", "PutLogEvents", { ...group, logStreamName: "other", logEvents });
  const storedBytes = async () => (await call("cloudwatch-logs", "DescribeLogGroups", {})).logGroups?.[0]?.storedBytes;
  const own = "kept".length + 26;
  assert.equal(await storedBytes(), 1_300 * 27 + own);
  let writes = 0;
  const partition = table.host.storage.partition.bind(table.host.storage);
  table.host.storage.partition = (key) => {
    const found = partition(key);
    if (key.kind !== "logs.group") return found;
    const write = found.write.bind(found);
    found.write = (work) => {
      writes++;
      return write(work);
    };
    return found;
  };
  const { logStreams = [] } = await call("cloudwatch-logs", "DescribeLogStreams", group);
  const logStreamName = logStreams.map(({ logStreamName: name }) => name).find((name) => name !== "other");
  await call("cloudwatch-logs", "DeleteLogStream", { ...group, logStreamName: logStreamName ?? "" });
  assert.equal(writes, 3);
  assert.equal(await storedBytes(), own);
});
