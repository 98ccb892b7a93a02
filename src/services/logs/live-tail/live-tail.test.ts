import assert from "node:assert/strict";
import { test } from "node:test";
import { group, hourMs, openLogs } from "../../../../test/support/logs.ts";
import { refuses } from "../../../../test/support/refuses.ts";

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
