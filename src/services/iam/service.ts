import type { AccessControl } from "../access-control.ts";
import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { migrations } from "./migrations.ts";
import type { Iam } from "./service-context.ts";
import { operations } from "./generated/operations.ts";

/** Users, groups, roles and policies, and what proves who somebody is: keys, certificates, devices and identity providers. */
export const iam = defineService<Iam, AccessControl>({
  name: "iam",
  migrations,
  access: accessRules,
  create: (host) => host.access,
  stop: (access) => access.close(),
  reset: async (access) => access.forget(),
  operations,
});
