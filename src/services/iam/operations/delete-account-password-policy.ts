import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { noPasswordPolicyToDelete } from "../errors.ts";
import type { IamOperation } from "../operation.ts";

/** AWS's default policy applies from then on. */
export const deleteAccountPasswordPolicy: IamOperation<"DeleteAccountPasswordPolicy"> = async (_input, context) => {
  await changeAccount(context, async (tx) => {
    const account = await entityStore.find(tx, "account", context.account);
    if (!account?.passwordPolicy) throw noPasswordPolicyToDelete();
    await entityStore.put(tx, "account", { ...account, passwordPolicy: undefined });
  });
  return {};
};
