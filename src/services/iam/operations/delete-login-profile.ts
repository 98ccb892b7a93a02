import { loginProfileOf } from "../login/login-profile.ts";
import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { userNameOf } from "../user-name.ts";

/** Ends the user's way into the console. Access keys are not concerned. */
export const deleteLoginProfile: IamOperation<"DeleteLoginProfile"> = async ({ UserName }, context) => {
  await changeHolder(context, "user", userNameOf(UserName, context), (user) => {
    loginProfileOf(user);
    return { loginProfile: undefined };
  });
  return {};
};
