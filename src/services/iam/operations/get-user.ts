import type { IamOperation } from "../operation.ts";
import { viewHolder } from "../policy-holders/policy-holder.ts";
import { toRootUser, toUser } from "../users/to-user.ts";
import { userNameOf } from "../users/user-name.ts";

/** Without a name: the caller. */
export const getUser: IamOperation<"GetUser"> = async ({ UserName }, context) => {
  if (UserName === undefined && context.principal.kind === "root") return { User: toRootUser(context.account) };
  return { User: toUser(await viewHolder(context, "user", userNameOf(UserName, context))) };
};
