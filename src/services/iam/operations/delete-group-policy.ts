import type { IamOperation } from "../operation.ts";
import { changeHolder, removeInlinePolicy } from "../policy-holders/policy-holder.ts";

export const deleteGroupPolicy: IamOperation<"DeleteGroupPolicy"> = async ({ GroupName, PolicyName }, context) => {
  await changeHolder(context, "group", GroupName, (group) => removeInlinePolicy("group", group, PolicyName));
  return {};
};
