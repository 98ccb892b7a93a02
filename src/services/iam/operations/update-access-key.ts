import { accessKeyNotFound } from "../errors.ts";
import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";
import { checkKeyStatus, userNameOf } from "../users/user-name.ts";

/** Switches a key on or off. */
export const updateAccessKey: IamOperation<"UpdateAccessKey"> = async ({ UserName, AccessKeyId, Status }, context) => {
  const status = checkKeyStatus(Status);
  await changeHolder(context, "user", userNameOf(UserName, context), (user) => {
    if (!user.accessKeys.some((key) => key.id === AccessKeyId)) throw accessKeyNotFound(AccessKeyId);
    return { accessKeys: user.accessKeys.map((key) => (key.id === AccessKeyId ? { ...key, status } : key)) };
  });
  return {};
};
