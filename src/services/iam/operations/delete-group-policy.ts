import { changeHolder, removeInlinePolicy } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";

export const deleteGroupPolicy: IamOperation<"DeleteGroupPolicy"> = async ({ GroupName, PolicyName }, context) => {
  await changeHolder(context, "group", GroupName, (group) => removeInlinePolicy("group", group, PolicyName));
  return {};
};
