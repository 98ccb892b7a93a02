import { changeAccount } from "../accounts/account.ts";
import { checkQuota } from "../entities/check-quota.ts";
import type { Group } from "../entities/entity.ts";
import { createEntityId } from "../entities/entity-id.ts";
import { entityStore } from "../entities/entity-store.ts";
import { iamArn } from "../entities/iam-arn.ts";
import { entityExists } from "../errors.ts";
import { toGroup } from "../groups/to-group.ts";
import { limits } from "../limits.ts";
import type { IamOperation } from "../operation.ts";

export const createGroup: IamOperation<"CreateGroup"> = async ({ GroupName: name, Path: path = "/" }, context) => {
  const group: Group = {
    name,
    path,
    id: createEntityId("group", context.host.random),
    arn: iamArn(context, `group${path}${name}`),
    createdMs: context.host.clock.nowMs(),
    inlinePolicies: {},
    attachedPolicies: [],
  };
  await changeAccount(context, async (tx) => {
    if (await entityStore.find(tx, "group", name)) throw entityExists("group", name);
    await checkQuota(tx, "group", "GroupsPerAccount", limits.Groups);
    await entityStore.put(tx, "group", group);
  });
  return { Group: toGroup(group) };
};
