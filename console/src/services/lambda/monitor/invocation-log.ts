import { type CloudWatchLogsClient, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { linesOf } from "../report-line.ts";
import type { Invocation } from "./invocations.ts";

const mostLines = 1_000;

/** The lines of one invocation: its stream from START to REPORT, which hold nothing of another, as an environment runs one at a time. */
export async function readInvocationLog(
  client: CloudWatchLogsClient,
  logGroupName: string,
  { stream, requestId, atMs, durationMs, initMs = 0 }: Invocation,
  abortSignal: AbortSignal,
): Promise<string> {
  const { events = [] } = await client.send(
    new GetLogEventsCommand({
      logGroupName,
      logStreamName: stream,
      startTime: Math.floor(atMs - durationMs - initMs) - 2_000,
      endTime: atMs + 1_000,
      startFromHead: true,
      limit: mostLines,
    }),
    { abortSignal },
  );
  return linesOf(
    events.map(({ message = "" }) => message),
    requestId,
  );
}
