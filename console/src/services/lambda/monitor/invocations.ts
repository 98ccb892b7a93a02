import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { isNotFound } from "../../../aws/errors.ts";
import { isErrorLine, parseReport, type Report } from "../report-line.ts";

/** An invocation as its log tells of it. */
export interface Invocation extends Report {
  readonly atMs: number;
  readonly stream: string;
  readonly isError: boolean;
}

/** The newest invocations are shown; a busier log is cut at its start. */
const mostEvents = 10_000;

/** REPORT lines, and the lines that say that something failed. */
const pattern = '?"REPORT RequestId" ?"[ERROR]" ?"Invoke Error" ?"Task timed out" ?"Runtime." ?"Uncaught"';

/** Empty for a function that has not run yet: its log group comes with the first line. */
export async function readInvocations(
  client: CloudWatchLogsClient,
  logGroupName: string,
  startTime: number,
  abortSignal: AbortSignal,
): Promise<Invocation[]> {
  const events: FilteredLogEvent[] = [];
  let nextToken: string | undefined;
  try {
    do {
      const page = await client.send(
        new FilterLogEventsCommand({ logGroupName, startTime, filterPattern: pattern, nextToken }),
        {
          abortSignal,
        },
      );
      events.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken && events.length < mostEvents);
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
  return toInvocations(events);
}

/** A stream is one environment, which runs one invocation at a time: an error belongs to the REPORT that comes next in its stream. */
export function toInvocations(events: readonly FilteredLogEvent[]): Invocation[] {
  const failing = new Set<string>();
  const found: Invocation[] = [];
  for (const { message = "", timestamp = 0, logStreamName: stream = "" } of events) {
    const report = parseReport(message);
    if (report) {
      found.push({ ...report, atMs: timestamp, stream, isError: failing.has(stream) || report.status !== undefined });
      failing.delete(stream);
    } else if (isErrorLine(message)) failing.add(stream);
  }
  return found.sort((a, b) => b.atMs - a.atMs);
}
