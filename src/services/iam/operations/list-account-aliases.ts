import { viewAccount } from "../account.ts";
import { entityStore } from "../entity-store.ts";
import type { IamOperation } from "../service-context.ts";

export const listAccountAliases: IamOperation<"ListAccountAliases"> = async (_input, context) => {
  const account = await viewAccount(context, (tx) => entityStore.find(tx, "account", context.account));
  return { AccountAliases: account?.alias === undefined ? [] : [account.alias], IsTruncated: false };
};
