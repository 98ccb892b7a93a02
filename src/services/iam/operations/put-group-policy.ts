import type { IamOperation } from "../operation.ts";
import { changeHolder, putInlinePolicy } from "../policy-holders/policy-holder.ts";

/** Adds or replaces an inline policy of the group. */
export const putGroupPolicy: IamOperation<"PutGroupPolicy"> = async (
  { GroupName, PolicyName, PolicyDocument },
  context,
) => {
  await changeHolder(context, "group", GroupName, (group) =>
    putInlinePolicy("group", group, PolicyName, PolicyDocument),
  );
  return {};
};
