import { loginProfileOf } from "../login/login-profile.ts";
import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";
import { userNameOf } from "../users/user-name.ts";

/** Ends the user's way into the console. Access keys are not concerned. */
export const deleteLoginProfile: IamOperation<"DeleteLoginProfile"> = async ({ UserName }, context) => {
  await changeHolder(context, "user", userNameOf(UserName, context), (user) => {
    loginProfileOf(user);
    return { loginProfile: undefined };
  });
  return {};
};
