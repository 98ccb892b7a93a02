import { onlyUsersChangePasswords, wrongOldPassword } from "../errors.ts";
import { loginProfileOf, replacePassword, viewLogin } from "../login/login-profile.ts";
import { isPasswordOf } from "../login/password-hash.ts";
import type { IamOperation } from "../operation.ts";
import { userNameOf } from "../users/user-name.ts";

/** A user's change of the own password. */
export const changePassword: IamOperation<"ChangePassword"> = async ({ OldPassword, NewPassword }, context) => {
  if (context.principal.kind !== "user") throw onlyUsersChangePasswords();
  const { user, policy } = await viewLogin(context, userNameOf(undefined, context));
  const { passwordHash } = loginProfileOf(user);
  if (!(await isPasswordOf(passwordHash, OldPassword))) throw wrongOldPassword();
  await replacePassword(context, { user, policy, password: NewPassword, resetRequired: false });
  return {};
};
