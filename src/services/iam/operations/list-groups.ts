import { viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { toPage } from "../entities/to-page.ts";
import { toGroup } from "../groups/to-group.ts";
import type { IamOperation } from "../operation.ts";

export const listGroups: IamOperation<"ListGroups"> = async ({ PathPrefix = "/", ...request }, context) => {
  const groups = await viewAccount(context, (tx) => entityStore.list(tx, "group"));
  const matching = groups.filter((group) => group.path.startsWith(PathPrefix));
  const { items, ...page } = toPage(matching, (group) => group.name, request);
  return { Groups: items.map(toGroup), ...page };
};
