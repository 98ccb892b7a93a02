import type { IamOperation } from "../operation.ts";
import { changeHolder, findHolder } from "../policy-holders/policy-holder.ts";

export const removeUserFromGroup: IamOperation<"RemoveUserFromGroup"> = async ({ GroupName, UserName }, context) => {
  await changeHolder(context, "user", UserName, async (user, tx) => {
    const group = await findHolder(tx, "group", GroupName);
    return { groups: user.groups.filter((name) => name !== group.name) };
  });
  return {};
};
