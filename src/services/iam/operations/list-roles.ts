import { viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { toPage } from "../entities/to-page.ts";
import type { IamOperation } from "../operation.ts";
import { toListedRole } from "../roles/to-role.ts";

export const listRoles: IamOperation<"ListRoles"> = async ({ PathPrefix = "/", ...request }, context) => {
  const roles = await viewAccount(context, (tx) => entityStore.list(tx, "role"));
  const matching = roles.filter((role) => role.path.startsWith(PathPrefix));
  const { items, ...page } = toPage(matching, (role) => role.name, request);
  return { Roles: items.map(toListedRole), ...page };
};
