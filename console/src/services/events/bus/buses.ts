import { EventBridgeClient, type EventBus, ListEventBusesCommand } from "@aws-sdk/client-eventbridge";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";

/** More than a page shows or a user reads. */
const mostBuses = 1_000;

export function useBuses(): Live<readonly EventBus[]> {
  const client = useClient(EventBridgeClient);
  return useLive("events/buses", async (abortSignal) => {
    const found: EventBus[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListEventBusesCommand({ NextToken }), { abortSignal });
      found.push(...(page.EventBuses ?? []));
      NextToken = page.NextToken;
    } while (NextToken && found.length < mostBuses);
    return found;
  });
}
