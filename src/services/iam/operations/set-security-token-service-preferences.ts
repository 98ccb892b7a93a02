import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import type { IamOperation } from "../operation.ts";

/** Squall's tokens are valid everywhere in both versions; the account summary tells which one was chosen. */
export const setSecurityTokenServicePreferences: IamOperation<"SetSecurityTokenServicePreferences"> = async (
  { GlobalEndpointTokenVersion },
  context,
) => {
  const globalTokenVersion = GlobalEndpointTokenVersion === "v2Token" ? 2 : 1;
  await changeAccount(context, async (tx) => {
    const account = await entityStore.find(tx, "account", context.account);
    if (account) await entityStore.put(tx, "account", { ...account, globalTokenVersion });
  });
  return {};
};
