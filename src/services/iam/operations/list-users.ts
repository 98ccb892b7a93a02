import { viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { toPage } from "../entities/to-page.ts";
import type { IamOperation } from "../operation.ts";
import { toListedUser } from "../users/to-user.ts";

export const listUsers: IamOperation<"ListUsers"> = async ({ PathPrefix = "/", ...request }, context) => {
  const users = await viewAccount(context, (tx) => entityStore.list(tx, "user"));
  const matching = users.filter((user) => user.path.startsWith(PathPrefix));
  const { items, ...page } = toPage(matching, (user) => user.name, request);
  return { Users: items.map(toListedUser), ...page };
};
