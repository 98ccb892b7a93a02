import type { IamOperation } from "../operation.ts";
import { changeHolder, detachPolicy } from "../policy-holders/policy-holder.ts";

export const detachGroupPolicy: IamOperation<"DetachGroupPolicy"> = async ({ GroupName, PolicyArn }, context) => {
  await changeHolder(context, "group", GroupName, (group) => detachPolicy(group, PolicyArn));
  return {};
};
