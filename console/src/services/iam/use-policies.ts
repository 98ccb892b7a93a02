import { IAMClient, type Policy, paginateListPolicies } from "@aws-sdk/client-iam";
import { type Live, useLive } from "../../live/use-live.ts";
import { useClient } from "../../shell/session-provider.tsx";

/** Every managed policy, AWS's own and the account's. */
export function usePolicies(): Live<readonly Policy[]> {
  const client = useClient(IAMClient);
  return useLive(
    "iam/policies",
    async (signal) => {
      const found: Policy[] = [];
      for await (const { Policies = [] } of paginateListPolicies({ client, pageSize: 1_000 }, {})) {
        signal.throwIfAborted();
        found.push(...Policies);
      }
      return found;
    },
    { everyMs: 2_000 },
  );
}
