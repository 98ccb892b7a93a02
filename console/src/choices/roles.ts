import { IAMClient, paginateListRoles } from "@aws-sdk/client-iam";
import { type Live, useLive } from "../live/use-live.ts";
import { useClient } from "../shell/session-provider.tsx";
import { type Choice, mostChoices } from "./choice.ts";

/** The account's roles. */
export function useRoleChoices(enabled = true): Live<readonly Choice[]> {
  const client = useClient(IAMClient);
  return useLive(
    "choices/roles",
    async (signal) => {
      const found: Choice[] = [];
      for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
        signal.throwIfAborted();
        for (const { Arn = "", RoleName = "", Description } of Roles)
          found.push({ value: Arn, label: RoleName, description: Description });
        if (found.length >= mostChoices) break;
      }
      return found;
    },
    { enabled, everyMs: 10_000 },
  );
}
