import { viewAccount } from "../account.ts";
import { entityStore } from "../entity-store.ts";
import { toPage } from "../page.ts";
import type { IamOperation } from "../service-context.ts";
import { toListedUser } from "../user-output.ts";

export const listUsers: IamOperation<"ListUsers"> = async ({ PathPrefix = "/", ...request }, context) => {
  const users = await viewAccount(context, (tx) => entityStore.list(tx, "user"));
  const matching = users.filter((user) => user.path.startsWith(PathPrefix));
  const { items, ...page } = toPage(matching, (user) => user.name, request);
  return { Users: items.map(toListedUser), ...page };
};
