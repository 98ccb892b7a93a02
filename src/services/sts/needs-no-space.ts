import type { NeedsNoSpace } from "../service.ts";
import type { Sts } from "./model.ts";

/** What reads: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<Sts> = {
  AssumeRole: "reads",
  AssumeRoleWithWebIdentity: "reads",
  GetAccessKeyInfo: "reads",
  GetCallerIdentity: "reads",
  GetFederationToken: "reads",
  GetSessionToken: "reads",
};
