import type { User } from "../entities/entity.ts";
import { toAttachedBoundary, toDate } from "../policy-holders/to-policy-holder.ts";
import { toTagListIfAny } from "../tags/tags.ts";

/** A user as GetUser tells it. */
export function toUser(user: User) {
  return {
    ...toListedUser(user),
    PermissionsBoundary: toAttachedBoundary(user.permissionsBoundary),
    Tags: toTagListIfAny(user.tags),
  };
}

/** A user as lists tell it: without tags and boundary. */
export function toListedUser(user: User) {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: toDate(user.createdMs),
    ...(user.passwordLastUsedMs !== undefined && { PasswordLastUsed: toDate(user.passwordLastUsedMs) }),
  };
}

/** The account's root as GetUser tells it: it has no name of its own. */
export function toRootUser(account: string) {
  return {
    Path: "/",
    UserName: "root",
    UserId: account,
    Arn: `arn:aws:iam::${account}:root`,
    CreateDate: new Date(0),
  };
}
