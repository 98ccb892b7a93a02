import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import type { Sts } from "./model.ts";
import { assumeRole } from "./operations/assume-role.ts";
import { assumeRoleWithWebIdentity } from "./operations/assume-role-with-web-identity.ts";
import { getAccessKeyInfo } from "./operations/get-access-key-info.ts";
import { getCallerIdentity } from "./operations/get-caller-identity.ts";
import { getFederationToken } from "./operations/get-federation-token.ts";
import { getSessionToken } from "./operations/get-session-token.ts";
import { createStsState, type StsState } from "./state.ts";

/** Temporary credentials. It keeps nothing: a session token carries its session (`AccessControl.issueSession`). */
export const sts = defineService<Sts, StsState>({
  name: "sts",
  migrations: [],
  access: accessRules,
  create: createStsState,
  reset: async (state) => state.issuerKeys.forget(),
  operations: {
    AssumeRole: assumeRole,
    AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
    GetAccessKeyInfo: getAccessKeyInfo,
    GetCallerIdentity: getCallerIdentity,
    GetFederationToken: getFederationToken,
    GetSessionToken: getSessionToken,
  },
});
