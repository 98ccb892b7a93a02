import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetQueryResultsCommand,
  MalformedQueryException,
  PutLogEventsCommand,
  StartQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { eventually } from "../../../../test/support/eventually.ts";
import { dayMs, group, openLogs, stream } from "../../../../test/support/logs.ts";
import { refuses } from "../../../../test/support/refuses.ts";
import { startSquall } from "../../../../test/support/squall.ts";
import { limits } from "../limits.ts";
import type { LogsState } from "../state.ts";
import type { QueryRequest } from "./query.ts";

async function openQueries(context: Parameters<typeof openLogs>[0]) {
  const harness = await openLogs(context);
  const state = harness.table.services.get("cloudwatch-logs")?.state as LogsState;
  const range = { startTime: harness.nowMs / 1000 - 3600, endTime: harness.nowMs / 1000 + 3600 };
  const start = async (queryString: string, input: object = { logGroupName: "g" }) => {
    const { queryId = "" } = await harness.call("cloudwatch-logs", "StartQuery", { ...range, ...input, queryString });
    return queryId;
  };
  const results = (queryId: string, input: object = {}) =>
    harness.call("cloudwatch-logs", "GetQueryResults", { queryId, ...input });
  const ask = async (queryString: string, input?: object) => {
    const queryId = await start(queryString, input);
    await state.queries.idle();
    return results(queryId);
  };
  return { ...harness, queries: state.queries, start, results, ask };
}

type Results = Awaited<ReturnType<Awaited<ReturnType<typeof openQueries>>["results"]>>["results"];

const column = (rows: Results, name: string) =>
  (rows ?? []).map((row) => row.find(({ field }) => field === name)?.value);

test("queries of any number of accounts wait up to a limit", async (context) => {
  const { table } = await openLogs(context);
  const state = table.services.get("cloudwatch-logs")?.state as LogsState;
  const plan = { columns: undefined } as unknown as QueryRequest["plan"];
  let started = 0;
  const startIn = (account: number) => {
    const place = { account: String(account).padStart(12, "0"), region: "us-east-1" };
    state.queries.start({
      id: `q${++started}`,
      place,
      span: { fromMs: 0, toMs: 1 },
      text: "",
      user: "",
      plan,
      targets: [],
    });
  };
  const most = limits.insightsRunning + limits.insightsWaiting;
  assert.throws(
    () => {
      for (let account = 0; account <= most; account++) startIn(account);
    },
    { code: "LimitExceededException" },
  );
  assert.equal(started, most + 1);
});

test("a query runs through what is stored and tells what it saw", async (context) => {
  const { put, ask, nowMs, call } = await openQueries(context);
  await put([
    [0, "an ERROR"],
    [1000, "all well"],
    [2000, "another ERROR"],
    [dayMs / 24 - 1, "ERROR in the last second"],
  ]);
  const { status, results, statistics, queryLanguage } = await ask("filter @message like /ERROR/ | limit 2");
  assert.deepEqual([status, queryLanguage], ["Complete", "CWLI"]);
  assert.deepEqual(column(results, "@message"), ["ERROR in the last second", "another ERROR"]);
  assert.deepEqual(statistics, {
    recordsMatched: 3,
    recordsScanned: 4,
    bytesScanned: 53 + 4 * 26,
    estimatedRecordsSkipped: 0,
    estimatedBytesSkipped: 0,
    logGroupsScanned: 1,
    resultCount: 2,
  });
  const all = await ask("fields @message", { logGroupIdentifiers: ["g"], endTime: nowMs / 1000 + 1 });
  assert.deepEqual(column(all.results, "@message"), ["all well", "an ERROR"]);

  const [pointer = ""] = column(all.results, "@ptr");
  const { logRecord } = await call("cloudwatch-logs", "GetLogRecord", { logRecordPointer: pointer });
  assert.deepEqual(logRecord, {
    "@timestamp": String(nowMs + 1000),
    "@message": "all well",
    "@logStream": "s",
    "@log": "000000000000:g",
    "@ingestionTime": String(nowMs),
    "@ptr": pointer,
  });
  await call("cloudwatch-logs", "DeleteLogStream", stream);
  const gone = call("cloudwatch-logs", "GetLogRecord", { logRecordPointer: pointer });
  await refuses(gone, "ResourceNotFoundException", "The specified resource does not exist.");
  const none = call("cloudwatch-logs", "GetLogRecord", { logRecordPointer: "x" });
  await refuses(none, "InvalidParameterException", "The log record pointer is invalid.");
});

