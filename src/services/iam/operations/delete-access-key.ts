import { accessKeyNotFound } from "../errors.ts";
import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";
import { userNameOf } from "../users/user-name.ts";

export const deleteAccessKey: IamOperation<"DeleteAccessKey"> = async ({ UserName, AccessKeyId }, context) => {
  await changeHolder(context, "user", userNameOf(UserName, context), (user) => {
    if (!user.accessKeys.some((key) => key.id === AccessKeyId)) throw accessKeyNotFound(AccessKeyId);
    return { accessKeys: user.accessKeys.filter((key) => key.id !== AccessKeyId) };
  });
  return {};
};
