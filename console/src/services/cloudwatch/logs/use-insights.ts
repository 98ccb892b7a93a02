import { CloudWatchLogsClient, type GetQueryResultsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import { useEffect, useRef, useState } from "react";
import { type Action, useAction } from "../../../live/use-action.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { type InsightsQuery, runQuery } from "./run-query.ts";

export interface Insights {
  readonly run: Action<[InsightsQuery]>;
  readonly results: GetQueryResultsCommandOutput | undefined;
  /** Ends the query that runs; what it has found stays. */
  readonly stop: () => void;
}

/** Starts a query and shows what it has found so far until it is done. */
export function useInsights(): Insights {
  const client = useClient(CloudWatchLogsClient);
  const [results, setResults] = useState<GetQueryResultsCommandOutput>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const run = useAction(async (query: InsightsQuery) => {
    const abort = new AbortController();
    running.current = abort;
    setResults(undefined);
    const answer = await runQuery(client, query, abort.signal, setResults);
    setResults(abort.signal.aborted ? { ...answer, status: "Cancelled" } : answer);
  });
  return { run, results, stop: () => running.current?.abort() };
}
