import { IAMClient, paginateListGroups, paginateListRoles, paginateListUsers } from "@aws-sdk/client-iam";
import { type Choice, mostChoices } from "../../../choices/choice.ts";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";

/** Who may hold policies: users, groups and roles by their ARNs. */
export function usePrincipals(): Live<readonly Choice[]> {
  const client = useClient(IAMClient);
  return useLive("iam/principals", () => readPrincipals(client), { everyMs: 15_000 });
}

export async function readPrincipals(client: IAMClient): Promise<Choice[]> {
  const found: Choice[] = [];
  for await (const { Users = [] } of paginateListUsers({ client }, {}))
    found.push(...Users.map(({ Arn = "", UserName = "" }) => ({ value: Arn, label: UserName, description: "User" })));
  for await (const { Groups = [] } of paginateListGroups({ client }, {}))
    found.push(
      ...Groups.map(({ Arn = "", GroupName = "" }) => ({ value: Arn, label: GroupName, description: "Group" })),
    );
  for await (const { Roles = [] } of paginateListRoles({ client }, {}))
    found.push(...Roles.map(({ Arn = "", RoleName = "" }) => ({ value: Arn, label: RoleName, description: "Role" })));
  return found.slice(0, mostChoices);
}
