import { changeAccount } from "../accounts/account.ts";
import type { PasswordPolicy } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import type { IamOperation } from "../operation.ts";

/** What is not given goes back to its default: "This operation does not support partial updates." */
export const updateAccountPasswordPolicy: IamOperation<"UpdateAccountPasswordPolicy"> = async (input, context) => {
  const passwordPolicy: PasswordPolicy = {
    minimumLength: input.MinimumPasswordLength ?? 6,
    requireSymbols: input.RequireSymbols ?? false,
    requireNumbers: input.RequireNumbers ?? false,
    requireUppercase: input.RequireUppercaseCharacters ?? false,
    requireLowercase: input.RequireLowercaseCharacters ?? false,
    allowUsersToChange: input.AllowUsersToChangePassword ?? false,
    maxAgeDays: input.MaxPasswordAge,
    reusePrevention: input.PasswordReusePrevention,
    hardExpiry: input.HardExpiry ?? false,
  };
  await changeAccount(context, async (tx) => {
    const account = await entityStore.find(tx, "account", context.account);
    await entityStore.put(tx, "account", { alias: undefined, ...account, name: context.account, passwordPolicy });
  });
  return {};
};
