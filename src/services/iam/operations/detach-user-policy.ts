import { changeHolder, detachPolicy } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";

export const detachUserPolicy: IamOperation<"DetachUserPolicy"> = async ({ UserName, PolicyArn }, context) => {
  await changeHolder(context, "user", UserName, (user) => detachPolicy(user, PolicyArn));
  return {};
};
