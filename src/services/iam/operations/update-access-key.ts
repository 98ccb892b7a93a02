import { accessKeyNotFound, validationError } from "../errors.ts";
import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { userNameOf } from "../user-name.ts";

/** Switches a key on or off. */
export const updateAccessKey: IamOperation<"UpdateAccessKey"> = async ({ UserName, AccessKeyId, Status }, context) => {
  if (Status !== "Active" && Status !== "Inactive") throw validationError(`Status ${Status} is not supported.`);
  await changeHolder(context, "user", userNameOf(UserName, context), (user) => {
    if (!user.accessKeys.some((key) => key.id === AccessKeyId)) throw accessKeyNotFound(AccessKeyId);
    return { accessKeys: user.accessKeys.map((key) => (key.id === AccessKeyId ? { ...key, status: Status } : key)) };
  });
  return {};
};
