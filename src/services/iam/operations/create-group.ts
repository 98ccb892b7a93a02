import { changeAccount } from "../account.ts";
import type { Group } from "../entity.ts";
import { createEntityId } from "../entity-id.ts";
import { entityStore } from "../entity-store.ts";
import { entityExists } from "../errors.ts";
import { toGroup } from "../group-output.ts";
import { iamArn } from "../iam-arn.ts";
import { limits } from "../limits.ts";
import { checkQuota } from "../quota.ts";
import type { IamOperation } from "../service-context.ts";

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
