import type { NeedsNoSpace } from "../service.ts";
import type { Sts } from "./model.ts";

/** What reads: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<Sts> = {
  AssumeRole: true,
  AssumeRoleWithWebIdentity: true,
  GetAccessKeyInfo: true,
  GetCallerIdentity: true,
  GetFederationToken: true,
  GetSessionToken: true,
};
