import {
  IAMClient,
  type Policy,
  paginateListGroups,
  paginateListPolicies,
  paginateListRoles,
  paginateListUsers,
} from "@aws-sdk/client-iam";
import type { FindResources } from "../../shell/console-service.ts";
import { findableKind, findKinds } from "../../shell/find-kinds.ts";
import { entityPath, policyPath } from "./paths.ts";

export const findResources: FindResources = (search) => findKinds([users, groups, roles, policies], search);

const users = findableKind<string>({
  kind: "User",
  async *pages({ client }) {
    for await (const { Users = [] } of paginateListUsers({ client: client(IAMClient) }, {})) {
      yield Users.map(({ UserName = "" }) => UserName);
    }
  },
  name: (name) => name,
  href: (name) => entityPath("users", name),
});

const groups = findableKind<string>({
  kind: "User group",
  async *pages({ client }) {
    for await (const { Groups = [] } of paginateListGroups({ client: client(IAMClient) }, {})) {
      yield Groups.map(({ GroupName = "" }) => GroupName);
    }
  },
  name: (name) => name,
  href: (name) => entityPath("groups", name),
});

const roles = findableKind<string>({
  kind: "Role",
  async *pages({ client }) {
    for await (const { Roles = [] } of paginateListRoles({ client: client(IAMClient) }, {})) {
      yield Roles.map(({ RoleName = "" }) => RoleName);
    }
  },
  name: (name) => name,
  href: (name) => entityPath("roles", name),
});

/** The customer's own: AWS's are a thousand, and found in their list. */
const policies = findableKind<Policy>({
  kind: "Policy",
  async *pages({ client }) {
    const pages = paginateListPolicies({ client: client(IAMClient) }, { Scope: "Local" });
    for await (const { Policies = [] } of pages) yield Policies;
  },
  name: ({ PolicyName }) => PolicyName,
  href: ({ Arn = "" }) => policyPath(Arn),
});
