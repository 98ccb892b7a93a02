import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  StartQueryCommand,
  StopQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { useEffect, useRef, useState } from "react";
import { type Action, useAction } from "../../../live/use-action.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { cloudNowMs } from "../../../text/cloud-clock.ts";

export interface InsightsQuery {
  readonly groups: readonly string[];
  readonly query: string;
  readonly lastMs: number;
}

export interface Insights {
  readonly run: Action<[InsightsQuery]>;
  readonly results: GetQueryResultsCommandOutput | undefined;
}

const pollMs = 300;

/** Starts a query and shows what it has found so far until it is done. */
export function useInsights(): Insights {
  const client = useClient(CloudWatchLogsClient);
  const [results, setResults] = useState<GetQueryResultsCommandOutput>();
  const running = useRef<string>(undefined);
  useEffect(
    () => () => {
      if (running.current) void client.send(new StopQueryCommand({ queryId: running.current })).catch(() => undefined);
    },
    [client],
  );
  const run = useAction(async ({ groups, query, lastMs }: InsightsQuery) => {
    setResults(undefined);
    const now = cloudNowMs();
    const { queryId } = await client.send(
      new StartQueryCommand({
        logGroupNames: [...groups],
        queryString: query,
        startTime: Math.floor((now - lastMs) / 1_000),
        endTime: Math.ceil(now / 1_000),
      }),
    );
    running.current = queryId;
    for (;;) {
      const answer = await client.send(new GetQueryResultsCommand({ queryId }));
      if (running.current !== queryId) return;
      setResults(answer);
      if (answer.status !== "Running" && answer.status !== "Scheduled") break;
      await new Promise((resolve) => window.setTimeout(resolve, pollMs));
    }
    running.current = undefined;
  });
  return { run, results };
}
