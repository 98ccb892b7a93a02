import { EventBridgeClient, ListApiDestinationsCommand } from "@aws-sdk/client-eventbridge";
import { type Live, useLive } from "../live/use-live.ts";
import { useClient } from "../shell/session-provider.tsx";
import type { Choice } from "./choice.ts";

/** The account's API destinations in this region, the first page of them. */
export function useApiDestinationChoices(enabled = true): Live<readonly Choice[]> {
  const client = useClient(EventBridgeClient);
  return useLive(
    "choices/api-destinations",
    async () => {
      const { ApiDestinations = [] } = await client.send(new ListApiDestinationsCommand({ Limit: 100 }));
      return ApiDestinations.map(({ ApiDestinationArn = "", Name = "", InvocationEndpoint }) => ({
        value: ApiDestinationArn,
        label: Name,
        description: InvocationEndpoint,
      }));
    },
    { enabled, everyMs: 5_000 },
  );
}
