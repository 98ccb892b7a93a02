import { EventBridgeClient, ListRulesCommand, type Rule } from "@aws-sdk/client-eventbridge";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";

/** More than a page shows or a user reads. */
const mostRules = 2_000;

export function useRules(EventBusName: string): Live<readonly Rule[]> {
  const client = useClient(EventBridgeClient);
  return useLive(`events/rules/${EventBusName}`, async (abortSignal) => {
    const found: Rule[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListRulesCommand({ EventBusName, NextToken }), { abortSignal });
      found.push(...(page.Rules ?? []));
      NextToken = page.NextToken;
    } while (NextToken && found.length < mostRules);
    return found;
  });
}

export function typeOfRule({ ScheduleExpression, ManagedBy }: Rule): string {
  const type = ScheduleExpression ? "Scheduled Standard" : "Standard";
  return ManagedBy ? `${type}, managed by ${ManagedBy}` : type;
}

export function isEnabled({ State }: Rule): boolean {
  return State !== "DISABLED";
}
