import { toCredentials } from "../credentials-output.ts";
import { notSupported, sessionMayNotCall } from "../errors.ts";
import { limits } from "../limits.ts";
import type { StsOperation } from "../service-context.ts";

/** Temporary credentials of the caller itself, a user or root. */
export const getSessionToken: StsOperation<"GetSessionToken"> = async (input, { principal, host }) => {
  if (input.SerialNumber !== undefined || input.TokenCode !== undefined)
    throw notSupported("multi-factor authentication");
  if (principal.kind === "assumed-role" || principal.accessKeyId?.startsWith("ASIA")) {
    throw sessionMayNotCall("GetSessionToken");
  }
  const wanted = input.DurationSeconds ?? limits.getSessionTokenDefaultDuration;
  // For root AWS does not refuse a longer time, it shortens it.
  const duration = principal.kind === "root" ? Math.min(wanted, limits.getSessionTokenRootMaxDuration) : wanted;
  return { Credentials: toCredentials(await host.access.issueSession(principal, duration)) };
};
