import { CloudWatchLogsClient, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { type Live, useLive } from "../live/use-live.ts";
import { useClient } from "../shell/session-provider.tsx";
import { type Choice, mostChoices } from "./choice.ts";

/** The account's log groups in this region. */
export function useLogGroupChoices(enabled = true): Live<readonly Choice[]> {
  const client = useClient(CloudWatchLogsClient);
  return useLive(
    "choices/log-groups",
    async (signal) => {
      const found: Choice[] = [];
      for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
        signal.throwIfAborted();
        for (const { arn = "", logGroupName = "" } of logGroups)
          found.push({ value: arn.replace(/:\*$/, ""), label: logGroupName });
        if (found.length >= mostChoices) break;
      }
      return found;
    },
    { enabled, everyMs: 5_000 },
  );
}
