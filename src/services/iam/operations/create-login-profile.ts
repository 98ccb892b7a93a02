import type { LoginProfile } from "../entities/entity.ts";
import { loginProfileExists } from "../errors.ts";
import { requiredPassword, toLoginProfile, viewLogin } from "../login/login-profile.ts";
import { hashPassword } from "../login/password-hash.ts";
import { checkPassword } from "../login/password-policy.ts";
import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";
import { userNameOf } from "../users/user-name.ts";

/** Gives a user a password for the console. */
export const createLoginProfile: IamOperation<"CreateLoginProfile"> = async (input, context) => {
  const { clock, random } = context.host;
  const { user, policy } = await viewLogin(context, userNameOf(input.UserName, context));
  if (user.loginProfile) throw loginProfileExists(user.name);
  const password = requiredPassword(input.Password);
  checkPassword(policy, password);
  const nowMs = clock.nowMs();
  const profile: LoginProfile = {
    passwordHash: await hashPassword(password, random),
    formerHashes: [],
    resetRequired: input.PasswordResetRequired ?? false,
    createdMs: nowMs,
    changedMs: nowMs,
  };
  await changeHolder(context, "user", user.name, ({ loginProfile }) => {
    if (loginProfile) throw loginProfileExists(user.name);
    return { loginProfile: profile };
  });
  return { LoginProfile: toLoginProfile(user, profile) };
};
