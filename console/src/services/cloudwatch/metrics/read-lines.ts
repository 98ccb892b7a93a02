import { type CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { lineLabel, type MetricLine, toQueries } from "./metric-line.ts";

/** A line with its points, the oldest first. */
export interface DrawnLine {
  readonly key: string;
  readonly label: string;
  readonly points: readonly { readonly x: Date; readonly y: number }[];
}

export interface ReadLines {
  readonly lines: readonly DrawnLine[];
  /** What CloudWatch says of them: an expression that could not be worked out. */
  readonly messages: readonly string[];
}

const mostPages = 20;

export async function readLines(
  client: CloudWatchClient,
  asked: readonly MetricLine[],
  { startMs, endMs, periodS }: { readonly startMs: number; readonly endMs: number; readonly periodS: number },
): Promise<ReadLines> {
  const found = new Map<string, DrawnLine & { points: { x: Date; y: number }[] }>();
  const messages = new Set<string>();
  let NextToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(Math.floor(startMs / 1_000 / periodS) * periodS * 1_000),
        EndTime: new Date(endMs),
        ScanBy: "TimestampAscending",
        MetricDataQueries: toQueries(asked, periodS),
        NextToken,
      }),
    );
    for (const { Id = "", Label, Timestamps = [], Values = [], Messages = [] } of answer.MetricDataResults ?? []) {
      for (const { Value } of Messages) if (Value) messages.add(`${Id}: ${Value}`);
      const line = asked.find(({ id }) => id === Id);
      // A search or a group gives several lines of one name.
      const label = line?.metric ? lineLabel(line) : (Label ?? Id);
      const key = `${Id}/${label}`;
      const known = found.get(key) ?? { key, label, points: [] };
      found.set(key, known);
      for (const [at, x] of Timestamps.entries()) known.points.push({ x, y: Values[at] ?? 0 });
    }
    for (const { Value } of answer.Messages ?? []) if (Value) messages.add(Value);
    NextToken = answer.NextToken;
    if (!NextToken) break;
  }
  return { lines: [...found.values()], messages: [...messages] };
}
