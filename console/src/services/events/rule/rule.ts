import {
  DescribeRuleCommand,
  type DescribeRuleCommandOutput,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";

export interface RuleWithTargets {
  readonly rule: DescribeRuleCommandOutput;
  readonly targets: readonly Target[];
}

export function useRule(bus: string, name: string): Live<RuleWithTargets> {
  const client = useClient(EventBridgeClient);
  return useLive(
    `events/rule/${bus}/${name}`,
    async () => {
      const rule = await client.send(new DescribeRuleCommand({ Name: name, EventBusName: bus }));
      const targets: Target[] = [];
      let NextToken: string | undefined;
      do {
        const page = await client.send(new ListTargetsByRuleCommand({ Rule: name, EventBusName: bus, NextToken }));
        targets.push(...(page.Targets ?? []));
        NextToken = page.NextToken;
      } while (NextToken);
      return { rule, targets };
    },
    { everyMs: 2_000 },
  );
}
