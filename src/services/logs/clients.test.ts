import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  InvalidParameterException,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  paginateDescribeLogGroups,
  paginateDescribeLogStreams,
  paginateFilterLogEvents,
  ResourceNotFoundException,
  StartLiveTailCommand,
  TestMetricFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { startSquall, type TestSquall } from "../../../test/support/squall.ts";

describe("CloudWatch Logs, with the JavaScript SDK", () => {
  let squall: TestSquall;
  let logs: CloudWatchLogsClient;

  before(async () => {
    squall = await startSquall();
    logs = squall.client(CloudWatchLogsClient);
    await createStream("g", "s");
  });

  after(async () => {
    logs.destroy();
    await squall.close();
  });

  async function createStream(logGroupName: string, logStreamName: string): Promise<void> {
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  }

  function put(logGroupName: string, ...messages: string[]) {
    const logEvents = messages.map((message) => ({ timestamp: Date.now(), message }));
    return logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: "s", logEvents }));
  }

  test("paginators go through groups, streams and events", async () => {
    for (let index = 0; index < 5; index++) await createStream(`/pages/${index}`, "s");
    const groups: (string | undefined)[] = [];
    for await (const page of paginateDescribeLogGroups(
      { client: logs, pageSize: 2 },
      { logGroupNamePrefix: "/pages/" },
    )) {
      groups.push(...(page.logGroups ?? []).map(({ logGroupName }) => logGroupName));
    }
    assert.deepEqual(groups, ["/pages/0", "/pages/1", "/pages/2", "/pages/3", "/pages/4"]);
    for (const logStreamName of ["t", "u"]) {
      await logs.send(new CreateLogStreamCommand({ logGroupName: "/pages/0", logStreamName }));
    }
    const streams: (string | undefined)[] = [];
    const request = { logGroupName: "/pages/0", orderBy: "LastEventTime", descending: true } as const;
    for await (const page of paginateDescribeLogStreams({ client: logs, pageSize: 1 }, request)) {
      streams.push(...(page.logStreams ?? []).map(({ logStreamName }) => logStreamName));
    }
    assert.deepEqual(streams, ["u", "t", "s"]);
    await put("/pages/0", ...Array.from({ length: 25 }, (_, index) => `line ${index}`));
    const lines: (string | undefined)[] = [];
    const filter = { logGroupName: "/pages/0", filterPattern: '"line 1"' };
    for await (const page of paginateFilterLogEvents({ client: logs, pageSize: 4 }, filter)) {
      lines.push(...(page.events ?? []).map(({ message }) => message));
    }
    assert.deepEqual(lines, ["line 1", ...Array.from({ length: 10 }, (_, index) => `line 1${index}`)]);
  });

  test("events come back as they were put", async () => {
    const message = 'é\t"quotes" \\ and\n two lines 日本 🎉';
    await createStream("odd", "s");
    await put("odd", message);
    const { events } = await logs.send(new GetLogEventsCommand({ logGroupName: "odd", logStreamName: "s" }));
    assert.equal(events?.[0]?.message, message);
    const found = await logs.send(new FilterLogEventsCommand({ logGroupName: "odd", filterPattern: '"日本"' }));
    assert.equal(found.events?.[0]?.message, message);
  });

  test("errors are the SDK's own classes", async () => {
    await assert.rejects(put("none", "a"), ResourceNotFoundException);
    await assert.rejects(
      logs.send(new FilterLogEventsCommand({ logGroupName: "g", filterPattern: "a:b" })),
      (error) => error instanceof InvalidParameterException && error.message === "Invalid filter pattern",
    );
    const name = logs.send(new CreateLogGroupCommand({ logGroupName: "no spaces" }));
    await assert.rejects(name, {
      name: "InvalidParameterException",
      message: /Value 'no spaces' at 'logGroupName' failed to satisfy constraint/,
    });
    const retention = logs.send(new PutRetentionPolicyCommand({ logGroupName: "g", retentionInDays: 2 }));
    await assert.rejects(retention, InvalidParameterException);
  });

  test("TestMetricFilter gives the fields' values", async () => {
    const { matches } = await logs.send(
      new TestMetricFilterCommand({ filterPattern: "[level, ...]", logEventMessages: ["INFO all is well"] }),
    );
    assert.equal(matches?.[0]?.extractedValues?.$level, "INFO");
  });

  test("a live tail brings events as they are put, and ends when the client goes", async () => {
    const client = squall.client(CloudWatchLogsClient, { disableHostPrefix: true });
    const leave = new AbortController();
    const { responseStream } = await client.send(
      new StartLiveTailCommand({
        logGroupIdentifiers: ["arn:aws:logs:us-east-1:000000000000:log-group:g"],
        logEventFilterPattern: "ERROR",
      }),
      { abortSignal: leave.signal },
    );
    const seen: (string | undefined)[] = [];
    try {
      for await (const { sessionStart, sessionUpdate } of responseStream ?? []) {
        if (sessionStart) await put("g", "ERROR one", "INFO two");
        seen.push(...(sessionUpdate?.sessionResults ?? []).map(({ message }) => message));
        if (seen.length === 1) await put("g", "INFO three", "ERROR four");
        if (seen.length === 2) leave.abort();
      }
    } catch (error) {
      assert.ok(leave.signal.aborted, String(error));
    }
    assert.deepEqual(seen, ["ERROR one", "ERROR four"]);
    client.destroy();
    // Nobody follows any more, and putting goes on.
    await put("g", "ERROR five");
  });
});
