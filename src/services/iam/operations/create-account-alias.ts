import { changeAccount } from "../accounts/account.ts";
import { claimAlias, releaseAlias } from "../accounts/account-alias.ts";
import { entityStore } from "../entities/entity-store.ts";
import { accountAliasExists } from "../errors.ts";
import type { IamOperation } from "../operation.ts";

/** An account has one alias; a new one takes the old one's place. */
export const createAccountAlias: IamOperation<"CreateAccountAlias"> = async ({ AccountAlias }, context) => {
  const { storage } = context.host;
  await claimAlias(storage, AccountAlias, context.account);
  const former = await changeAccount(context, async (tx) => {
    const account = await entityStore.find(tx, "account", context.account);
    if (account?.alias === AccountAlias) throw accountAliasExists(AccountAlias);
    await entityStore.put(tx, "account", { ...account, name: context.account, alias: AccountAlias });
    return account?.alias;
  });
  if (former !== undefined) await releaseAlias(storage, former, context.account);
  return {};
};
