import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  StartQueryCommand,
  StopQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";

export interface InsightsQuery {
  readonly groups: readonly string[];
  readonly query: string;
  readonly startMs: number;
  readonly endMs: number;
}

const pollMs = 300;

/** Runs a query to its end; `onPart` gets what it has found so far. A signal stops it on the server, too. */
export async function runQuery(
  client: CloudWatchLogsClient,
  { groups, query, startMs, endMs }: InsightsQuery,
  signal: AbortSignal,
  onPart: (part: GetQueryResultsCommandOutput) => void = () => {},
): Promise<GetQueryResultsCommandOutput> {
  const { queryId } = await client.send(
    new StartQueryCommand({
      logGroupNames: [...groups],
      queryString: query,
      startTime: Math.floor(startMs / 1_000),
      endTime: Math.ceil(endMs / 1_000),
    }),
  );
  for (;;) {
    const answer = await client.send(new GetQueryResultsCommand({ queryId }));
    if (signal.aborted) {
      await client.send(new StopQueryCommand({ queryId })).catch(() => undefined);
      return answer;
    }
    onPart(answer);
    if (answer.status !== "Running" && answer.status !== "Scheduled") return answer;
    await new Promise((resolve) => window.setTimeout(resolve, pollMs));
  }
}
