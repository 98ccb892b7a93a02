import type { Principal } from "../../principal.ts";
import { toCredentials } from "../credentials-output.ts";
import { sessionMayNotCall } from "../errors.ts";
import { limits } from "../limits.ts";
import { checkMfa } from "../mfa.ts";
import type { StsOperation } from "../service-context.ts";

/** Temporary credentials of the caller itself, a user or root. */
export const getSessionToken: StsOperation<"GetSessionToken"> = async (input, context) => {
  const { principal, host } = context;
  const isSession = principal.kind === "assumed-role" || principal.kind === "federated-user";
  if (isSession || principal.accessKeyId?.startsWith("ASIA")) throw sessionMayNotCall("GetSessionToken");
  const mfaMs = await checkMfa(input, context);
  const wanted = input.DurationSeconds ?? limits.getSessionTokenDefaultDuration;
  // For root AWS does not refuse a longer time, it shortens it.
  const duration = principal.kind === "root" ? Math.min(wanted, limits.getSessionTokenRootMaxDuration) : wanted;
  const session: Principal = { ...principal, session: "GetSessionToken", ...(mfaMs !== undefined && { mfaMs }) };
  return { Credentials: toCredentials(await host.access.issueSession(session, duration)) };
};
