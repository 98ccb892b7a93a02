import { changeAccount } from "../accounts/account.ts";
import { releaseAlias } from "../accounts/account-alias.ts";
import { entityStore } from "../entities/entity-store.ts";
import { accountAliasNotFound } from "../errors.ts";
import type { IamOperation } from "../operation.ts";

export const deleteAccountAlias: IamOperation<"DeleteAccountAlias"> = async ({ AccountAlias }, context) => {
  await changeAccount(context, async (tx) => {
    const account = await entityStore.find(tx, "account", context.account);
    if (account?.alias !== AccountAlias) throw accountAliasNotFound(AccountAlias);
    await entityStore.put(tx, "account", { ...account, alias: undefined });
  });
  await releaseAlias(context.host.storage, AccountAlias, context.account);
  return {};
};
