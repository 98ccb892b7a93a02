import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import { migrations } from "./migrations.ts";
import type { Iam } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { createIamState, type IamState } from "./state.ts";

/** Users, groups, roles and policies, and what proves who somebody is: keys, certificates, devices and identity providers. */
export const iam = defineService<Iam, IamState>({
  name: "iam",
  migrations,
  access: accessRules,
  needsNoSpace,
  create: createIamState,
  stop: (access) => access.close(),
  reset: async (access) => access.forget(),
  operations,
});
