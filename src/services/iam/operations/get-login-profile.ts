import { loginProfileOf, toLoginProfile } from "../login/login-profile.ts";
import { viewHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { userNameOf } from "../user-name.ts";

export const getLoginProfile: IamOperation<"GetLoginProfile"> = async ({ UserName }, context) => {
  const user = await viewHolder(context, "user", userNameOf(UserName, context));
  return { LoginProfile: toLoginProfile(user, loginProfileOf(user)) };
};
