import type { IamOperation } from "../operation.ts";
import { changeHolder, detachPolicy } from "../policy-holders/policy-holder.ts";

export const detachUserPolicy: IamOperation<"DetachUserPolicy"> = async ({ UserName, PolicyArn }, context) => {
  await changeHolder(context, "user", UserName, (user) => detachPolicy(user, PolicyArn));
  return {};
};
