import { changeAccount } from "../account.ts";
import type { User } from "../entity.ts";
import { createEntityId } from "../entity-id.ts";
import { entityStore } from "../entity-store.ts";
import { entityExists } from "../errors.ts";
import { iamArn } from "../iam-arn.ts";
import { limits } from "../limits.ts";
import { checkBoundary } from "../permissions-boundary.ts";
import { checkQuota } from "../quota.ts";
import type { IamOperation } from "../service-context.ts";
import { addTags } from "../tags.ts";
import { toUser } from "../user-output.ts";

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
