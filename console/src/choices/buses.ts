import { EventBridgeClient, ListEventBusesCommand } from "@aws-sdk/client-eventbridge";
import { type Live, useLive } from "../live/use-live.ts";
import { useClient, useSession } from "../shell/session-provider.tsx";
import { type Choice, mostChoices } from "./choice.ts";

/** The account's event buses in this region, by their ARNs. */
export function useBusChoices(enabled = true): Live<readonly Choice[]> {
  const client = useClient(EventBridgeClient);
  const { region } = useSession();
  return useLive(
    `choices/buses/${region}`,
    async (signal) => {
      const found: Choice[] = [];
      let NextToken: string | undefined;
      do {
        const page = await client.send(new ListEventBusesCommand({ NextToken }), { abortSignal: signal });
        for (const { Arn = "", Name = "" } of page.EventBuses ?? []) found.push({ value: Arn, label: Name });
        NextToken = page.NextToken;
      } while (NextToken && found.length < mostChoices);
      return found;
    },
    { enabled, everyMs: 5_000 },
  );
}
