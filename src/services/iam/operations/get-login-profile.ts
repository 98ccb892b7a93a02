import { loginProfileOf, toLoginProfile } from "../login/login-profile.ts";
import type { IamOperation } from "../operation.ts";
import { viewHolder } from "../policy-holders/policy-holder.ts";
import { userNameOf } from "../users/user-name.ts";

export const getLoginProfile: IamOperation<"GetLoginProfile"> = async ({ UserName }, context) => {
  const user = await viewHolder(context, "user", userNameOf(UserName, context));
  return { LoginProfile: toLoginProfile(user, loginProfileOf(user)) };
};
