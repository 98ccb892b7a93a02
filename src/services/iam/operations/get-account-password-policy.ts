import { viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { passwordPolicyNotFound } from "../errors.ts";
import type { IamOperation } from "../operation.ts";

/** An account that keeps to AWS's default has none to tell. */
export const getAccountPasswordPolicy: IamOperation<"GetAccountPasswordPolicy"> = async (_input, context) => {
  const account = await viewAccount(context, (tx) => entityStore.find(tx, "account", context.account));
  const policy = account?.passwordPolicy;
  if (!policy) throw passwordPolicyNotFound(context.account);
  return {
    PasswordPolicy: {
      MinimumPasswordLength: policy.minimumLength,
      RequireSymbols: policy.requireSymbols,
      RequireNumbers: policy.requireNumbers,
      RequireUppercaseCharacters: policy.requireUppercase,
      RequireLowercaseCharacters: policy.requireLowercase,
      AllowUsersToChangePassword: policy.allowUsersToChange,
      ExpirePasswords: policy.maxAgeDays !== undefined,
      MaxPasswordAge: policy.maxAgeDays,
      PasswordReusePrevention: policy.reusePrevention,
      HardExpiry: policy.hardExpiry,
    },
  };
};
