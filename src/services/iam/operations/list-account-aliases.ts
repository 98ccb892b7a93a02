import { viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import type { IamOperation } from "../operation.ts";

export const listAccountAliases: IamOperation<"ListAccountAliases"> = async (_input, context) => {
  const account = await viewAccount(context, (tx) => entityStore.find(tx, "account", context.account));
  return { AccountAliases: account?.alias === undefined ? [] : [account.alias], IsTruncated: false };
};