test("several groups are one, in the order of time", async (context) => {
  const { put, ask, call } = await openQueries(context);
  await call("cloudwatch-logs", "CreateLogGroup", { logGroupName: "h", logGroupClass: "INFREQUENT_ACCESS" });
  await call("cloudwatch-logs", "CreateLogStream", { logGroupName: "h", logStreamName: "s" });
  await put([
    [0, '{"a":1}'],
    [20, '{"a":3}'],
  ]);
  await put([[10, '{"a":2}']], "s", "h");
  const both = { logGroupNames: ["g", "h"] };
  const { results, statistics } = await ask("fields @message, @log", both);
  assert.deepEqual(column(results, "@message"), ['{"a":3}', '{"a":2}', '{"a":1}']);
  assert.deepEqual(column(results, "@log"), ["000000000000:g", "000000000000:h", "000000000000:g"]);
  assert.equal(statistics?.logGroupsScanned, 2);
  assert.deepEqual(column((await ask("fields @message | limit 2", both)).results, "@message"), ['{"a":3}', '{"a":2}']);
  // Fields are found only in the standard class.
  assert.deepEqual(column((await ask("stats sum(a) as s", both)).results, "s"), ["4"]);
});

test("a large group is gone through in slices, and its results in pages", async (context) => {
  const { put, ask, results, start, queries } = await openQueries(context);
  const filler = "x".repeat(20_000);
  for (let batch = 0; batch < 40; batch++) {
    await put(Array.from({ length: 40 }, (_, place) => [batch * 100 + place, `${batch}.${place} ${filler}`] as const));
  }
  const { results: rows } = await ask(
    'parse @message "*.* " as batch, place | stats count(*) as n, max(place) as m by batch',
  );
  assert.equal(rows?.length, 40);
  assert.ok(rows?.every((row) => row[1]?.value === "40" && row[2]?.value === "39"));

  const id = await start("fields strlen(@message) as l | limit 1500");
  await queries.idle();
  const first = await results(id, { maxItems: 1000 });
  const second = await results(id, { maxItems: 1000, nextToken: first.nextToken });
  await refuses(results(id, { nextToken: "eA" }), "InvalidParameterException", "The specified nextToken is invalid.");
  assert.deepEqual([first.results?.length, second.results?.length, second.nextToken], [1000, 500, undefined]);
});

test("queries run a few at a time, can be cancelled, and are listed", async (context) => {
  const { put, start, results, queries, call, clock } = await openQueries(context);
  await put([[0, "x"]]);
  const ids: string[] = [];
  for (let count = 0; count < 6; count++) {
    ids.push(await start(`fields @message | limit ${count + 1}`));
    clock.advance(1);
  }
  const [running = "", , , , , waiting = ""] = ids;
  const statuses = async () => Promise.all(ids.map(async (id) => (await results(id)).status));
  assert.equal((await statuses()).at(-1), "Scheduled");
  const stop = (queryId: string) => call("cloudwatch-logs", "StopQuery", { queryId });
  assert.deepEqual(await stop(waiting), { success: true });
  assert.deepEqual(await stop(running), { success: true });
  await queries.idle();
  assert.deepEqual(await statuses(), ["Cancelled", "Complete", "Complete", "Complete", "Complete", "Cancelled"]);
  assert.deepEqual(await stop(running), { success: false });
  assert.deepEqual((await results(running)).results, []);

  const list = (input: object = {}) => call("cloudwatch-logs", "DescribeQueries", input);
  const complete = await list({ status: "Complete", maxResults: 3 });
  assert.deepEqual(
    complete.queries?.map(({ queryId }) => queryId),
    ids.slice(2, 5).reverse(),
  );
  const rest = await list({ status: "Complete", maxResults: 3, nextToken: complete.nextToken });
  assert.deepEqual(
    rest.queries?.map(({ queryId }) => queryId),
    ids.slice(1, 2),
  );
  const [last] = (await list({ logGroupName: "g" })).queries ?? [];
  assert.match(last?.queryString ?? "", /^SOURCE "g" START=\d+000 END=\d+999 \| fields @message \| limit 6$/);
  assert.equal(last?.userIdentity, "arn:aws:iam::000000000000:root");
  assert.deepEqual((await list({ logGroupName: "other" })).queries, []);

  clock.advance(7 * dayMs + 10);
  assert.deepEqual((await list()).queries, []);
  await refuses(results(running), "ResourceNotFoundException", "The specified query does not exist.");
});

test("no more than a hundred queries wait and run at once", async (context) => {
  const { start, queries } = await openQueries(context);
  // All in one turn of the process, so that none has ended.
  const all = await Promise.allSettled(Array.from({ length: 130 }, () => start("fields a")));
  const refused = all.filter(({ status }) => status === "rejected");
  assert.ok(
    refused.length > 0 &&
      refused.every((each) => (each as PromiseRejectedResult).reason.name === "LimitExceededException"),
  );
  await queries.idle();
  await start("fields a");
});

