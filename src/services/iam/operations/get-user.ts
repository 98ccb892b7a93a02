import { viewHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { userNameOf } from "../user-name.ts";
import { toRootUser, toUser } from "../user-output.ts";

/** Without a name: the caller. */
export const getUser: IamOperation<"GetUser"> = async ({ UserName }, context) => {
  if (UserName === undefined && context.principal.kind === "root") return { User: toRootUser(context.account) };
  return { User: toUser(await viewHolder(context, "user", userNameOf(UserName, context))) };
};
