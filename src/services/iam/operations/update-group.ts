import { changeAccount } from "../accounts/account.ts";
import { entityStore, keyOf } from "../entities/entity-store.ts";
import { iamArn } from "../entities/iam-arn.ts";
import { entityExists } from "../errors.ts";
import type { IamOperation } from "../operation.ts";
import { findHolder } from "../policy-holders/policy-holder.ts";

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
