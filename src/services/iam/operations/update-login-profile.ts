import { loginProfileOf, replacePassword, viewLogin } from "../login/login-profile.ts";
import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";

/** An administrator's change: the old password need not be known. */
export const updateLoginProfile: IamOperation<"UpdateLoginProfile"> = async (input, context) => {
  const { Password: password, PasswordResetRequired } = input;
  const { user, policy } = await viewLogin(context, input.UserName);
  const resetRequired = PasswordResetRequired ?? loginProfileOf(user).resetRequired;
  if (password !== undefined) {
    await replacePassword(context, { user, policy, password, resetRequired });
  } else {
    await changeHolder(context, "user", user.name, (current) => ({
      loginProfile: { ...loginProfileOf(current), resetRequired },
    }));
  }
  return {};
};