test("a query that needs too much memory fails", async (context) => {
  const { put, ask } = await openQueries(context);
  const line = `"${Array.from({ length: 12_000 }, (_, index) => index).join(",")}"`;
  await put(Array.from({ length: 15 }, (_, index) => [index, `${index}${line}`] as const));
  // What is counted is 600 KB long, and there are 300 of these.
  const doubled =
    "concat(@message, @message, @message, @message, @message, @message, @message, @message, @message, @message)";
  const many = Array.from({ length: 20 }, (_, index) => `count_distinct(concat(${doubled}, "${index}"))`).join(", ");
  assert.equal((await ask(`stats ${many}`)).status, "Failed");
  assert.equal((await ask("stats count_distinct(@message)")).status, "Complete");
});

test("StartQuery refuses what does not go together", async (context) => {
  const { start, call } = await openQueries(context);
  const invalid = "InvalidParameterException";
  await refuses(start("fields a", {}), invalid, /Exactly one of/);
  await refuses(start("fields a", { logGroupName: "g", logGroupNames: ["g"] }), invalid, /Exactly one of/);
  await refuses(
    start("fields a", { logGroupNames: Array.from({ length: 51 }, (_, i) => `g${i}`) }),
    invalid,
    /up to 50/,
  );
  await refuses(start("fields a", { ...group, startTime: 2, endTime: 1 }), invalid, /after endTime/);
  await refuses(
    start("SELECT 1", { ...group, queryLanguage: "SQL" }),
    invalid,
    "Squall does not support the query language SQL.",
  );
  const noGroup = /^Log group 'none' does not exist for account ID '000000000000' \(Service: AWSLogs; /;
  await refuses(start("fields a", { logGroupName: "none" }), "ResourceNotFoundException", noGroup);
  await refuses(
    start("filter", group),
    "MalformedQueryException",
    "unexpected end of the query at line 1 and position 6",
  );
  const stop = call("cloudwatch-logs", "StopQuery", { queryId: "none" });
  await refuses(stop, "ResourceNotFoundException", "The specified query does not exist.");
});

test("GetLogGroupFields tells how often each field is there", async (context) => {
  const { put, call, clock, nowMs } = await openQueries(context);
  await put([
    [0, '{"a":1,"b":{"c":2}}'],
    [1000, '{"a":1}'],
    [2000, "text"],
  ]);
  const fields = async (input: object = {}) => {
    const { logGroupFields } = await call("cloudwatch-logs", "GetLogGroupFields", { ...group, ...input });
    return Object.fromEntries((logGroupFields ?? []).map(({ name = "", percent }) => [name, percent]));
  };
  clock.advance(60_000);
  const whole = { "@timestamp": 100, "@message": 100, "@logStream": 100, "@log": 100, "@ingestionTime": 100 };
  assert.deepEqual(await fields(), { ...whole, a: 67, "b.c": 33 });
  clock.advance(dayMs);
  assert.deepEqual(await fields(), {});
  assert.deepEqual(await fields({ time: nowMs / 1000 + 300 }), { ...whole, a: 67, "b.c": 33 });
});

test("with the JavaScript SDK", async () => {
  await using squall = await startSquall();
  const logs = squall.client(CloudWatchLogsClient);
  await logs.send(new CreateLogGroupCommand(group));
  await logs.send(new CreateLogStreamCommand(stream));
  const now = Date.now();
  const logEvents = [10, 20, 40].map((ms, index) => ({ timestamp: now + index, message: JSON.stringify({ ms }) }));
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
  const range = { startTime: Math.floor(now / 1000) - 60, endTime: Math.floor(now / 1000) + 60 };
  const queryString = "fields ms | filter ms > 15 | stats avg(ms) as average, count(*) by @logStream";
  const { queryId } = await logs.send(new StartQueryCommand({ ...group, ...range, queryString }));
  const { results, statistics } = await eventually(async () => {
    const answer = await logs.send(new GetQueryResultsCommand({ queryId }));
    return answer.status === "Complete" ? answer : undefined;
  }, "the query");
  assert.deepEqual(results, [
    [
      { field: "@logStream", value: "s" },
      { field: "average", value: "30" },
      { field: "count(*)", value: "2" },
    ],
  ]);
  assert.deepEqual([statistics?.recordsMatched, statistics?.recordsScanned], [2, 3]);
  await assert.rejects(
    logs.send(new StartQueryCommand({ ...group, ...range, queryString: "fields @message | filter (" })),
    (error) =>
      error instanceof MalformedQueryException &&
      error.queryCompileError?.location?.startCharOffset === 26 &&
      error.message.startsWith("unexpected end of the query"),
  );
  logs.destroy();
});
