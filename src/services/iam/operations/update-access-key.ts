import { accessKeyNotFound } from "../errors.ts";
import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { checkKeyStatus, userNameOf } from "../user-name.ts";

/** Switches a key on or off. */
export const updateAccessKey: IamOperation<"UpdateAccessKey"> = async ({ UserName, AccessKeyId, Status }, context) => {
  const status = checkKeyStatus(Status);
  await changeHolder(context, "user", userNameOf(UserName, context), (user) => {
    if (!user.accessKeys.some((key) => key.id === AccessKeyId)) throw accessKeyNotFound(AccessKeyId);
    return { accessKeys: user.accessKeys.map((key) => (key.id === AccessKeyId ? { ...key, status } : key)) };
  });
  return {};
};
