import { DeleteLifecyclePolicyCommand, DLMClient, UpdateLifecyclePolicyCommand } from "@aws-sdk/client-dlm";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";

interface Named {
  readonly PolicyId?: string | undefined;
}

/** What is done with a policy from its list and from its own page. */
export function usePolicyActions(onChange: () => void) {
  const client = useClient(DLMClient);
  const confirmed = useConfirmed();
  const notify = useNotify();
  return {
    remove: ({ PolicyId = "" }: Named) =>
      confirmed(
        { title: `Delete ${PolicyId}?`, body: <>The snapshots that it has made stay.</>, action: "Delete" },
        () => client.send(new DeleteLifecyclePolicyCommand({ PolicyId })),
        { done: `Policy ${PolicyId} deleted.`, failed: `${PolicyId} could not be deleted`, onChange },
      ),
    setState: async ({ PolicyId = "" }: Named, State: "ENABLED" | "DISABLED") => {
      try {
        await client.send(new UpdateLifecyclePolicyCommand({ PolicyId, State }));
        notify.success(`Policy ${PolicyId} is ${State.toLowerCase()}.`);
        onChange();
      } catch (error) {
        notify.error(`${PolicyId} could not be changed`, error);
      }
    },
  };
}
