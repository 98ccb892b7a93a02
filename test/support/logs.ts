import type { TestContext } from "node:test";
import { logs } from "../../src/services/logs/service.ts";
import { openServiceTest, type ServiceTest } from "./service-test.ts";

export const hourMs = 60 * 60 * 1000;
export const dayMs = 24 * hourMs;

export const group = { logGroupName: "g" };
export const stream = { ...group, logStreamName: "s" };

/** CloudWatch Logs with a group `g` and its stream `s`. */
export async function openLogs(context: TestContext) {
  const harness = await openServiceTest(context, [logs]);
  await harness.call("cloudwatch-logs", "CreateLogGroup", group);
  await harness.call("cloudwatch-logs", "CreateLogStream", stream);
  const nowMs = harness.clock.nowMs();
  /** Puts events at times counted from the start of the test. */
  const put = (events: readonly (readonly [offsetMs: number, message: string])[], streamName = "s", groupName = "g") =>
    harness.call("cloudwatch-logs", "PutLogEvents", {
      logGroupName: groupName,
      logStreamName: streamName,
      logEvents: events.map(([offsetMs, message]) => ({ timestamp: nowMs + offsetMs, message })),
    });
  return { ...harness, nowMs, put };
}

/** The messages of all pages of a search in group `g`. */
export async function filterPages(call: ServiceTest["call"], input: object): Promise<string[][]> {
  const pages: string[][] = [];
  let nextToken: string | undefined;
  do {
    const page = await call("cloudwatch-logs", "FilterLogEvents", { ...group, ...input, nextToken });
    pages.push((page.events ?? []).map(({ message }) => message ?? ""));
    nextToken = page.nextToken;
  } while (nextToken);
  return pages;
}
