import { changeAccount } from "../accounts/account.ts";
import { checkQuota } from "../entities/check-quota.ts";
import type { User } from "../entities/entity.ts";
import { createEntityId } from "../entities/entity-id.ts";
import { entityStore } from "../entities/entity-store.ts";
import { iamArn } from "../entities/iam-arn.ts";
import { entityExists } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IamOperation } from "../operation.ts";
import { checkBoundary } from "../policy-holders/check-boundary.ts";
import { addTags } from "../tags/tags.ts";
import { toUser } from "../users/to-user.ts";

export const createUser: IamOperation<"CreateUser"> = async (input, context) => {
  const { host } = context;
  const { UserName: name, Path: path = "/" } = input;
  const user: User = {
    name,
    path,
    id: createEntityId("user", host.random),
    arn: iamArn(context, `user${path}${name}`),
    createdMs: host.clock.nowMs(),
    permissionsBoundary: input.PermissionsBoundary,
    inlinePolicies: {},
    attachedPolicies: [],
    groups: [],
    accessKeys: [],
    tags: addTags({}, input.Tags),
  };
  await changeAccount(context, async (tx) => {
    if (await entityStore.find(tx, "user", name)) throw entityExists("user", name);
    await checkBoundary(tx, user.permissionsBoundary);
    await checkQuota(tx, "user", "UsersPerAccount", limits.Users);
    await entityStore.put(tx, "user", user);
  });
  return { User: toUser(user) };
};
