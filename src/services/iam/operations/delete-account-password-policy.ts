import { changeAccount } from "../account.ts";
import { entityStore } from "../entity-store.ts";
import { noPasswordPolicyToDelete } from "../errors.ts";
import type { IamOperation } from "../service-context.ts";

/** AWS's default policy applies from then on. */
export const deleteAccountPasswordPolicy: IamOperation<"DeleteAccountPasswordPolicy"> = async (_input, context) => {
  await changeAccount(context, async (tx) => {
    const account = await entityStore.find(tx, "account", context.account);
    if (!account?.passwordPolicy) throw noPasswordPolicyToDelete();
    await entityStore.put(tx, "account", { ...account, passwordPolicy: undefined });
  });
  return {};
};
