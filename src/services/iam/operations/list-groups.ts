import { viewAccount } from "../account.ts";
import { entityStore } from "../entity-store.ts";
import { toGroup } from "../group-output.ts";
import { toPage } from "../page.ts";
import type { IamOperation } from "../service-context.ts";

export const listGroups: IamOperation<"ListGroups"> = async ({ PathPrefix = "/", ...request }, context) => {
  const groups = await viewAccount(context, (tx) => entityStore.list(tx, "group"));
  const matching = groups.filter((group) => group.path.startsWith(PathPrefix));
  const { items, ...page } = toPage(matching, (group) => group.name, request);
  return { Groups: items.map(toGroup), ...page };
};
