import { accessKeyNotFound } from "../errors.ts";
import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { userNameOf } from "../user-name.ts";

export const deleteAccessKey: IamOperation<"DeleteAccessKey"> = async ({ UserName, AccessKeyId }, context) => {
  await changeHolder(context, "user", userNameOf(UserName, context), (user) => {
    if (!user.accessKeys.some((key) => key.id === AccessKeyId)) throw accessKeyNotFound(AccessKeyId);
    return { accessKeys: user.accessKeys.filter((key) => key.id !== AccessKeyId) };
  });
  return {};
};
