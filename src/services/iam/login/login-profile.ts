import { fail } from "../../../platform/aws-error.ts";
import { viewAccount } from "../accounts/account.ts";
import type { LoginProfile, PasswordPolicy, User } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import { loginProfileIsChanging, loginProfileNotFound, passwordPolicyViolation, validationError } from "../errors.ts";
import type { IamContext } from "../operation.ts";
import { changeHolder, findHolder } from "../policy-holders/policy-holder.ts";
import { toDate } from "../policy-holders/to-policy-holder.ts";
import { hashPassword, isPasswordOf } from "./password-hash.ts";
import { checkPassword } from "./password-policy.ts";

export function loginProfileOf(user: User): LoginProfile {
  return user.loginProfile ?? fail(loginProfileNotFound(user.name));
}

/** Never with the password, in any form. */
export function toLoginProfile(user: User, profile: LoginProfile) {
  return {
    UserName: user.name,
    CreateDate: toDate(profile.createdMs),
    PasswordResetRequired: profile.resetRequired,
  };
}

/** The SDK lets it be left out for accounts of an organization, which Squall has not. */
export function requiredPassword(password: string | undefined): string {
  return password ?? fail(validationError("Password is required to create a login profile."));
}

/** A user and the rules for its password. */
export function viewLogin(
  context: IamContext,
  userName: string,
): Promise<{ readonly user: User; readonly policy: PasswordPolicy | undefined }> {
  return viewAccount(context, async (tx) => ({
    user: await findHolder(tx, "user", userName),
    policy: (await entityStore.find(tx, "account", context.account))?.passwordPolicy,
  }));
}

export interface NewPassword {
  readonly user: User;
  readonly policy: PasswordPolicy | undefined;
  readonly password: string;
  readonly resetRequired: boolean;
}

/** Gives a user who has a login profile another password. */
export async function replacePassword(context: IamContext, { user, policy, password, resetRequired }: NewPassword) {
  const profile = loginProfileOf(user);
  checkPassword(policy, password);
  await checkReuse(policy, profile, password);
  const { clock, random } = context.host;
  const passwordHash = await hashPassword(password, random);
  const changedMs = clock.nowMs();
  const formerHashes = [profile.passwordHash, ...profile.formerHashes].slice(0, mostReusePrevention);
  await changeHolder(context, "user", user.name, ({ loginProfile }) => {
    // Hashing is slow, so it is done outside the transaction: the profile may be another by now.
    if (loginProfile?.passwordHash !== profile.passwordHash) throw loginProfileIsChanging(user.name);
    return { loginProfile: { ...loginProfile, passwordHash, formerHashes, resetRequired, changedMs } };
  });
}

/** Source: PasswordPolicy, PasswordReusePrevention: 1 to 24. */
const mostReusePrevention = 24;

async function checkReuse(policy: PasswordPolicy | undefined, profile: LoginProfile, password: string): Promise<void> {
  const forbidden = [profile.passwordHash, ...profile.formerHashes].slice(0, policy?.reusePrevention ?? 0);
  for (const hash of forbidden) {
    if (await isPasswordOf(hash, password))
      throw passwordPolicyViolation("Password has been used previously. Choose another one.");
  }
}
