import { changeAccount } from "../account.ts";
import { entityStore, keyOf } from "../entity-store.ts";
import { entityExists } from "../errors.ts";
import { iamArn } from "../iam-arn.ts";
import { findHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";

/** Renames or moves a group. Its members stay. */
export const updateGroup: IamOperation<"UpdateGroup"> = async ({ GroupName, NewPath, NewGroupName }, context) => {
  await changeAccount(context, async (tx) => {
    const group = await findHolder(tx, "group", GroupName);
    const name = NewGroupName ?? group.name;
    const path = NewPath ?? group.path;
    const isOther = keyOf(name) !== keyOf(group.name);
    if (isOther && (await entityStore.find(tx, "group", name))) throw entityExists("group", name);
    await entityStore.remove(tx, "group", group.name);
    await entityStore.put(tx, "group", {
      ...group,
      name,
      path,
      arn: iamArn(context, `group${path}${name}`),
    });
    if (name === group.name) return;
    for (const user of await entityStore.list(tx, "user")) {
      if (!user.groups.includes(group.name)) continue;
      const groups = user.groups.map((each) => (each === group.name ? name : each));
      await entityStore.put(tx, "user", { ...user, groups });
    }
  });
  return {};
};
