import type { IamOperation } from "../operation.ts";
import { attachPolicy, changeHolder } from "../policy-holders/policy-holder.ts";

/** Attaches a managed policy to the group. */
export const attachGroupPolicy: IamOperation<"AttachGroupPolicy"> = async ({ GroupName, PolicyArn }, context) => {
  await changeHolder(context, "group", GroupName, (group, tx) => attachPolicy(tx, "group", group, PolicyArn));
  return {};
};
