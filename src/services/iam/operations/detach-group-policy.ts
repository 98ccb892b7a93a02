import { changeHolder, detachPolicy } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";

export const detachGroupPolicy: IamOperation<"DetachGroupPolicy"> = async ({ GroupName, PolicyArn }, context) => {
  await changeHolder(context, "group", GroupName, (group) => detachPolicy(group, PolicyArn));
  return {};
};
