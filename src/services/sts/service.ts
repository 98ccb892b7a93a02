import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import type { Sts } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { createStsState, type StsState } from "./state.ts";

/** Temporary credentials. It keeps nothing: a session token carries its session (`AccessControl.issueSession`). */
export const sts = defineService<Sts, StsState>({
  name: "sts",
  migrations: [],
  access: accessRules,
  needsNoSpace,
  create: createStsState,
  // A web identity's token is its own proof.
  wire: { mayBeUnsigned: (action) => action === "AssumeRoleWithWebIdentity" },
  reset: async (state) => state.issuerKeys.forget(),
  operations,
});
